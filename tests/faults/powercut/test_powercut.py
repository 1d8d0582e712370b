"""The power is cut anywhere in the product's write paths: what was confirmed is there, once, and nothing is corrupt.

`recorder.c` writes down what the real code asks of the disk, `replay.py` makes the folders that a cut can leave.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.faults.powercut import recovery, stories
from tests.faults.powercut.bench import Figures, cut_often, record, record_after_a_cut

Figure = Callable[[str], None]
PATHS = pytest.mark.parametrize("name", [*stories.SCENARIOS, *recovery.SCENARIOS])
CUTS = pytest.mark.parametrize("cuts", [40, pytest.param(1000, marks=pytest.mark.soak)])
CONTROL_CUTS = pytest.mark.parametrize("cuts", [20, pytest.param(1000, marks=pytest.mark.soak)])


@CUTS
@PATHS
def test_nothing_confirmed_is_lost_when_the_power_is_cut(
    name: str, cuts: int, library: Path, work: Path, figure: Figure
) -> None:
    figures = cut_often(record(name, library, work), cuts, Random(1))
    figure(f"{name}: {figures}")
    assert (figures.corrupt, figures.lost) == (0, 0), str(figures)


@CONTROL_CUTS
@PATHS
def test_with_a_record_that_is_not_synced_at_each_commit_something_is_lost(
    name: str, cuts: int, library: Path, work: Path, figure: Figure
) -> None:
    """The control: these cuts find what they look for."""
    figures = cut_often(record(name, library, work, synchronous="NORMAL"), cuts, Random(1))
    figure(f"{name}, NORMAL: {figures}")
    assert figures.lost > cuts / 20, str(figures)


@CONTROL_CUTS
@PATHS
def test_on_a_disk_that_lies_about_syncing_something_is_lost(
    name: str, cuts: int, library: Path, work: Path, figure: Figure
) -> None:
    """The other control: what is confirmed hangs on the disk's word alone."""
    figures = cut_often(record(name, library, work), cuts, Random(1), lying_disk=True)
    figure(f"{name}, lying disk: {figures}")
    assert figures.lost + figures.corrupt > cuts / 10, str(figures)


@pytest.mark.parametrize(("times", "cuts"), [(5, 12), pytest.param(50, 20, marks=pytest.mark.soak)])
def test_nothing_is_lost_when_the_power_fails_again_during_the_next_start(
    times: int, cuts: int, library: Path, work: Path, figure: Figure
) -> None:
    chance, figures = Random(2), Figures()
    first = record("scan", library, work / "first")
    for turn in range(times):
        again = record_after_a_cut(first, chance.randrange(len(first.ops)), chance, library, work / str(turn))
        figures += cut_often(again, cuts, chance)
    figure(f"a second cut during the next start: {figures}")
    assert (figures.corrupt, figures.lost) == (0, 0), str(figures)
