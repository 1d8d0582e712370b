"""All printers of the station, and the labels that are due by themselves."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import Refusal, RequestDone, ScanCommitted, Trouble, caused_by, standing
from station.core.outcomes import Done, Nothing, Reason
from station.record.log import StoreError
from station.runtime.printing.printer_watch import PrinterWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from station.core import DeviceStatus, DueLabel, Event, PrinterSays
    from station.runtime.printing.printer_watch import PrinterSetup
    from station.runtime.printing.queue import LabelQueue

    Due = Callable[[Collection[str], str, Callable[[str], bool]], Iterable[DueLabel]]

ASKED_OF_RECORD = frozenset(("relabel",))
"""Labels that the record asks for, on every printer that prints such: the first takes it."""
LOOK_S = 5.0
"""Between two looks at what is due when nothing is heard: other processes change bags as well."""


class Printers:
    """Everything may be called from any thread, and nothing waits for a printer."""

    def __init__(self, setups: Iterable[PrinterSetup], queue: LabelQueue, publish: Callable[[Event], None]) -> None:
        self.watches = tuple(PrinterWatch(setup, queue, publish) for setup in setups)
        self.due: Due = lambda _kinds, _since, _is_known: ()
        """The labels that are due of some kinds since a time (UTC), but those that are known."""
        self._queue = queue
        self._stop, self._wake = threading.Event(), threading.Event()
        self._trouble: Trouble | None = None
        self._troubles: tuple[Trouble, ...] = ()

    def run(self, watch: PrinterWatch) -> None:
        """One printer, until `stop`."""
        watch.run(self._stop)

    def add_due(self) -> None:
        """Add what is due to the queue, until `stop`; at the start what a kill left out."""
        while not self._stop.is_set():
            try:
                for watch in self.watches:
                    self._add_due(watch)
                self._trouble = None
            except StoreError as error:
                about = caused_by("labels_stopped", error)
                self._trouble = Trouble("labels", grave=False, about=about, since=time.monotonic())
            self._wake.wait(LOOK_S)
            self._wake.clear()

    def stop(self) -> None:
        """End all."""
        self._stop.set()
        for event in (self._wake, *(watch.wake for watch in self.watches)):
            event.set()

    def heard(self, event: Event) -> None:
        """A listener of the station: what may be due is looked for by the thread of this part."""
        stopped = isinstance(event, ScanCommitted) and isinstance(event.scan.draft.decision, Refusal)
        if stopped or isinstance(event, RequestDone):
            self._wake.set()

    def reprint(self) -> Done | Nothing:
        """Print the newest label once more. StoreError."""
        label = self._queue.again(None) if self.watches else None
        if label is None:
            return Nothing(Reason.NO_LABEL)
        for watch in self.watches:
            watch.wake.set()
        return Done(Reason.LABEL_AGAIN, {"about": label.about})

    def devices(self) -> tuple[DeviceStatus, ...]:
        """Each printer."""
        return tuple(watch.status for watch in self.watches)

    def says(self) -> tuple[PrinterSays, ...]:
        """What each says."""
        return tuple(watch.says for watch in self.watches)

    def troubles(self) -> tuple[Trouble, ...]:
        """Labels that wait for a person, and a queue that cannot be used; each since it came."""
        self._troubles = standing(self._now(), self._troubles)
        return self._troubles

    def _now(self) -> Iterator[Trouble]:
        queues = (self._trouble, *(watch.trouble for watch in self.watches))
        yield from [each for each in queues if each is not None][:1]
        for says in self.says():
            if says.unsure:
                about = notice("labels_unsure", name=says.label, labels=says.unsure)
                yield Trouble(f"labels-{says.label}", grave=False, about=about, since=time.monotonic())

    def _add_due(self, watch: PrinterWatch) -> None:
        wanted = watch.setup.automatic | (watch.setup.kinds & ASKED_OF_RECORD)
        if not wanted:
            return
        for label in self.due(wanted, self._queue.began(), self._queue.is_known):
            self._queue.add(watch.setup.name, label.kind, label.about, label.zpl, label.because)
            watch.wake.set()
