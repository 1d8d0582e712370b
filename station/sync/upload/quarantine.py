"""Scans that stay queued but are not sent for now, and so delay no other. In memory: a restart tries them anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.sync.transport.backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 1000
MOST_IN_VAIN = 3
"""So many scans alone refused, or left without a verdict, without one that gets through: a pause."""
ENOUGH = 3
"""So often it is refused alone, while the centre takes another one, until it is to blame: a line has moods."""
MOST_BLAMED = 3
"""So many are to blame in a row where the centre cannot be asked about another one."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    backoff: Backoff
    until: float
    refusals: int
    """How often it was refused alone while the centre took another one."""


class Aside:
    """Each scan waits for itself; all times are monotonic seconds."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}
        self._in_vain = 0
        """Rounds since one got through: without a verdict, or with a scan refused that may not be to blame."""
        self._blamed = 0
        """Scans since one got through that were to blame."""

    def put(self, scan_ids: Iterable[str], now: float, chance: float, *, refused: bool = False) -> None:
        """Let scans wait, longer each time; `refused`: while the centre takes another one."""
        for scan_id in scan_ids:
            before = self._waiting.get(scan_id)
            backoff = (before.backoff if before else Backoff()).failed()
            refusals = (before.refusals if before else 0) + refused
            self._waiting[scan_id] = _Waiting(backoff, now + backoff.wait_s(chance), refusals)

    def got_through(self, scan_ids: Iterable[str]) -> None:
        """A batch was answered with verdicts on these."""
        self._in_vain = self._blamed = 0
        for scan_id in scan_ids:
            self.leave(scan_id)

    def leave(self, scan_id: str) -> None:
        """The scan waits no more."""
        self._waiting.pop(scan_id, None)

    def is_to_blame(self, scan_id: str) -> bool:
        """Whether it was refused alone often enough while the centre took another one: it is the scan, not the line."""
        waiting = self._waiting.get(scan_id)
        return waiting is not None and waiting.refusals >= ENOUGH

    @property
    def few_blamed(self) -> bool:
        """Not many were to blame since one got through."""
        return self._blamed < MOST_BLAMED

    def blame(self, scan_id: str) -> None:
        """It is refused for good, and waits no more."""
        self._blamed += 1
        self.leave(scan_id)

    def too_often_in_vain(self) -> bool:
        """One more round in vain: whether it is time for a pause, as it is not the scans' fault."""
        self._in_vain += 1
        return self._in_vain % MOST_IN_VAIN == 0

    def scan_ids(self) -> frozenset[str]:
        """All that wait."""
        return frozenset(self._waiting)

    def not_due(self, now: float) -> frozenset[str]:
        """Those whose time has not come."""
        return frozenset(scan_id for scan_id, waiting in self._waiting.items() if waiting.until > now)

    def next_due(self) -> float | None:
        """When the first one's time comes; None: nothing waits."""
        return min((waiting.until for waiting in self._waiting.values()), default=None)

    def forget(self) -> None:
        """Nothing waits any more."""
        self._waiting.clear()

    @property
    def full(self) -> bool:
        """The quarantine is full: the fault is the connection, not the scans."""
        return len(self._waiting) > MOST
