"""Requests within the running station: judged by the thread that asks, done by the lane thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import SOMEBODY, Leaving, Presence, RequestDone, Takes, takes
from station.core.bag_requests import DispatchBags, UnloadBag
from station.core.outcomes import Nothing, Problem, Reason
from station.core.receptacles import despatch_number
from station.core.requests import VoidScan
from station.core.sort_plan import PlanIndex
from station.record import Reads
from station.requests import judge, named
from station.runtime.lane_ports import nothing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from station.clock import Clock
    from station.core import Event
    from station.core.outcomes import Done, Outcome
    from station.core.requests import Asked, AskedLane, Checked
    from station.record import Store
    from station.runtime.active import Active
    from station.runtime.inbox import Inbox


UNDO, CHOSEN = "undo", "chosen"
"""Why the last scan, or one that was chosen, was taken back: for the record."""


class RequestDesk:
    """May be asked by any thread but the lane's."""

    def __init__(
        self,
        database: Path,
        lane: AskedLane,
        clock: Clock,
        inbox: Inbox,
        active: Active,
        publish: Callable[[Event], None],
        wake_sync: Callable[[], None],
    ) -> None:
        self._database = database
        self._lane = lane
        self._clock = clock
        self._inbox = inbox
        self._active = active
        self._publish = publish
        self._wake_sync = wake_sync
        self.applied: Callable[[Done | Nothing], None] = nothing
        """Tells the lane, on its own thread, what was done; set once the lane is there."""

    def ask(self, wish: Asked) -> Outcome:
        """What came of it, once that is on the disk. StoreError: nothing was changed."""
        checked = judge(self._database, wish, self._lane)
        if isinstance(checked, Problem):
            return checked
        index = PlanIndex(checked.plan) if checked.plan is not None else None
        outcome = self._inbox.write(lambda store: self._apply(store, wish.id, checked, index))
        self._publish(RequestDone(checked.request, outcome))
        self._wake_sync()
        return outcome

    def undo(self, presence: Presence, seq: int | None = None) -> Outcome:
        """Take a scan back, None: the last, as long as no other parcel lies there. StoreError: nothing was changed.

        Asked twice it takes one scan back: the one before is taken back by its number alone.
        """
        who = self._active.shift.now.operator or SOMEBODY
        if seq is not None:
            return self.ask(named(VoidScan(seq, who, CHOSEN)))
        if takes(self._active.shift.now.operation) is Takes.BAG:
            return self._unload(who)
        if presence is Presence.OPEN:
            return Nothing(Reason.NEXT_PARCEL_BEGUN)
        with Reads(self._database) as reads:
            last = reads.recent(1)
        if not last:
            return Nothing(Reason.NOTHING_TO_UNDO)
        return self.ask(named(VoidScan(last[0].seq, who, UNDO)))

    def leaving(self) -> Leaving | Nothing | Problem:
        """The request that would let every loaded bag leave, under a number of its own. StoreError."""
        with Reads(self._database) as reads:
            bags = reads.bags.loaded()
            if not bags:
                return Nothing(Reason.NOTHING_LOADED)
            inside = [each for bag in bags for each in reads.bags.inside(bag.number)]
            numbers = tuple(bag.number for bag in bags)
            named_by = [*numbers, *(each.number for each in inside)]
            despatch = despatch_number(
                named_by, self._lane.bags.prefix, self._clock.read().utc, lambda one: bool(reads.bags.of_despatch(one))
            )
        if isinstance(despatch, Problem):
            return despatch
        parcels = sum(bag.count for bag in (*bags, *inside) if bag.bin is not None)
        return Leaving(DispatchBags(numbers, despatch, self._active.shift.now.operator or SOMEBODY), parcels)

    def _unload(self, who: str) -> Outcome:
        """The bag that was loaded last comes off again."""
        with Reads(self._database) as reads:
            bag = reads.bags.last_load()
        return Nothing(Reason.NOTHING_LOADED_LAST) if bag is None else self.ask(named(UnloadBag(bag.number, who, UNDO)))

    def _apply(self, store: Store, request_id: str, checked: Checked, index: PlanIndex | None) -> Done | Nothing:
        """On the lane thread: the next parcel is decided on by what was asked."""
        shift = self._active.shift
        outcome = store.apply(request_id, checked, self._clock.read(), shift.default)
        shift.load(store.path)
        if index is not None:
            self._active.plan.index = index
        self.applied(outcome)
        return outcome
