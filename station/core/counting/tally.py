"""Figures of a stretch of the log: of all its parcels, and by operator, bin, carrier, operation and quarter hour. Pure.

Parcels are counted by presentations, scans and stops by rows. What was taken back is no stop and was not accepted; its
parcel was presented all the same.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.counting.read_classes import ReadClass, ReadCounts, class_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

QUARTER_MIN = 15


@dataclass(frozen=True, slots=True)
class CountedScan:
    """A scan, or an override of one, as far as figures need it."""

    at: str
    """UTC; the time that was found out later, where a wrong clock gave another."""
    presentation: str
    has_id: bool
    keyed: bool
    read_before: ReadClass | None
    code: str | None = None
    cause: str | None = None
    operator: str | None = None
    bin: str | None = None
    carrier: str | None = None
    service: str | None = None
    country: str | None = None
    operation: str | None = None
    grams: Decimal | None = None
    settle_ms: int | None = None
    verdict_ms: float | None = None
    is_override: bool = False
    by_scanner: bool = False
    """A scanner read its number, not the camera."""
    taken_back: bool = False
    redated: bool = False


@dataclass(slots=True)
class Line:
    """The figures of one group."""

    read: dict[ReadClass, int] = field(default_factory=lambda: dict.fromkeys(ReadClass, 0))
    accepted: int = 0
    """Parcels in their bin, those of lifted stops too."""
    stopped: int = 0
    """Scans that ended in an exception, and were not taken back."""
    grams: Decimal = Decimal(0)
    """Of accepted parcels."""
    by_scanner: int = 0
    """Scans whose number a scanner read, not the camera."""
    overrides: int = 0
    """Stops that were lifted, and stand so."""
    taken_back: int = 0

    def add(self, other: Line) -> None:
        """Together with another one."""
        for each, count in other.read.items():
            self.read[each] += count
        self.accepted += other.accepted
        self.stopped += other.stopped
        self.grams += other.grams
        self.by_scanner += other.by_scanner
        self.overrides += other.overrides
        self.taken_back += other.taken_back

    @property
    def counts(self) -> ReadCounts:
        """Presented parcels by class; one that began before the stretch may leave a class below 0, which is 0 here."""
        names = {each: max(0, count) for each, count in self.read.items()}
        return ReadCounts(
            names[ReadClass.NOT_READ],
            names[ReadClass.KEYED],
            names[ReadClass.AFTER_RETRIES],
            names[ReadClass.FIRST_TIME],
        )


@dataclass(slots=True)
class Tally:
    """All of a stretch; `add` its entries in the order of the log."""

    all: Line = field(default_factory=Line)
    scans: int = 0
    overrides: int = 0
    taken_back: int = 0
    redated: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    groups: dict[str, dict[str, Line]] = field(default_factory=dict)
    """`operator`, `bin`, `carrier`, `operation`, `quarter` -> name -> figures; without a name: an empty one."""
    settle_ms: list[float] = field(default_factory=list)
    verdict_ms: list[float] = field(default_factory=list)
    presented_grams: dict[str, Decimal] = field(default_factory=dict)
    """By presentation, what was lifted onto the scale; without a name: of all of them."""

    def add(self, scan: CountedScan) -> None:
        """One more."""
        lines = [self.all, *self._lines(scan)]
        self.taken_back += scan.taken_back
        self.redated += scan.redated
        stands = not scan.taken_back
        for line in lines:
            line.taken_back += scan.taken_back
        if scan.is_override:
            self.overrides += stands
            for line in lines:
                line.overrides += stands
            self._accept(lines, scan, stands=stands)
            return
        self.scans += 1
        now = class_after(scan.read_before, has_id=scan.has_id, keyed=scan.keyed)
        for line in lines:
            line.read[now] += 1
            if scan.read_before is not None:
                line.read[scan.read_before] -= 1
            line.stopped += scan.code is not None and stands
            line.by_scanner += scan.by_scanner
        if scan.code is not None and stands:
            self.codes[scan.code] += 1
            if not scan.has_id:
                self.causes.update((scan.cause,) if scan.cause else ())
        self._accept(lines, scan, stands=stands and scan.code is None)
        self.settle_ms += () if scan.settle_ms is None else (scan.settle_ms,)
        self.verdict_ms += () if scan.verdict_ms is None else (scan.verdict_ms,)
        if scan.grams is not None:
            self.presented_grams[scan.presentation] = scan.grams

    def _accept(self, lines: Iterable[Line], scan: CountedScan, *, stands: bool) -> None:
        if stands:
            for line in lines:
                line.accepted += 1
                line.grams += scan.grams or 0

    def _lines(self, scan: CountedScan) -> Iterator[Line]:
        names = {
            "operator": scan.operator,
            "bin": scan.bin,
            "carrier": scan.carrier,
            "operation": scan.operation,
            "quarter": quarter_of(scan.at),
        }
        for group, name in names.items():
            yield self.groups.setdefault(group, {}).setdefault(name or "", Line())


def tally(scans: Iterable[CountedScan]) -> Tally:
    """The figures of these."""
    counted = Tally()
    for scan in scans:
        counted.add(scan)
    return counted


def quarter_of(at: str) -> str:
    """Beginning of the quarter hour, UTC. Every zone of today is a whole number of quarter hours from it."""
    minute = int(at[14:16])
    return f"{at[:14]}{minute - minute % QUARTER_MIN:02}:00Z"


def percentile(values: Iterable[float], share: float) -> float | None:
    """The smallest value that so large a share does not exceed (nearest rank); None of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None
