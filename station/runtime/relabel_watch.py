"""Watches for a new label: it is linked with its parcel once the camera or a scanner has read it, and never before."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.contract import Claim, notice
from station.core import ControlRead, RequestDone, StoreTrouble, Trouble, caused_by, choose, claim, keyed_choice
from station.core.outcomes import Done, Nothing, Reason
from station.core.relabel_requests import ConfirmRelabel
from station.core.requests import Checked
from station.record.log import DamagedError, StoreError
from station.requests import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hardware.contract import Symbol
    from station.clock import Clock
    from station.core import Choice, ChoiceRules, Event, Relabel
    from station.record import Reads, Store
    from station.runtime.active import Active

FRONT_S = 60.0
"""So long other labels are refused after one was asked for: nothing holds the lane up for longer."""
GONE_S = 5.0
"""A label that was read and is out of view for so long may come again as a parcel."""
RETRY_S = 1.0
"""After it could not be written that a label was read, it is tried again so much later."""


@dataclass(frozen=True, slots=True)
class Front:
    """The label that the worker is to show now."""

    old: str
    new: str
    until: float
    """Monotonic seconds."""
    wrong: str | None = None
    """The number that was refused last: it is told once, however long it lies in view."""


class RelabelWatch:
    """Used by the lane thread, but for `front`."""

    def __init__(
        self, store: Store, rules: ChoiceRules, clock: Clock, active: Active, publish: Callable[[Event], None]
    ) -> None:
        self._store, self._rules, self._clock, self._active, self._publish = store, rules, clock, active, publish
        self.front: Front | None = None
        """Any thread may look whether a label is wanted."""
        self._waiting: dict[str, Relabel] | None = None
        """By new number; None: to be asked for."""
        self._read: dict[str, float] = {}
        """Numbers of parcels that were accepted before their new label, and when each was seen last."""
        self._retry_at = 0.0

    def asked(self, outcome: Done | Nothing) -> None:
        """A label was asked for: it is shown next."""
        if outcome.reason is Reason.RELABEL_ASKED:
            old, new = str(outcome.values["old"]), str(outcome.values["new"])
            self._waiting, self.front = None, Front(old, new, time.monotonic() + FRONT_S)

    def leave(self) -> None:
        """The worker shows it later: whenever it is read it is linked."""
        front, self.front = self.front, None
        if front is not None:
            self._publish(ControlRead("", Nothing(Reason.RELABEL_LEFT, {"old": front.old, "new": front.new})))

    def look(self, now: float) -> None:
        """Nobody waits for a label for ever."""
        if self.front is not None and now >= self.front.until:
            self.leave()

    def without_labels(self, at: float, symbols: tuple[Symbol, ...], reads: Reads) -> tuple[Symbol, ...]:
        """What the camera sees, each new label in it judged; the old label beside the new one is no second parcel. What
        has nothing to decide stays in view all the same, for `passes`: a load without a number would be a no-read.
        """
        awake = self._is_awake(reads)
        looked = [each for each in symbols if awake or claim(each) is not Claim.NONE]
        if not awake and len({each.text for each in looked}) < 2:
            return symbols
        numbers = {each.text: self._number(choose, (each,), reads) for each in looked}
        in_view = set(numbers.values())
        for number in in_view if awake else ():
            self._took(number, at)
        return tuple(each for each in symbols if not self._is_replaced(numbers.get(each.text), in_view, reads))

    def passes(self, number: str | None, at: float, *, by_hand: bool) -> bool:
        """Whether a parcel that lies there is not to be booked: it was accepted under its old number, or it is another
        one than the label that is wanted. Told before, when it came into view.
        """
        return number is not None and self._took(number, at, by_hand=by_hand)

    def took(self, text: str, reads: Reads, *, read: bool, by_hand: bool) -> bool:
        """Whether a text needs no booking, or may have none. `read`: a device read it. `by_hand`: somebody shows one
        label after the other.
        """
        if not self._is_awake(reads):
            return False
        number = self._number(keyed_choice, text, reads)
        if not read and self.front is not None and number == self.front.new:
            self._publish(ControlRead("", Nothing(Reason.READ_NEW_LABEL, {"new": number})))
            return True
        return self._took(number, time.monotonic(), by_hand=by_hand, read=read)

    def troubles(self, at: float) -> Iterator[Trouble]:
        """New labels that nobody has read."""
        waiting = [each for each in (self._waiting or {}).values() if self.front is None or each.new != self.front.new]
        if waiting:
            about = notice("labels_unread", count=len(waiting), number=waiting[0].new)
            yield Trouble("labels-unread", grave=False, about=about, since=at)

    def _is_awake(self, reads: Reads) -> bool:
        if self._waiting is None:
            self._waiting = {each.new: each for each in reads.relabels.waiting()}
        return bool(self._waiting or self._read)

    def _is_replaced(self, number: str | None, in_view: set[str | None], reads: Reads) -> bool:
        """Whether the label that took the place of this one is in view as well."""
        while number is not None:
            number = reads.relabels.newer(number)
            if number is not None and number in in_view:
                return True
        return False

    def _number(self, chosen: Callable[..., Choice], what: object, reads: Reads) -> str | None:
        parcel = chosen(what, self._rules, reads.manifest.announced).parcel
        return None if parcel is None else parcel.identity.normalized

    def _took(self, number: str | None, at: float, *, by_hand: bool = True, read: bool = True) -> bool:
        if number is None:
            return False
        if read and number in (self._waiting or {}):
            return self._confirmed(number, at)
        if number in self._read:
            self._read = {each: seen for each, seen in self._read.items() if at - seen <= GONE_S}
            if number in self._read:
                self._read[number] = at
                return True
        if self.front is None or not by_hand or number in {self.front.old, self.front.new}:
            return False
        self._refuse(self.front, number)
        return True

    def _refuse(self, front: Front, number: str) -> None:
        if number != front.wrong:
            told = {"label": number, "new": front.new, "old": front.old}
            self._publish(RequestDone(ConfirmRelabel(number), Nothing(Reason.OTHER_LABEL, told)))
            self.front = replace(front, wrong=number)

    def _confirmed(self, number: str, at: float) -> bool:
        """Whether nothing is left to decide; a parcel that was stopped under its old number is decided on now."""
        if at < self._retry_at:
            return True
        shift = self._active.shift
        request = ConfirmRelabel(number, shift.now.operator)
        try:
            outcome = self._store.apply(named(request).id, Checked(request), self._clock.read(), shift.default)
        except DamagedError:
            raise
        except StoreError as error:
            self._retry_at = at + RETRY_S
            self._publish(StoreTrouble(caused_by("not_written", error)))
            return True
        self._waiting = None
        if self.front is not None and self.front.new == number:
            self.front = None
        self._publish(RequestDone(request, outcome))
        if not isinstance(outcome, Done) or "into" not in outcome.values:
            return False
        self._read |= dict.fromkeys((number, str(outcome.values["old"])), at)
        return True
