"""In the operation load: the label of a closed bag books that it goes onto the vehicle; everything else is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import BagScanned, StoreTrouble, caused_by
from station.core.bag_requests import LoadBag
from station.core.outcomes import Nothing, Problem, Reason
from station.core.receptacles import is_s9
from station.core.requests import check
from station.record.log import DamagedError, StoreError
from station.requests import named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Symbol
    from station.clock import Clock
    from station.core import Choice, Event
    from station.record import Reads, Store
    from station.runtime.active import Active

GONE_S = 1.0
"""A label in view of the camera is taken once, and again when it was out of view for so long."""


class LoadWatch:
    """Used by the lane thread alone."""

    def __init__(self, store: Store, clock: Clock, active: Active, publish: Callable[[Event], None]) -> None:
        self._store = store
        self._clock = clock
        self._active = active
        self._publish = publish
        self._in_view: dict[str, float] = {}
        """Labels, and when each was seen last."""

    def scanned(self, text: str) -> None:
        """By hand: whatever it is, it is taken or refused aloud."""
        request = LoadBag(text, self._active.shift.now.operator)
        checked = check(request)
        if isinstance(checked, Problem):
            self._publish(BagScanned(checked))
            return
        try:
            outcome = self._store.apply(named(request).id, checked, self._clock.read(), self._active.shift.default)
        except DamagedError:
            raise
        except StoreError as error:
            self._publish(StoreTrouble(caused_by("not_written", error)))
            return
        self._publish(BagScanned(outcome))

    def without_labels(self, at: float, symbols: Sequence[Symbol], reads: Reads) -> tuple[Symbol, ...]:
        """What the camera sees beside labels of bags, which are taken, each once as long as it lies in view."""
        self._in_view = {label: last for label, last in self._in_view.items() if at - last <= GONE_S}
        labels = {each.text for each in symbols if is_label(each.text, reads)}
        for label in sorted(labels - self._in_view.keys()):
            self.scanned(label)
        self._in_view |= dict.fromkeys(labels, at)
        return tuple(each for each in symbols if each.text not in labels)

    def refuse(self, choice: Choice) -> None:
        """What lies there is no bag. A label that was just taken may still lie beside it."""
        shown = choice.parcel or (choice.candidates[0] if choice.candidates else None)
        if shown is not None:
            number = shown.identity.printed or shown.identity.raw
            self._publish(BagScanned(Problem(Reason.BAG_IS_PARCEL, {"bag": number})))
        elif not self._in_view:
            self._publish(BagScanned(Nothing(Reason.NO_BAG_LABEL)))


def is_label(text: str, reads: Reads) -> bool:
    """Whether it is the label of a bag: of one that is known, or a receptacle number (S9)."""
    label = text.strip().upper()
    return is_s9(label) or reads.bags.bag(label) is not None
