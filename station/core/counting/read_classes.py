"""How a presented parcel was read, by all entries of its presentation. Definitions: the hub's (docs/supervisor.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ReadClass(IntEnum):
    """The larger one stays: a later entry never makes a parcel less read."""

    NOT_READ = 0
    KEYED = 1
    """An id was keyed in, and the camera has read none."""
    AFTER_RETRIES = 2
    """Read by camera or scanner, but not at the first verdict."""
    FIRST_TIME = 3
    """The first verdict was read by camera or scanner."""


def class_after(before: ReadClass | None, *, has_id: bool, keyed: bool) -> ReadClass:
    """The class of a presentation after one more scan; `before` None: it is the first scan."""
    if has_id and not keyed:
        return ReadClass.FIRST_TIME if before is None else max(before, ReadClass.AFTER_RETRIES)
    now = ReadClass.KEYED if has_id else ReadClass.NOT_READ
    return now if before is None else max(before, now)


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """Presented parcels by class; they add up to `presented`."""

    not_read: int = 0
    keyed: int = 0
    after_retries: int = 0
    first_time: int = 0

    @property
    def presented(self) -> int:
        return self.not_read + self.keyed + self.after_retries + self.first_time

    @property
    def read(self) -> int:
        """Read by camera or scanner, at once or after retries."""
        return self.first_time + self.after_retries
