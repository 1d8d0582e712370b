"""Scans that stay queued but are not sent for now, and so delay no other. In memory: a restart tries them anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.sync.backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 1000
MOST_REFUSED, MOST_SILENT = 50, 3
"""So many scans alone refused by the centre, or left without its verdict, without one that gets through: a pause."""
ENOUGH = 3
"""Refusals alone before one more counts: a line with moods refuses now this scan and now that."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    backoff: Backoff
    until: float
    refusals: int
    """How often it was refused alone; 0: it was left without a verdict."""
    refused_at: int
    """How many batches had got through when it was first put aside."""


class Aside:
    """Each scan waits for itself; all times are monotonic seconds."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}
        self._got_through = 0

    def put(self, scan_ids: Iterable[str], now: float, chance: float, *, refused: bool = False) -> None:
        """Let scans wait, longer each time; `refused`: by somebody who may not be the centre."""
        for scan_id in scan_ids:
            before = self._waiting.get(scan_id)
            backoff = (before.backoff if before else Backoff()).failed()
            refusals = (before.refusals if before else 0) + refused
            since = before.refused_at if before else self._got_through
            self._waiting[scan_id] = _Waiting(backoff, now + backoff.wait_s(chance), refusals, since)

    def got_through(self, scan_ids: Iterable[str]) -> None:
        """A batch was answered with verdicts on these."""
        self._got_through += 1
        for scan_id in scan_ids:
            self.leave(scan_id)

    def leave(self, scan_id: str) -> None:
        """The scan waits no more."""
        self._waiting.pop(scan_id, None)

    def is_to_blame(self, scan_id: str) -> bool:
        """Whether it was refused alone often enough while others got through: then it is the scan, not the line."""
        waiting = self._waiting.get(scan_id)
        return waiting is not None and waiting.refusals >= ENOUGH and waiting.refused_at < self._got_through

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
        """So many wait that it is not them."""
        return len(self._waiting) > MOST
