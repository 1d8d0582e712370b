"""The lane locks itself when nobody is there: no parcel, key or scan for a while, and a shift that is open."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from station.core import Presence, RequestDone, StoreTrouble, caused_by
from station.core.lock_requests import LockShift
from station.core.requests import Checked
from station.record.log import DamagedError, StoreError
from station.requests import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.clock import Clock
    from station.core import Event, LaneStatus
    from station.record import Store
    from station.runtime.active_shift import ActiveShift


class IdleLock:
    """Used by the lane thread alone. Locked or not is a part of the shift: it survives a restart."""

    def __init__(
        self, store: Store, clock: Clock, shift: ActiveShift, publish: Callable[[Event], None], after_s: float
    ) -> None:
        """`after_s`: 0 switches it off."""
        self._store, self._clock, self._shift, self._publish = store, clock, shift, publish
        self._after_s = after_s

    def look(self, lane: LaneStatus) -> None:
        """Lock it once it is time. A parcel that was decided on and still lies there is nobody's work."""
        now = time.monotonic()
        self._shift.touched(now if lane.presence is Presence.OPEN else max(self._shift.touched_at, lane.since))
        shift = self._shift.now
        if not self._after_s or shift.opened_at is None or shift.locked_at is not None:
            return
        if now - self._shift.touched_at >= self._after_s:
            self._lock()

    def _lock(self) -> None:
        """Where it cannot be written it is told, and tried again after the next look."""
        request = LockShift(self._shift.now.operator)
        try:
            outcome = self._store.apply(named(request).id, Checked(request), self._clock.read(), self._shift.default)
            self._shift.load(self._store.path)
        except DamagedError:
            raise
        except StoreError as error:
            self._publish(StoreTrouble(caused_by("not_written", error), stops=False))
            return
        self._publish(RequestDone(request, outcome))
