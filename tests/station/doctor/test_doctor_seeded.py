"""Every seeded fault is named with culprit and cure, with the station stopped and beside it while it runs.

`pytest tests/station/doctor/test_doctor_seeded.py -s -k table` prints what was found, and why a cell is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from station.doctor.finding import Finding
from tests.station.doctor.devices import Cameras
from tests.station.doctor.rig import Seed
from tests.station.doctor.seeds import SEEDS, beside, rigged, says_all, stopped
from tests.station.sync.authority import Authority

pytestmark = pytest.mark.xdist_group("seeded faults")
"""One worker looks at all of them: they stand side by side."""
AT_ONCE = 10
"""Most of each look is waiting."""
WAYS = {"stopped": stopped, "running": beside}
ROWS = [(way, seed) for way in WAYS for seed in SEEDS if way not in seed.never]
Found = dict[tuple[str, str], Finding | BaseException]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, cameras: Cameras, authority: Callable[[], Authority]) -> Found:
    """What the doctor says of each."""
    folder = tmp_path_factory.mktemp("seeds")

    def look(row: tuple[int, tuple[str, Seed]]) -> Finding | BaseException:
        number, (way, seed) = row
        try:
            with rigged(folder / str(number), cameras, authority) as rig:
                return WAYS[way](seed, rig)
        except BaseException as error:  # noqa: BLE001  # the test of this row raises it
            return error

    def is_named(row: tuple[str, Seed], answer: Finding | BaseException) -> bool:
        return isinstance(answer, Finding) and says_all(answer, row[1].says)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(look, enumerate(ROWS)))
    # Cameras of one process open one after another, and may wait too long for each other: once more, alone.
    again = [
        answer if is_named(row, answer) else look((len(ROWS) + number, row))
        for number, (row, answer) in enumerate(zip(ROWS, answers, strict=True))
    ]
    return {(way, seed.name): answer for (way, seed), answer in zip(ROWS, again, strict=True)}


@pytest.mark.parametrize(("way", "seed"), ROWS, ids=[f"{seed.name}, {way}" for way, seed in ROWS])
def test_a_seeded_fault_is_named_with_culprit_and_cure(way: str, seed: Seed, found: Found) -> None:
    finding = found[way, seed.name]
    if isinstance(finding, BaseException):
        raise finding
    assert finding.state != "ok", finding
    assert says_all(finding, seed.says), (seed.says, finding)
    assert "hunter2" not in finding.words


def test_the_table(found: Found) -> None:
    print(f"\n| fault | {' | '.join(f'station {way}' for way in WAYS)} |\n|---|---|---|")
    for seed in SEEDS:
        cells = [
            f"(not seeded: {seed.never[way]})" if way in seed.never else said(found[way, seed.name]) for way in WAYS
        ]
        print(f"| {seed.name} | {' | '.join(cells)} |")
    named = {way: sum(way not in seed.never for seed in SEEDS) for way in WAYS}
    print(
        f"\n{len(SEEDS)} faults: {', '.join(f'{count} seeded with the station {way}' for way, count in named.items())}"
    )
    assert len({seed.name for seed in SEEDS}) == len(SEEDS) >= 75
    assert all(len(seed.never) < len(WAYS) for seed in SEEDS)
    assert [seed.name for seed in SEEDS if "running" in seed.never] == ["data_dir is a file"]


def said(finding: Finding | BaseException) -> str:
    words = f"{finding.state}: {finding.words}" if isinstance(finding, Finding) else repr(finding)
    return words.replace("|", "/")[:400]
