"""The lane thread. It owns the lane and the one write connection; everything reaches it through one inbox."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from hardware.contract import Weight
from station.core import (
    Facts,
    KeyedEnded,
    LaneStatus,
    ReadVerdict,
    Refusal,
    RequestDone,
    Review,
    ReviewAsked,
    ScanCommitted,
    StoreTrouble,
    bag_in_view,
    decide,
    keyed_choice,
    printable,
)
from station.core import lane as steps
from station.core.lane import Lane, lane_status, looked
from station.core.requests import Problem
from station.core.sort_plan import PlanIndex
from station.record import Reads
from station.record.log import DamagedError, StoreError
from station.record.outbox import troubles
from station.requests import judge
from station.runtime.active_plan import ActivePlan
from station.runtime.inbox import CancelKeyed, Fact, Inbox, Keyed, Looked, ScaleLost, Stop, Write
from station.runtime.integrity_thread import IntegrityThread
from station.runtime.record_upkeep import RecordUpkeep
from station.runtime.scan_draft import Circumstances, draft_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Reading
    from station.clock import Clock
    from station.core import Choice, Elsewhere, Event, Held, Receipt
    from station.core.lane import Presented
    from station.core.requests import Asked, Checked, Done, Nothing, Outcome
    from station.record import Settled, Store
    from station.runtime.lane_rules import StationRules

T = TypeVar("T")
TICK_S = 0.05
HOUSEKEEPING_S = 1.0
WRITE_S = 60.0
"""Timeout for a write requested by another thread, seconds."""
FRAMES_ASKED = 30
"""Frames whose words are weighed for the cause of a no-read."""
RETRY_S = 1.0
"""After a scan could not be stored, the parcel is tried again this much later, as long as it lies there."""


class LaneThread:
    """Serialises inputs, decides on each parcel, commits the scan and publishes the result."""

    def __init__(self, store: Store, rules: StationRules, clock: Clock) -> None:
        self.path = store.path
        self.choice_rules = rules.lane.choice
        self.operation, self.operator = rules.operation, rules.operator
        self.plan = ActivePlan()
        self.plan_words: str | None = None
        self.clock_state = clock.read().state
        self.check = IntegrityThread(store)
        self._store = store
        self._rules = rules
        self._clock = clock
        self._upkeep = RecordUpkeep(store, clock, rules.keep_days)
        self._inbox = Inbox()
        self._lane = Lane()
        self._lane_status = LaneStatus(weigh_phase="none" if rules.lane.weigh is None else "blocked")
        self._causes: deque[str] = deque(maxlen=FRAMES_ASKED)
        self._held_until = 0.0
        self._listener: Callable[[Event], None] = lambda _: None
        self._wake_sync: Callable[[], None] = lambda: None
        self._scale_serial: Callable[[], str | None] = lambda: None
        self._online: Callable[[], bool | None] = lambda: None
        self._elsewhere: Callable[[str], Elsewhere | None] = lambda _: None
        self._store_weight: Callable[[], None] = lambda: None
        self._bag: str | None = None
        """The receptacle whose label was seen last: what comes now was in it."""

    def attach(
        self,
        publish: Callable[[Event], None],
        scale_serial: Callable[[], str | None],
        wake_sync: Callable[[], None],
        online: Callable[[], bool | None],
        store_weight: Callable[[], None],
        elsewhere: Callable[[str], Elsewhere | None],
    ) -> None:
        """Where events go, who knows the scale's serial number, who sends what was committed and knows the line, who
        has the scale store its weight in its alibi memory, and who knows what other stations accepted.
        """
        self._listener, self._scale_serial, self._wake_sync, self._online = publish, scale_serial, wake_sync, online
        self._store_weight, self._elsewhere = store_weight, elsewhere

    def publish(self, event: Event) -> None:
        """Tell the listeners."""
        self._listener(event)

    def close(self) -> None:
        """Close the record; after the core thread has ended."""
        self._store.close()

    # -- what other threads hand in

    def looked(self, at: float, reading: Reading) -> None:
        """A frame was read; blocks while the inbox is full."""
        self._inbox.put(Looked(at, reading.symbols, reading.cause, reading.outshone))

    def weighed(self, weight: Weight) -> None:
        """The scale said something; blocks while the inbox is full."""
        self._inbox.put(weight)

    def scale_lost(self) -> None:
        """The scale went away."""
        self._inbox.put(ScaleLost())

    def key_in(self, text: str) -> None:
        """The worker keyed an id in."""
        self._inbox.put(Keyed(time.monotonic(), text))

    def cancel_keyed(self) -> None:
        """The worker takes back what was keyed and is not booked yet."""
        self._inbox.put(CancelKeyed())

    def write(self, write: Callable[[Store], T]) -> T:
        """Have the core write; waits for it. StoreError: nothing was written."""
        wanted = Write(write)
        self._inbox.put(wanted)
        try:
            return cast("T", wanted.answer.result(timeout=WRITE_S))
        except TimeoutError:
            raise StoreError(f"the record was busy for {WRITE_S:.0f} s, which is longer than a write waits") from None

    def ask(self, wish: Asked) -> Outcome:
        """Judge what a person asks, and have the lane thread do it; waits for it. StoreError: nothing was changed."""
        checked = judge(self.path, wish, self.choice_rules)
        if isinstance(checked, Problem):
            return checked
        index = PlanIndex(checked.plan) if checked.plan is not None else None
        return self.write(lambda store: self._apply(store, wish.id, checked, index))

    def _apply(self, store: Store, request_id: str, checked: Checked, index: PlanIndex | None) -> Done | Nothing:
        outcome = store.apply(request_id, checked)
        if index is not None:
            self.plan.index = index
        self.publish(RequestDone(checked.request, outcome))
        self._wake_sync()
        return outcome

    def settle(self, receipts: Sequence[Receipt], held: Held | None = None) -> Settled:
        """Write the centre's verdicts; waits for the core thread. StoreError: nothing was written."""
        settled = self.write(lambda store: store.settle(receipts, held))
        for words in troubles(settled):
            self.publish(StoreTrouble(words))
        return settled

    def stop(self) -> None:
        """End the core thread after what already waits in the inbox."""
        self._inbox.put(Stop())

    def lane_status(self) -> LaneStatus:
        """What is on the station now."""
        return self._lane_status

    # -- the core thread

    def run(self) -> None:
        """Work until `stop`."""
        try:
            self.plan.load(self.path)
            if self._store.opened_with is not None:
                self.publish(StoreTrouble(self._store.opened_with))
            self._work()
        except DamagedError as error:
            self._store.found(str(error.__cause__ or error))
            raise
        finally:
            self._inbox.end()

    def _work(self) -> None:
        next_housekeeping = 0.0
        with Reads(self.path) as reads:
            while True:
                fact = self._inbox.get(TICK_S)
                if isinstance(fact, Stop):
                    return
                self._take(fact, reads)
                if time.monotonic() >= next_housekeeping:
                    self._housekeeping(reads)
                    next_housekeeping = time.monotonic() + HOUSEKEEPING_S

    def _take(self, fact: Fact | None, reads: Reads) -> None:
        now = time.monotonic()
        if isinstance(fact, Write):
            fact.do(self._store)
        elif isinstance(fact, ScaleLost):
            self._lane = steps.scale_lost(self._lane)
        else:
            self._lane = self._observed(fact, now, reads)
            if now >= self._held_until:
                self._step(now, reads)
        self._lane_status = lane_status(self._lane, now, self._rules.lane, self._lane_status, reads.manifest.announced)

    def _observed(self, fact: Fact | None, now: float, reads: Reads) -> Lane:
        rules = self._rules.lane
        if isinstance(fact, Looked):
            if fact.cause is not None:
                self._causes.append(fact.cause)
            self._bag = bag_in_view(fact.symbols) or self._bag
            return looked(self._lane, fact.at, fact.symbols, rules, fact.outshone)
        if isinstance(fact, CancelKeyed):
            self._give_up([choice for choice, _ in self._lane.keys], cancelled=True)
            return steps.cancelled(self._lane)
        if isinstance(fact, Keyed):
            choice = keyed_choice(fact.text, rules.choice, reads.manifest.announced)
            return self._keyed(fact.at, fact.text, choice)
        if not isinstance(fact, Weight):
            return self._lane
        lane = steps.weighed(self._lane, fact, rules, now)
        if lane.cycle.stores > self._lane.cycle.stores:
            self._store_weight()
        return lane

    def _keyed(self, at: float, text: str, choice: Choice) -> Lane:
        """A number that is no parcel id is put to the worker, not into the record. It ends one that waits: the worker
        has another parcel in hand.
        """
        if choice.verdict is ReadVerdict.READ:
            return steps.keyed(self._lane, at, choice)
        refusal = decide(choice, None, Facts(), None, self._rules.decision, self._clock.read().utc[:10])
        self._give_up([waiting for waiting, _ in self._lane.keys], cancelled=False)
        if isinstance(refusal, Refusal):
            cause = choice.cause or refusal.sentence
            self.publish(ReviewAsked(choice, Review(refusal.code, f"{printable(text.strip(), 60)}: {cause}")))
        return steps.cancelled(self._lane)

    def _give_up(self, waiting: Sequence[Choice], *, cancelled: bool) -> None:
        for choice in waiting:
            self.publish(KeyedEnded(steps.printed(choice), cancelled))

    def _step(self, now: float, reads: Reads) -> None:
        """Go past a parcel only once it is on disk: else the same parcel is tried again while it lies there."""
        self._lane, ended = steps.without_overdue(self._lane, now, self._rules.lane)
        self._give_up(ended, cancelled=False)
        lane, presented = steps.settle(self._lane, now, self._rules.lane, reads.manifest.announced)
        if presented is not None and not self._decided(presented, reads):
            self._held_until = now + RETRY_S
            return
        self._lane = lane

    def _decided(self, presented: Presented, reads: Reads) -> bool:
        """Decide, commit, tell; False when it could not be stored."""
        clock = self._clock.read()
        self.clock_state = clock.state
        identity = presented.choice.parcel.identity if presented.choice.parcel else None
        facts = self._facts(identity.normalized if identity else None, clock.utc, reads)
        decision = decide(
            presented.choice, presented.capture, facts, self.plan.index, self._rules.decision, clock.utc[:10]
        )
        if isinstance(decision, Review):
            self.publish(ReviewAsked(presented.choice, decision))
            return True
        if self._upkeep.no_room is not None:
            self.publish(StoreTrouble(self._upkeep.no_room))
            return False
        try:
            scan = self._store.commit(draft_of(presented, decision, self._circumstances()))
        except DamagedError:
            raise
        except StoreError as error:
            self.publish(StoreTrouble(str(error)))
            return False
        self._causes.clear()
        self.publish(ScanCommitted(scan))
        self._wake_sync()
        return True

    def _circumstances(self) -> Circumstances:
        return Circumstances(
            clock=self._clock.read(),
            operation=self._rules.operation,
            operator=self._rules.operator,
            scale_serial=self._scale_serial(),
            plan_version=self.plan.version,
            causes=self._causes,
            event_codes=self._rules.event_codes,
            bag=self._bag,
        )

    def _facts(self, parcel_id: str | None, utc: str, reads: Reads) -> Facts:
        if parcel_id is None:
            return Facts()
        hours = self._rules.duplicate_hours
        known = reads.facts(parcel_id, self._upkeep.since(hours) if hours else None, utc[:10])
        facts = replace(known, online=self._online(), bag=self._bag, elsewhere=self._elsewhere(parcel_id))
        return facts if hours else replace(facts, previous=None, stops=0)

    def _housekeeping(self, reads: Reads) -> None:
        """What is done beside parcels, about once a second: upkeep of the record, and a look at the manifest."""
        self._upkeep.do(self.publish)
        self.clock_state = self._clock.read().state
        reads.manifest.look()
        no_plan = None if self.plan.index is not None else "no sort plan: station import plan FILE"
        self.plan_words = no_plan or reads.manifest.trouble
