"""The lane thread. It owns the lane and the one write connection; everything reaches it through one inbox."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.contract import Weight, notice
from station.core import (
    Accept,
    KeyedEnded,
    LaneStatus,
    Presence,
    ReadVerdict,
    Review,
    ReviewAsked,
    ScanCommitted,
    StoreTrouble,
    caused_by,
    decide,
    question_about,
    standing,
)
from station.core import lane as steps
from station.core.counting import Presentations
from station.core.lane import FrameShown, Lane, LaneStep, after_frame, lane_status
from station.record import Reads
from station.record.log import DamagedError, StoreError
from station.runtime import inbox as facts
from station.runtime.hand_stops import HandStops
from station.runtime.idle_lock import IdleLock
from station.runtime.lane_troubles import lane_troubles
from station.runtime.operation_desk import Next, OperationDesk
from station.runtime.parcel_facts import ParcelFacts
from station.runtime.record_upkeep import RecordUpkeep
from station.runtime.scan_draft import Circumstances, draft_of, shown_of
from station.runtime.scan_reads import ScanReads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.clock import Clock
    from station.core import Choice, Scan, Trouble
    from station.core.counting import Shown
    from station.core.lane import Presented
    from station.record import Store
    from station.runtime.active import Active
    from station.runtime.inbox import Inbox
    from station.runtime.lane_ports import LanePorts
    from station.runtime.lane_rules import StationRules

TICK_S = 0.05
HOUSEKEEPING_S = 1.0
RETRY_S = 1.0
"""After a scan could not be stored, the parcel is tried again this much later, as long as it lies there."""


class LaneThread:
    """Serialises inputs, decides on each parcel, commits the scan and publishes the result."""

    def __init__(
        self, store: Store, rules: StationRules, clock: Clock, inbox: Inbox, active: Active, ports: LanePorts
    ) -> None:
        self.troubles: tuple[Trouble, ...] = ()
        """Of the clock, and of the plan and the manifest, each since it came."""
        self.clock_state = clock.read().state
        self.weighs_bag = False
        """Somebody weighs a bag: set from outside, nothing that lies there is a parcel until it is off again."""
        self._store = store
        self._rules = rules
        self._clock = clock
        self._upkeep = RecordUpkeep(store, clock, rules.keep_days)
        self._inbox = inbox
        self._plan = active.plan
        self._shift = active.shift
        self._ports = ports
        self._lane = Lane()
        self.operation = OperationDesk(store, rules, clock, active, ports)
        self._hand = HandStops(store, rules, clock, active, ports.publish)
        self._facts = ParcelFacts(self._upkeep, rules, active, ports)
        self._scans = ScanReads(store, rules.lane.choice, ports.publish)
        self._idle = IdleLock(store, clock, active.shift, ports.publish, rules.idle_lock_s)
        self._presentations = Presentations()
        self._lane_status = LaneStatus(weigh_phase="none" if rules.lane.weigh is None else "blocked")
        self._held_until = 0.0
        self._shown: FrameShown | None = None

    def lane_status(self) -> LaneStatus:
        """What is on the station now."""
        return self._lane_status

    def close(self) -> None:
        """Close the record; after the core thread has ended."""
        self._store.close()

    def run(self) -> None:
        """Work until `stop`."""
        try:
            self._plan.load(self._store.path)
            self._shift.load(self._store.path)
            if self._store.opened_with is not None:
                self._ports.publish(StoreTrouble(notice("record_opened", detail=self._store.opened_with), stops=False))
            self._work()
        except DamagedError as error:
            self._store.note_damage(str(error.__cause__ or error))
            raise
        finally:
            self._inbox.end()

    def _work(self) -> None:
        next_housekeeping = 0.0
        with Reads(self._store.path) as reads:
            while True:
                fact = self._inbox.get(TICK_S)
                if isinstance(fact, facts.Stop):
                    return
                self._take(fact, reads)
                if time.monotonic() >= next_housekeeping:
                    self._housekeeping(reads)
                    next_housekeeping = time.monotonic() + HOUSEKEEPING_S

    def _take(self, fact: facts.Fact | None, reads: Reads) -> None:
        now, before, observed = time.monotonic(), self._lane, self._lane
        if isinstance(fact, facts.Write):
            fact.do(self._store)
        elif isinstance(fact, facts.ScaleLost):
            self._lane = observed = steps.scale_lost(self._lane)
        else:
            self._lane = steps.aside(self._observed(fact, now, reads), weighs_bag=self.weighs_bag)
            if (gone := self.operation.looked(self._lane_status, reads)) is not None:
                self._lane = steps.without_number(self._lane, gone.parcel_id)
            observed = self._lane
            if now >= self._held_until and not self.operation.waits:
                self._step(now, reads)
        rules, announced = self.operation.lane_rules, reads.manifest.announced
        self._lane_status = lane_status(self._lane, now, rules, self._lane_status, announced)
        if self._lane_status.is_clear:
            self._presentations = self._presentations.cleared()
        if (self._lane.stop_with or self._lane.told) is not None and self._lane_status.presence is Presence.NONE:
            self._lane = steps.past(self._lane)
        shown, self._shown = self._shown, None
        self._ports.taped(LaneStep(now, shown or fact, before, observed, self._lane, self.operation.takes.weighs))

    def _observed(self, fact: facts.Fact | None, now: float, reads: Reads) -> Lane:
        rules = self._rules.lane
        if isinstance(fact, facts.FrameRead):
            if self._lane.aside is not None:
                return self._lane
            symbols = self.operation.without_labels(fact.at, self._scans.symbols(fact, self._lane_status, reads), reads)
            self._shown = FrameShown(fact.at, symbols, fact.cause, fact.outshone)
            return after_frame(self._lane, fact.at, symbols, rules, fact.outshone, fact.cause)
        if not isinstance(fact, Weight):
            return self._said(fact, now, reads)
        self.operation.checks.weighed(fact)
        lane = steps.weighed(self._lane, fact, rules, now)
        if lane.cycle.stores > self._lane.cycle.stores:
            self._ports.store_weight()
        return lane

    def _said(self, fact: facts.Fact | None, now: float, reads: Reads) -> Lane:
        """What a person says."""
        match fact:
            case answer if isinstance(answer, facts.Answer):
                self.operation.answered(answer, reads)
            case facts.StopByHand():
                return self._stopped(fact)
            case facts.WeightTold():
                return self._hand.told(self._lane, self._lane_status, fact, now)
            case facts.CancelKeyed():
                self._give_up([choice for choice, _ in self._lane.keys], cancelled=True)
                self.operation.relabels.leave()
                return steps.cancelled(self._lane)
            case facts.ScanRead():
                return self._scanned(fact, now, reads)
            case facts.Keyed(at, text) if not self.operation.took(fact, reads):
                choice = self._scans.keyed(fact, self._lane_status, now, reads)
                return self._lane if choice is None else self._keyed(at, text, choice)
            case _:
                pass
        return self._lane

    def _scanned(self, fact: facts.ScanRead, now: float, reads: Reads) -> Lane:
        """The way of what is keyed in, or a whole parcel of a machine. Whoever scanned is told what comes of it."""
        self._ports.judging(fact.by)
        try:
            if self.operation.took(fact, reads):
                return self._lane
            choice = self._scans.choice(fact, reads)
            if fact.machine:
                return steps.sent(self._lane, fact.scan, fact.by, choice)
            if self._scans.is_booked(choice, fact.by, self._lane_status, now):
                return self._lane
            return self._keyed(fact.scan.at, fact.scan.text, choice)
        finally:
            self._ports.judging(None)

    def _stopped(self, fact: facts.StopByHand) -> Lane:
        lane, scan = self._hand.stopped(self._lane, self._lane_status, fact.code, last=fact.last)
        if scan is not None:
            self._stored(scan)
        return lane

    def _stored(self, scan: Scan) -> None:
        self._hand.after(scan)
        self._scans.stored(scan)
        self.operation.stored(scan)
        self._ports.wake_sync()

    def _keyed(self, at: float, text: str, choice: Choice) -> Lane:
        """A number that is no parcel id is put to the worker, not into the record. It ends one that waits: the worker
        has another parcel in hand.
        """
        if choice.verdict is ReadVerdict.READ:
            return steps.keyed(self._lane, at, choice)
        self._give_up([waiting for waiting, _ in self._lane.keys], cancelled=False)
        self._ports.publish(ReviewAsked(choice, question_about(text, choice)))
        return steps.cancelled(self._lane)

    def _give_up(self, waiting: Sequence[Choice], *, cancelled: bool) -> None:
        for choice in waiting:
            self._ports.publish(KeyedEnded(steps.printed(choice), cancelled))

    def _step(self, now: float, reads: Reads) -> None:
        """Go past a parcel only once it is on disk: else the same one is tried again while it lies there."""
        if self.operation.returns.awaiting is None:
            self._lane, ended = steps.without_overdue(self._lane, now, self.operation.lane_rules)
            self._give_up(ended, cancelled=False)
        lane, presented = steps.settle(self._lane, now, self.operation.lane_rules, reads.manifest.announced)
        twice = presented is not None and self._scans.is_twice(presented, now)
        then = Next.BOOK if presented is None or twice else self.operation.after(presented, reads)
        if twice or then is not Next.BOOK:
            self._lane = steps.let_go(lane) if twice or then is Next.PASS else self._lane
            return
        if presented is not None and not self._decided(presented, reads):
            self._held_until = now + RETRY_S
            return
        self._lane = lane if presented is None else steps.past(lane)

    def _decided(self, presented: Presented, reads: Reads) -> bool:
        """Decide, commit, tell; False when it could not be stored."""
        clock = self._clock.read()
        self.clock_state = clock.state
        identity = presented.choice.parcel.identity if presented.choice.parcel else None
        known = self._facts.of(identity.normalized if identity else None, clock, self._lane.bag, reads)
        decision = decide(
            presented.choice, presented.capture, known, self._plan.index, self._rules.decision, clock.utc[:10]
        )
        stop_with = self._lane.stop_with
        if stop_with is not None and not isinstance(decision, Review):
            decision = self._hand.decision(stop_with)
        if presented.machine is not None and isinstance(decision, Review):  # nobody holds it who could answer
            decision = replace(self._hand.decision(decision.code), values=decision.values)
        if isinstance(decision, Accept) and identity is not None:
            decision = self._facts.into_bag(decision, identity.normalized, presented.capture, reads)
        if isinstance(decision, Review):
            self._ports.publish(ReviewAsked(presented.choice, decision))
            return True
        if self._upkeep.no_room is not None:
            self._ports.publish(StoreTrouble(self._upkeep.no_room))
            return False
        shown = shown_of(presented, None if presented.machine else self._lane.cycle.capture, known.others)
        try:
            scan = self._store.commit(draft_of(presented, decision, self._circumstances(shown)))
        except DamagedError:
            raise
        except StoreError as error:
            self._ports.publish(StoreTrouble(caused_by("not_written", error)))
            return False
        self._presentations = self._presentations.after(scan.scan_id, shown)
        self._stored(scan)
        self._ports.publish(ScanCommitted(scan))
        return True

    def _circumstances(self, shown: Shown) -> Circumstances:
        return Circumstances(
            clock=self._clock.read(),
            operation=self._shift.now.operation or "",
            operator=self._shift.now.operator,
            scale_serial=self._ports.scale_serial(),
            plan_version=self._plan.version,
            causes=self._lane.causes,
            event_codes=self._rules.event_codes,
            bag=self._lane.bag,
            presentation=self._presentations.of(shown),
            is_put=not self._rules.confirm_put,
            reason=self.operation.reason_of(shown.parcel_id),
        )

    def _housekeeping(self, reads: Reads) -> None:
        """What is done beside parcels, about once a second: upkeep of the record, and a look at the manifest."""
        self._upkeep.do(self._ports.publish)
        self._idle.look(self._lane_status)
        self.clock_state = self._clock.read().state
        reads.manifest.look()
        self.operation.checks.look(reads)
        now = lane_troubles(
            self.clock_state, reads.manifest.trouble, time.monotonic(), has_plan=self._plan.index is not None
        )
        self.troubles = standing((*now, *self.operation.troubles(time.monotonic())), self.troubles)
