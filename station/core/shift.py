"""Who works at the lane, and what a scan means there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.core.counting.read_classes import ReadCounts

OPERATIONS = ("arrival", "induct", "sort", "load", "dispatch", "return", "audit")
"""What a scan may mean; `station.core.operations` has the rules of each."""


@dataclass(frozen=True, slots=True)
class Shift:
    """As people have said it; None: they have not, and the lane's default counts."""

    operation: str | None = None
    operator: str | None = None
    opened_at: str | None = None
    """UTC; None: no shift is open."""
    locked_at: str | None = None
    """UTC; since then nothing is booked, until its holder or a supervisor is there."""

    def opened(self, operator: str, at_utc: str) -> Shift:
        """Somebody begins; what a scan means stays."""
        return replace(self, operator=operator, opened_at=at_utc, locked_at=None)

    def closed(self) -> Shift:
        """What was said counts no more."""
        return NOBODY

    def over(self, default: Shift) -> Shift:
        """What counts where nothing was said."""
        return replace(self, operation=self.operation or default.operation, operator=self.operator or default.operator)


@dataclass(frozen=True, slots=True)
class ShiftSums:
    """What a shift came to."""

    read: ReadCounts
    codes: tuple[tuple[str, int], ...]
    """Stops by code, most first; those that were taken back do not count."""
    open_bags: tuple[str, ...]
    open_exceptions: tuple[str, ...]
    """Parcels that stopped and did not go on since, by number, the newest first; #SCAN where none was read."""
    not_put: tuple[str, ...]
    """Parcels that went on into a bin with an open bag, and are in no bag; the newest first."""

    def details(self) -> dict[str, object]:
        """For the entry that closes the shift."""
        read = self.read
        return {
            "presented": read.presented,
            "read": read.read,
            "keyed": read.keyed,
            "not_read": read.not_read,
            "codes": dict(self.codes),
            "open_bags": list(self.open_bags),
            "open_exceptions": list(self.open_exceptions),
            "not_put": list(self.not_put),
        }


ROLES = ("worker", "supervisor", "technician")
"""What a badge says its holder is."""
SOMEBODY = "worker"
"""Who does something where nobody has said who works."""
NOBODY = Shift()
"""Nothing was said."""
