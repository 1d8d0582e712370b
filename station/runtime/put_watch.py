"""Watches for the label of the bin or the bag after a verdict, and books where the parcel was put."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import Accept, Code, ControlRead, RequestDone, StoreTrouble, caused_by
from station.core.bag_requests import PutParcel
from station.core.lane import Awaited, is_news, label_in, refused
from station.core.outcomes import Done, Nothing, Reason
from station.core.requests import Checked
from station.record import Reads
from station.record.log import DamagedError, StoreError
from station.requests import named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Symbol
    from station.clock import Clock
    from station.core import Event, Scan
    from station.record import Store
    from station.runtime.active import Active


RECENT = 10
"""Among so many scans the one before is found."""


class PutWatch:
    """Used by the lane thread alone."""

    def __init__(self, store: Store, clock: Clock, active: Active, publish: Callable[[Event], None]) -> None:
        self._store = store
        self._clock = clock
        self._active = active
        self._publish = publish
        self._awaited: Awaited | None = None

    def after(self, scan: Scan) -> None:
        """A scan was stored; the parcel before it, if it is not put yet, stays in no bag, and that is told."""
        if (before := self._awaited) is not None and before.parcel_id != scan.parcel_id:
            if not before.stopped and not self._was_taken_back(before.seq):
                values = {"parcel_id": before.parcel_id, "into": before.bin}
                self._publish(RequestDone(PutParcel(before.parcel_id, before.bin), Nothing(Reason.NOT_PUT, values)))
            self._awaited = None
        elif before is not None and not isinstance(scan.draft.decision, Accept):
            self._awaited = None
        if scan.parcel_id is not None and self._is_to_be_put(scan):
            stopped = scan.code not in (None, Code.DUPLICATE)
            self._awaited = Awaited(scan.parcel_id, str(scan.bin), scan.seq, stopped=stopped)

    def lifted(self, outcome: Done | Nothing) -> None:
        """A stop was lifted: its parcel goes into a bin, too."""
        told = outcome.values
        self._awaited = Awaited(str(told["parcel_id"]), str(told["bin"]), int(str(told["by_seq"])))

    def scanned(self, text: str, reads: Reads) -> bool:
        """The same for what a hand scans or types: a label that no parcel waits for is told, and ends nothing."""
        if self.took(text, reads):
            return True
        label = label_in(text, None, lambda name: self._is_label(name, reads))
        if label is not None:
            self._publish(ControlRead("", Nothing(Reason.NOTHING_TO_PUT, {"label": label})))
        return label is not None

    def took(self, text: str, reads: Reads) -> bool:
        """Whether the text is a label of a bag or a bin, and not of a parcel; if one is awaited, it is judged."""
        awaited = self._awaited
        label = label_in(text, awaited.bin if awaited is not None else None, lambda name: self._is_label(name, reads))
        if label is None:
            return False
        if awaited is not None and is_news(awaited, label):
            self._judge(awaited, label)
        return awaited is not None

    def without_labels(self, symbols: Sequence[Symbol], reads: Reads) -> tuple[Symbol, ...]:
        """What the camera sees beside labels of bags that are filled here: such a bag is not being emptied."""
        return tuple(
            symbol
            for symbol in symbols
            if not (self.took(symbol.text, reads) or reads.bags.bag(symbol.text.strip().upper()) is not None)
        )

    def _is_to_be_put(self, scan: Scan) -> bool:
        """Every parcel but one that its bag keeps, and one that is laid down again once there is a bag for it."""
        match scan.code:
            case Code.DUPLICATE:
                return self._is_in_no_bag(scan)
            case Code.NO_BAG | Code.BAG_FULL:
                return False
            case _:
                return True

    def _is_in_no_bag(self, scan: Scan) -> bool:
        """A parcel that was accepted before, and that nobody has put anywhere: it may be put now."""
        with Reads(self._store.path) as reads:
            return reads.bags.of_parcel(scan.parcel_id) is None

    def _was_taken_back(self, seq: int) -> bool:
        with Reads(self._store.path) as reads:
            return any(scan.taken_back for scan in reads.recent(RECENT) if scan.seq == seq)

    def _is_label(self, name: str, reads: Reads) -> bool:
        index = self._active.plan.index
        bins = index.plan.bins() if index is not None else ()
        return name in {each.upper() for each in bins} or reads.bags.bag(name) is not None

    def _judge(self, awaited: Awaited, label: str) -> None:
        shift = self._active.shift
        request = PutParcel(awaited.parcel_id, label, shift.now.operator)
        try:
            outcome = self._store.apply(named(request).id, Checked(request), self._clock.read(), shift.default)
        except DamagedError:
            raise
        except StoreError as error:
            self._publish(StoreTrouble(caused_by("not_written", error)))
            return
        ended = isinstance(outcome, Done) or outcome.reason is not Reason.WRONG_BAG
        self._awaited = None if ended else refused(awaited, label)
        self._publish(RequestDone(request, outcome))
