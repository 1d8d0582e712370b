"""Every seeded fault is named with culprit and cure, with the station stopped and beside it while it runs.

`pytest tests/station/doctor/test_doctor_seeded.py -s` prints what was found, and why a cell is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from station.doctor.finding import Finding
from tests.station.doctor.devices import Cameras
from tests.station.doctor.rig import Seed
from tests.station.doctor.seeds import SEEDS, beside, rigged, says_all, stopped
from tests.station.sync.authority import Authority

AT_ONCE = 6
"""Most of each look is waiting."""
WAYS = {"stopped": stopped, "running": beside}


def looked_at(
    seeds: Sequence[Seed], way: str, folder: Path, cameras: Cameras, authority: Callable[[], Authority]
) -> list[Finding | BaseException]:
    """What the doctor says of each."""

    def look(place: Path, seed: Seed) -> Finding | BaseException:
        try:
            with rigged(place, cameras, authority) as rig:
                return WAYS[way](seed, rig)
        except BaseException as error:  # noqa: BLE001  # it is judged with the others
            return error

    together = [seed for seed in seeds if not seed.alone]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        places = (folder / str(number) for number in range(len(together)))
        found = {seed.name: answer for seed, answer in zip(together, pool.map(look, places, together), strict=True)}
    # Cameras of one process open one after another, and may wait too long for each other: once more, alone.
    for number, seed in enumerate(seeds):
        if seed.name not in found or not is_named(found[seed.name], seed):
            found[seed.name] = look(folder / f"alone {number}", seed)
    return [found[seed.name] for seed in seeds]


def is_named(answer: Finding | BaseException, seed: Seed) -> bool:
    return isinstance(answer, Finding) and says_all(answer, seed.says) and "hunter2" not in answer.words


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", SEEDS)
def test_a_seeded_fault_is_named_with_culprit_and_cure(
    kind: str, way: str, tmp_path: Path, cameras: Cameras, authority: Callable[[], Authority]
) -> None:
    seeds = [seed for seed in SEEDS[kind] if way not in seed.never]
    answers = looked_at(seeds, way, tmp_path, cameras, authority)
    print(f"\n| {kind} | station {way} |\n|---|---|")
    for seed, answer in zip(seeds, answers, strict=True):
        print(f"| {seed.name} | {in_a_cell(answer)} |")

    skipped = [answer for answer in answers if isinstance(answer, pytest.skip.Exception)]
    wrong = {seed.name: (seed.says, a) for seed, a in zip(seeds, answers, strict=True) if not is_named(a, seed)}
    assert {name: answer for name, answer in wrong.items() if answer[1] not in skipped} == {}
    if skipped:
        raise skipped[0]


def test_a_finding_without_culprit_or_with_a_secret_is_none() -> None:
    """A control."""
    seed = SEEDS["camera"][0]
    right = " ".join(seed.says)

    assert is_named(Finding("camera", "fault", right), seed)
    assert not is_named(Finding("camera", "fault", "the camera does not answer"), seed)
    assert not is_named(Finding("camera", "fault", f"{right} hunter2"), seed)
    assert not is_named(Finding("camera", "ok", right), seed)


def test_the_faults_are_many_and_each_can_be_seeded() -> None:
    seeds = [seed for each in SEEDS.values() for seed in each]
    for seed in seeds:
        for way, reason in seed.never.items():
            print(f"{seed.name}, station {way}: not seeded: {reason}")

    assert len({seed.name for seed in seeds}) == len(seeds) >= 75
    assert all(len(seed.never) < len(WAYS) for seed in seeds)
    assert [seed.name for seed in seeds if "running" in seed.never] == ["data_dir is a file"]


def in_a_cell(finding: Finding | BaseException) -> str:
    words = f"{finding.state}: {finding.words}" if isinstance(finding, Finding) else repr(finding)
    return words.replace("|", "/")[:400]
