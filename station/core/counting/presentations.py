"""Which scans are of one presentation: one parcel from the moment that it lies there until it is done with. Pure.

A parcel that was stopped without an id is turned, put down again, keyed in: all that is one presentation. So is a
parcel whose scan was taken back and that is shown again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from station.core.counting.read_classes import ReadClass, class_after

if TYPE_CHECKING:
    from decimal import Decimal

RETRY_S = 20.0
"""A parcel without an id that was taken away is shown again within this time, or it is put aside."""
SAME_ID_S = 120.0
"""The same id within this time is the same parcel once more."""
SAME_WEIGHT, SAME_WEIGHT_G = 0.005, 5
"""So much, as a fraction or in grams, two weighings of one parcel differ at most."""
KEPT = 16
"""Presentations that are remembered."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One scan as far as it tells which parcel it is of."""

    at: float
    """Monotonic seconds."""
    parcel_id: str | None
    grams: Decimal | None
    keyed: bool
    by_machine: bool = False
    """Each of them passes once: without its number it is never the one before, shown again."""
    others: frozenset[str] = frozenset()
    """Numbers of the same parcel under other labels."""

    @property
    def numbers(self) -> frozenset[str]:
        """Every number that is known of it."""
        return self.others if self.parcel_id is None else self.others | {self.parcel_id}


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is remembered of one."""

    first: str
    """`scan_id` of its first scan: the presentation's name."""
    last: Shown
    read: ReadClass
    ids: frozenset[str]
    lies_there: bool = True
    """Nothing was taken away since."""


@dataclass(frozen=True, slots=True)
class Presentations:
    """The newest presentations of this lane, newest first."""

    recent: tuple[Presentation, ...] = ()

    def cleared(self) -> Presentations:
        """Nothing lies there any more."""
        if not self.recent or not self.recent[0].lies_there:
            return self
        return Presentations((replace(self.recent[0], lies_there=False), *self.recent[1:]))

    def of(self, shown: Shown) -> Presentation | None:
        """The presentation that goes on with this scan; None: a new one begins."""
        newest = self.recent[0] if self.recent else None
        if shown.by_machine:
            return next((each for each in self.recent if _is_named(each, shown)), None)
        if newest is not None and newest.lies_there and _may_be(newest, shown):
            return newest
        for each in self.recent:
            if _is_named(each, shown):
                return each
        for each in self.recent:
            if not each.ids and shown.at - each.last.at <= RETRY_S and _as_heavy(each, shown):
                return each
        waits = newest is not None and not newest.ids and _is_unweighed(newest, shown)
        return newest if newest is not None and waits and shown.at - newest.last.at <= RETRY_S else None

    def after(self, scan_id: str, shown: Shown) -> Presentations:
        """With a scan that was stored."""
        of = self.of(shown)
        ids = shown.numbers
        before = None if of is None else of.read
        read = class_after(before, has_id=shown.parcel_id is not None, keyed=shown.keyed)
        if of is None:
            return Presentations((Presentation(scan_id, shown, read, ids), *self.recent)[:KEPT])
        now = Presentation(of.first, shown, read, of.ids | ids)
        return Presentations((now, *(each for each in self.recent if each.first != of.first)))


def _is_named(presentation: Presentation, shown: Shown) -> bool:
    return bool(shown.numbers & presentation.ids) and shown.at - presentation.last.at <= SAME_ID_S


def _may_be(presentation: Presentation, shown: Shown) -> bool:
    """Whether what lies there is still the same parcel: not with another id or weight."""
    if not (_is_unweighed(presentation, shown) or _as_heavy(presentation, shown)):
        return False
    return shown.parcel_id is None or not presentation.ids or bool(shown.numbers & presentation.ids)


def _as_heavy(presentation: Presentation, shown: Shown) -> bool:
    one, other = presentation.last.grams, shown.grams
    if one is None or other is None:
        return False
    return abs(float(one - other)) <= max(SAME_WEIGHT_G, SAME_WEIGHT * float(other))


def _is_unweighed(presentation: Presentation, shown: Shown) -> bool:
    return presentation.last.grams is None or shown.grams is None
