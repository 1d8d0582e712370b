"""Runs of scans that honest work seldom makes: flagged for somebody to look at, with their entries. Pure.

None of them proves anything: the same goods weigh the same. So the bounds are wide, and nobody is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

APART_S, BURST, SAME_G = 2.0, 5, 2
"""So many parcels, each so soon after the one before, over a weight that stays within so many grams: one burst."""
SAME_WEIGHT, WAITED_S = 15, 600.0
"""So many parcels in a row of exactly the same weight, none so long after the one before."""
KEYED, TYPED_S = 5, 4.0
"""So many numbers in a row, each keyed so soon after the one before: nobody types one in that time."""
ROUNDS, LOOP_S = 4, 3600.0
"""One parcel so many times within so long, each time as a presentation of its own."""
KEPT = 200
"""Runs that are told, the newest."""


class OddKind(StrEnum):
    """What a run is."""

    BURST = "burst"
    SAME_WEIGHT = "same_weight"
    KEYED = "keyed_burst"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Passed:
    """A scan of a known parcel that counts, as far as it tells whether the work is odd."""

    seq: int
    at: float
    """Seconds."""
    parcel_id: str
    presentation: str
    grams: Decimal | None
    keyed: bool


@dataclass(frozen=True, slots=True)
class OddRun:
    """One of them."""

    kind: OddKind
    scans: tuple[Passed, ...]
    """Oldest first."""

    @property
    def seconds(self) -> float:
        """From the first to the last."""
        return self.scans[-1].at - self.scans[0].at


def _of_burst(one: Passed, other: Passed) -> bool:
    if one.grams is None or other.grams is None or not 0 <= other.at - one.at <= APART_S:
        return False
    return abs(one.grams - other.grams) <= SAME_G


def _same_weight(one: Passed, other: Passed) -> bool:
    return one.grams is not None and one.grams == other.grams and 0 <= other.at - one.at <= WAITED_S


def _typed_at_once(one: Passed, other: Passed) -> bool:
    return one.keyed and other.keyed and 0 <= other.at - one.at <= TYPED_S


_RUNS: dict[OddKind, tuple[Callable[[Passed, Passed], bool], int]] = {
    OddKind.BURST: (_of_burst, BURST),
    OddKind.SAME_WEIGHT: (_same_weight, SAME_WEIGHT),
    OddKind.KEYED: (_typed_at_once, KEYED),
}


class OddRuns:
    """`add` scans in the order of the log; what is odd so far is in `found`."""

    def __init__(self) -> None:
        self._open: dict[OddKind, list[Passed]] = {kind: [] for kind in OddKind}
        self._over: list[OddRun] = []
        self._rounds: dict[str, list[Passed]] = {}

    def add(self, scan: Passed) -> None:
        """One more."""
        for kind, (goes_on, least) in _RUNS.items():
            run = self._open[kind]
            if run and run[-1].parcel_id == scan.parcel_id:
                continue  # the same parcel once more: neither another one nor an end
            if run and not goes_on(run[-1], scan):
                self._end(kind, run, least)
                run = self._open[kind] = []
            run.append(scan)
        self._round(scan)

    def _end(self, kind: OddKind, run: list[Passed], least: int) -> None:
        if len(run) >= least:
            self._over = [*self._over, OddRun(kind, tuple(run))][-KEPT:]

    def _round(self, scan: Passed) -> None:
        if len(self._rounds) > 50_000:  # of a lane's last hour there are fewer
            self._rounds = {name: seen for name, seen in self._rounds.items() if scan.at - seen[-1].at <= LOOP_S}
        seen = self._rounds.setdefault(scan.parcel_id, [])
        if seen and seen[-1].presentation == scan.presentation:
            return
        if len(seen) >= ROUNDS and not 0 <= scan.at - seen[0].at <= LOOP_S:
            self._end(OddKind.LOOP, seen, ROUNDS)
            seen.clear()
        seen[:] = [each for each in seen if 0 <= scan.at - each.at <= LOOP_S]
        seen.append(scan)

    def found(self) -> tuple[OddRun, ...]:
        """Those that are over and those that go on, the newest last."""
        going = [
            OddRun(kind, tuple(run)) for kind, run in self._open.items() if kind in _RUNS and len(run) >= _RUNS[kind][1]
        ]
        loops = [OddRun(OddKind.LOOP, tuple(seen)) for seen in self._rounds.values() if len(seen) >= ROUNDS]
        every = [*self._over, *going, *loops]
        bursts = {scan.seq for run in every if run.kind is OddKind.BURST for scan in run.scans}
        told = (
            run for run in every if run.kind is not OddKind.SAME_WEIGHT or {scan.seq for scan in run.scans} - bursts
        )
        return tuple(sorted(told, key=lambda run: run.scans[-1].seq))[-KEPT:]
