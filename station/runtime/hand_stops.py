"""Parcels that the worker stops: damaged ones, those to be held, and those whose label nobody can read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core import (
    SOMEBODY,
    Code,
    ControlRead,
    Presence,
    ScanCommitted,
    StoreTrouble,
    caused_by,
    event_code,
    stopped_by_hand,
    takes,
)
from station.core.counting import class_after
from station.core.lane import is_down, stopped, told
from station.core.outcomes import Done, Nothing, Problem, Reason
from station.record.log import DamagedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.clock import Clock
    from station.core import Event, LaneStatus, Refusal, Scan, ScanDraft
    from station.core.lane import Lane
    from station.core.outcomes import Outcome, Value
    from station.record import Store
    from station.runtime.active import Active
    from station.runtime.inbox import WeightTold
    from station.runtime.lane_rules import StationRules


class HandStops:
    """Used by the lane thread alone."""

    def __init__(
        self, store: Store, rules: StationRules, clock: Clock, active: Active, publish: Callable[[Event], None]
    ) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock
        self._active = active
        self._publish = publish
        self._last: Scan | None = None
        """It may be stopped until the next parcel lies there."""

    def after(self, scan: Scan) -> None:
        """A scan was stored."""
        self._last = scan

    def decision(self, code: Code) -> Refusal:
        """What becomes of a parcel that is stopped with this code."""
        return stopped_by_hand(code, self._active.plan.index, self._rules.decision)

    def stopped(self, lane: Lane, status: LaneStatus, code: Code, *, last: bool) -> tuple[Lane, Scan | None]:
        """The lane, which stops what lies there undecided; and the scan that was stored for what was decided on last.

        `status`: of the lane before. `last`: that one is meant, although it lies there no more. What was not done is
        told.
        """
        if not takes(self._active.shift.now.operation).weighs:
            self._tell(Nothing(Reason.NO_STOPS_HERE))
        elif (waits := self._active.shift.waits) is not None:
            self._tell(waits)
        elif code is Code.NO_READ:
            nothing = self._why_not_unread(status)
            if nothing is None:
                return stopped(lane, code), None
            self._tell(nothing)
        elif status.presence is Presence.OPEN:
            self._tell(Done(Reason.WILL_STOP, {"code": code.value}))
            return stopped(lane, code), None
        elif status.presence is Presence.NONE and not last and self._last is not None and self._last.code != code:
            self._tell(_which(self._last, code))
        else:
            return lane, self._stop_last(code)
        return lane, None

    def told(self, lane: Lane, status: LaneStatus, fact: WeightTold, now: float) -> Lane:
        """Where the scale works, it is believed; where no parcel waits, there is nothing to weigh."""
        nothing = self._active.shift.waits
        if nothing is None and (self._rules.lane.weigh is None or not is_down(lane, now)):
            nothing = Problem(Reason.SCALE_WORKS)
        elif nothing is None and status.presence is not Presence.OPEN:
            nothing = Problem(Reason.NO_PARCEL_WAITS)
        if nothing is not None:
            self._tell(nothing)
            return lane
        return told(lane, now, fact.grams, fact.mode, fact.by)

    def _why_not_unread(self, status: LaneStatus) -> Nothing | None:
        """A lane without a scale does not see whether something lies there."""
        if status.parcel_in_view is not None and status.presence is Presence.OPEN:
            return Nothing(Reason.READ_ALREADY, {"number": status.parcel_in_view})
        if status.asking:
            return Nothing(Reason.READ_ALREADY)
        if status.presence is Presence.DECIDED and self._last is not None:
            code, number = self._last.code, self._last.parcel_id
            if number is None and code is not None:
                return Nothing(Reason.STOPPED_ALREADY, {"code": code})
            return Nothing(Reason.READ_ALREADY, {"number": number} if number else {})
        empty = status.presence is not Presence.OPEN and status.weigh_phase != "none"
        return Nothing(Reason.NOTHING_LIES_THERE) if empty else None

    def _stop_last(self, code: Code) -> Scan | None:
        """The scan is taken back, and another one of the same parcel tells the stop: both, or nothing."""
        scan = self._replaced(code)
        if isinstance(scan, Nothing):
            self._tell(scan)
            return None
        if scan is not None:
            self._publish(ScanCommitted(scan))
        return scan

    def _replaced(self, code: Code) -> Scan | Nothing | None:
        """None: it could not be written, which is told."""
        last = self._last
        if last is None:
            return Nothing(Reason.NOTHING_LIES_THERE)
        if last.code == code:
            return Nothing(Reason.STOPPED_ALREADY, {"code": code.value})
        who = self._active.shift.now.operator or SOMEBODY
        try:
            return self._store.replace(last.seq, self._again(last, code), who, code.value, self._active.shift.default)
        except DamagedError:
            raise
        except StoreError as error:
            self._publish(StoreTrouble(caused_by("not_written", error)))
            return None

    def _again(self, last: Scan, code: Code) -> ScanDraft:
        """The same parcel with its weight, as it stands now."""
        before, decision, shift = last.draft, self.decision(code), self._active.shift.now
        return replace(
            before,
            clock=self._clock.read(),
            decision=decision,
            operator=shift.operator,
            event_code=event_code(self._rules.event_codes, before.operation, decision),
            presentation=before.presentation or last.scan_id,
            read_before=class_after(before.read_before, has_id=last.parcel_id is not None, keyed=before.keyed),
            verdict_ms=None,
        )

    def _tell(self, outcome: Outcome) -> None:
        self._publish(ControlRead("", outcome))


def _which(last: Scan, code: Code) -> Problem:
    """Nothing lies there: whoever noticed the damage late means the last one, whoever is early the next."""
    number: dict[str, Value] = {} if last.parcel_id is None else {"parcel_id": last.parcel_id}
    return Problem(Reason.WHICH_PARCEL, {"code": code.value, "seq": last.seq, "bin": str(last.bin), **number})
