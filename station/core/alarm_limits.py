"""Which figures are alarms, by the limits of the hub. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core.counting import FEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hardware.contract import Notice
    from station.core.bag import Bag
    from station.core.counting import CutOff
    from station.core.events import HourCounts

FIGURE_ALARMS = frozenset(
    {"read_rate_low", "no_reads_many", "mismatches_many", "backlog_old", "bag_open_long", "departure_late"}
)
"""Codes of these alarms."""
MISMATCH = "WM"
SOON_H = 2.0
"""A departure further away is no alarm: the rate of a quarter hour says little of it."""


@dataclass(frozen=True, slots=True)
class AlarmLimits:
    """0: never."""

    first_read_percent: float = 0.0
    no_read_percent: float = 0.0
    mismatch_percent: float = 0.0
    backlog_min: float = 0.0
    bag_open_h: float = 0.0


def figure_alarms(
    limits: AlarmLimits,
    hour: HourCounts,
    oldest_waiting: str | None,
    bags: Iterable[Bag],
    cut_offs: Iterable[CutOff],
    now: datetime,
) -> Iterator[Notice]:
    """One for each kind. `oldest_waiting`: when the oldest scan was made that the centre does not have, UTC."""
    yield from _of_hour(limits, hour)
    waited = _age_s(oldest_waiting, now)
    if limits.backlog_min and waited > 60 * limits.backlog_min:
        yield notice("backlog_old", age_s=round(waited))
    open_long = [(age, bag) for bag in bags if (age := _age_s(bag.opened_at, now)) > 3600 * limits.bag_open_h > 0]
    if open_long:
        age, bag = max(open_long, key=lambda each: each[0])
        place = bag.bin or bag.destination or "-"
        yield notice("bag_open_long", bag=bag.number, bin=place, age_s=round(age), count=len(open_long))
    late = [each for each in cut_offs if each.late and 0 < each.hours_left <= SOON_H]
    if late:
        first = min(late, key=lambda each: each.hours_left)
        left = round(60 * first.hours_left)
        yield notice("departure_late", name=first.name, minutes=left, to_do=first.to_do or 0, late=first.late)


def _of_hour(limits: AlarmLimits, hour: HourCounts) -> Iterator[Notice]:
    read = hour.read
    if read.presented < FEW:
        return
    first, unread = (100 * count / read.presented for count in (read.first_time, read.not_read))
    if first < limits.first_read_percent:
        yield notice("read_rate_low", percent=f"{first:.1f}", limit=f"{limits.first_read_percent:g}")
    if limits.no_read_percent and unread > limits.no_read_percent:
        yield notice("no_reads_many", percent=f"{unread:.1f}", limit=f"{limits.no_read_percent:g}")
    differ = 100 * dict(hour.exceptions).get(MISMATCH, 0) / max(1, hour.scans)
    if limits.mismatch_percent and differ > limits.mismatch_percent:
        yield notice("mismatches_many", percent=f"{differ:.1f}", limit=f"{limits.mismatch_percent:g}")


def _age_s(utc: str | None, now: datetime) -> float:
    return (now - datetime.fromisoformat(utc)).total_seconds() if utc else 0.0
