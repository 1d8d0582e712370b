"""What the lane does with a parcel in each operation beside deciding on it: `station.core.operations` has the rules."""

from __future__ import annotations

import time
from enum import Enum, auto
from typing import TYPE_CHECKING

from station.core import (
    OPERATIONS,
    ControlRead,
    EntryDraft,
    EntryKind,
    History,
    ParcelLooked,
    ReadVerdict,
    StoreTrouble,
    Takes,
    caused_by,
    takes,
)
from station.core.outcomes import Nothing, Problem, Reason
from station.record.log import DamagedError, StoreError
from station.runtime.check_desk import CheckDesk
from station.runtime.inbox import ReasonGiven, ScanRead
from station.runtime.load_watch import LoadWatch
from station.runtime.put_watch import PutWatch
from station.runtime.relabel_watch import RelabelWatch
from station.runtime.return_watch import ReturnWatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hardware.contract import Symbol
    from station.clock import Clock
    from station.core import Awaiting, Identity, LaneStatus, Scan, Trouble
    from station.core.lane import LaneRules, Presented
    from station.core.outcomes import Done, Nothing
    from station.record import Reads, Store
    from station.runtime.active import Active
    from station.runtime.inbox import Answer, Keyed
    from station.runtime.lane_ports import LanePorts
    from station.runtime.lane_rules import StationRules


class Next(Enum):
    """What the lane does with what was presented."""

    BOOK = auto()
    PASS = auto()
    """Nothing is booked; the lane goes past it."""
    WAIT = auto()
    """It stays presented: a person, or the disk, has to answer."""


class OperationDesk:
    """Used by the lane thread alone."""

    def __init__(self, store: Store, rules: StationRules, clock: Clock, active: Active, ports: LanePorts) -> None:
        self._store = store
        self._clock = clock
        self._shift = active.shift
        self._ports = ports
        self._rules = rules.lane
        self._unweighed = rules.lane.without_scale()
        self._put = PutWatch(store, clock, active, ports.publish) if rules.confirm_put else None
        self._load = LoadWatch(store, clock, active, ports.publish)
        self.relabels = RelabelWatch(store, rules.lane.choice, clock, active, ports.publish)
        self.checks = CheckDesk(store, rules.checks, clock, active, ports.publish)
        self.returns = ReturnWatch(rules.return_reasons, ports.publish)

    @property
    def takes(self) -> Takes:
        """What a scan does now."""
        return takes(self._shift.now.operation)

    @property
    def lane_rules(self) -> LaneRules:
        """By which the lane settles now."""
        return self._rules if self.takes.weighs else self._unweighed

    def applied(self, outcome: Done | Nothing) -> None:
        """Something was done that somebody asked: a stop that was lifted has a place, a new label is shown next."""
        if self._put is not None and outcome.reason is Reason.STOP_LIFTED:
            self._put.lifted(outcome)
        self.relabels.asked(outcome)

    def reason_of(self, parcel_id: str | None) -> str | None:
        """Why the parcel came back that is booked now."""
        before = self.returns.awaiting
        return before.reason if before is not None and before.parcel_id == parcel_id else None

    def without_labels(self, at: float, symbols: tuple[Symbol, ...], reads: Reads) -> tuple[Symbol, ...]:
        """What the camera sees beside labels of bags, which are judged here."""
        symbols = self.checks.without_label(at, symbols)
        if self.takes is Takes.BAG:
            return self._load.without_labels(at, symbols, reads)
        symbols = self.relabels.without_labels(at, symbols, reads)
        return symbols if self._put is None else self._put.without_labels(symbols, reads)

    def took(self, fact: Keyed | ScanRead, reads: Reads) -> bool:
        """Whether a text that was scanned by hand is none of a parcel, or may not be booked now; then it is told."""
        text = fact.text
        waits = self._shift.waits or (Problem(Reason.CHECK_FIRST) if self.checks.stops else None)
        if waits is not None:
            self._ports.publish(ControlRead("", waits))
            return True
        if self.checks.took(text):
            return True
        if self.takes is Takes.BAG:
            self._load.scanned(text)
            return True
        read, by_hand = (True, not fact.machine) if isinstance(fact, ScanRead) else (fact.by_scanner, True)
        if self.relabels.took(text, reads, read=read, by_hand=by_hand):
            return True
        return self._put is not None and self._put.scanned(text, reads)

    def answered(self, answer: Answer, reads: Reads) -> None:
        """What a person says to a question."""
        if isinstance(answer, ReasonGiven):
            self.returns.answered(answer.parcel_id, answer.reason)
        else:
            self.checks.answered(answer.check, passed=answer.passed, reads=reads)

    def stored(self, scan: Scan) -> None:
        """A scan is on the disk."""
        self.returns.end(scan.parcel_id)
        if self._put is not None:
            self._put.after(scan)

    def troubles(self, at: float) -> Iterator[Trouble]:
        """Of checks and of new labels."""
        yield from self.checks.troubles(at)
        yield from self.relabels.troubles(at)

    @property
    def waits(self) -> bool:
        """What lies there waits: for a log-in, or for a check."""
        return self._shift.waits is not None or self.checks.busy or self.checks.stops

    def looked(self, status: LaneStatus, reads: Reads) -> Awaiting | None:
        """Before each step: the parcel whose reason was asked, when it is given up."""
        self.relabels.look(time.monotonic())
        self.checks.step(status, reads)
        goes_on = self.takes is Takes.RETURN and self._shift.waits is None
        return self.returns.look(status, goes_on=goes_on)

    def after(self, presented: Presented, reads: Reads) -> Next:
        """What becomes of a presented parcel."""
        identity = presented.choice.parcel.identity if presented.choice.parcel is not None else None
        number = identity.normalized if identity is not None else None
        if self.relabels.passes(number, time.monotonic(), by_hand=presented.machine is None):
            return Next.PASS
        match self.takes:
            case Takes.BAG:
                self._load.refuse(presented.choice)
                return Next.PASS
            case Takes.LOOK if presented.choice.verdict is not ReadVerdict.MULTI_READ:
                return self._look(identity, reads)
            case Takes.RETURN if identity is not None and self.returns.reasons and presented.machine is None:
                return self._returned(presented)
            case _:
                return Next.BOOK

    def _returned(self, presented: Presented) -> Next:
        awaiting = self.returns.asked(presented)
        if awaiting.is_left:
            self.returns.give_up()
            return Next.PASS
        return Next.WAIT if awaiting.reason is None else Next.BOOK

    def _look(self, identity: Identity | None, reads: Reads) -> Next:
        """The look is noted, and nothing else."""
        if identity is None:
            self._ports.publish(ControlRead("", Nothing(Reason.NO_NUMBER_READ)))
            return Next.PASS
        number = identity.normalized or identity.raw
        shift, details = self._shift.now, {"is": "look", "parcel_id": number}
        draft = EntryDraft(EntryKind.CHECK, self._clock.read(), shift.operation or "", shift.operator, details=details)
        try:
            self._store.append(draft)
        except DamagedError:
            raise
        except StoreError as error:
            self._ports.publish(StoreTrouble(caused_by("not_written", error)))
            return Next.WAIT
        self._ports.publish(ParcelLooked(self._history(identity, number, reads)))
        self._ports.wake_sync()
        return Next.PASS

    def _history(self, identity: Identity, number: str, reads: Reads) -> History:
        there = (self._ports.elsewhere(number, operation) for operation in OPERATIONS)
        return History(
            number,
            identity.printed or number,
            reads.passed(number),
            reads.bags.of_parcel(number),
            reads.bags.is_lost(number),
            tuple(sorted({each for each in there if each is not None}, key=lambda each: each.at, reverse=True)),
        )
