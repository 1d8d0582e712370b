"""Scans that stay queued but are not sent for now, and so delay no other. In memory: a restart tries them anew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from station.sync.transport.backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST = 1000
MOST_IN_VAIN = 3
"""So many scans alone refused, or left without a verdict, without one that gets through: a pause."""
ENOUGH = 3
"""So often it is refused alone, while the centre takes another one, until it is to blame: an unstable link rejects
different scans at random."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a scan waits still."""

    backoff: Backoff
    until: float
    """Monotonic seconds."""
    refusals: int
    """How often it was refused alone while the centre took another one."""
    through: int = 0
    """How many batches had got through when it was refused last."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Each scan waits for itself; all times are monotonic seconds."""

    waiting: Mapping[str, Waiting] = field(default_factory=dict)
    in_vain: int = 0
    """Rounds since one got through: without a verdict, or with a scan refused that may not be to blame."""
    through: int = 0
    """Batches that got through."""

    def put(self, scan_ids: Iterable[str], now: float, chance: float, *, refused: bool = False) -> Quarantine:
        """Let scans wait, longer each time; `refused`: while the centre takes another one."""
        waiting = dict(self.waiting)
        for scan_id in scan_ids:
            before = waiting.get(scan_id)
            backoff = (before.backoff if before else Backoff()).failed()
            refusals = (before.refusals if before else 0) + refused
            waiting[scan_id] = Waiting(backoff, now + backoff.wait_s(chance), refusals, self.through)
        return replace(self, waiting=waiting)

    def got_through(self, scan_ids: Iterable[str]) -> Quarantine:
        """A batch was answered with verdicts on these."""
        return Quarantine(self._without(scan_ids), through=self.through + 1)

    def blame(self, scan_id: str) -> Quarantine:
        """It is refused for good, and waits no more."""
        return replace(self, waiting=self._without([scan_id]))

    def one_more_in_vain(self) -> Quarantine:
        """One more round in vain."""
        return replace(self, in_vain=self.in_vain + 1)

    def emptied(self) -> Quarantine:
        """Nothing waits any more."""
        return replace(self, waiting={})

    def _without(self, scan_ids: Iterable[str]) -> Mapping[str, Waiting]:
        if not self.waiting:
            return self.waiting
        gone = frozenset(scan_ids)
        return {scan_id: waiting for scan_id, waiting in self.waiting.items() if scan_id not in gone}

    def is_to_blame(self, scan_id: str) -> bool:
        """Whether it was refused alone often enough while the centre took another one: it is the scan, not the line."""
        waiting = self.waiting.get(scan_id)
        return waiting is not None and waiting.refusals >= ENOUGH

    def others_got_through(self, scan_id: str) -> bool:
        """Whether the centre took other scans since it refused this one last."""
        waiting = self.waiting.get(scan_id)
        return waiting is not None and self.through > waiting.through

    @property
    def too_often_in_vain(self) -> bool:
        """It is time for a pause, as it is not the scans' fault."""
        return self.in_vain % MOST_IN_VAIN == 0

    def scan_ids(self) -> frozenset[str]:
        """All that wait."""
        return frozenset(self.waiting)

    def not_due(self, now: float) -> frozenset[str]:
        """Those whose time has not come."""
        return frozenset(scan_id for scan_id, waiting in self.waiting.items() if waiting.until > now)

    def next_due(self) -> float | None:
        """When the first one's time comes; None: nothing waits."""
        return min((waiting.until for waiting in self.waiting.values()), default=None)

    @property
    def full(self) -> bool:
        """The fault is the connection, not the scans."""
        return len(self.waiting) > MOST
