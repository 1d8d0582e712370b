"""One printer in its thread: asked for its state, given its labels one by one, each noted before it goes."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.contract import notice
from hardware.error_texts import DEVICE_ERRORS, english
from station.core import (
    DeviceKind,
    DeviceStatus,
    Health,
    LabelState,
    PrinterSays,
    Todo,
    Trouble,
    caused_by,
    todo,
)
from station.record.log import StoreError
from station.runtime.reconnect import keep_open

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Notice
    from hardware.output_contract import Printer, PrinterState
    from station.core import Event, QueuedLabel
    from station.runtime.printing.queue import LabelQueue

PERIOD_S, BUSY_S = 0.5, 0.1
"""Between two looks at the printer: at rest, and with a label on its way."""


@dataclass(frozen=True, slots=True)
class PrinterSetup:
    """One printer as the configuration has it; `open_printer` is called by its own thread."""

    name: str
    open_printer: Callable[[], Printer]
    kinds: frozenset[str] = frozenset(("bag", "exception", "relabel", "badge"))
    """Of labels that it prints."""
    automatic: frozenset[str] = frozenset()
    """Of labels that are due by themselves."""


class PrinterWatch:
    """`run` in a thread of its own; the rest may be called from any thread."""

    def __init__(self, setup: PrinterSetup, queue: LabelQueue, publish: Callable[[Event], None]) -> None:
        self.setup = setup
        self._queue, self._publish = queue, publish
        self.wake = threading.Event()
        """A label was added."""
        self.says = PrinterSays(setup.name)
        self.trouble: Trouble | None = None
        """The queue cannot be read or written."""
        self.status = DeviceStatus(DeviceKind.PRINTER, "", Health.STARTING, "", time.monotonic(), label=setup.name)
        self._sent: int | None = None
        """The label that this process sent over the line that stands."""
        self._state: PrinterState | None = None
        self._idle_since = 0.0

    def run(self, stop: threading.Event) -> None:
        """Until `stop`."""
        printer = self.setup.open_printer()
        self.status = replace(self.status, name=printer.name)
        keep_open(printer, lambda: self._use(printer), self._line, stop)

    def _use(self, printer: Printer) -> bool:
        state, now = printer.state(), time.monotonic()
        if state != self._state or state.faults or state.held:
            self._state, self._idle_since = state, now
        busy = False
        try:
            busy = self._serve(printer, state, now - self._idle_since)
            self.trouble = None
        except StoreError as error:
            since = self.trouble.since if self.trouble is not None else now
            about = caused_by("labels_stopped", error)
            self.trouble = Trouble("labels", grave=False, about=about, since=since)
        self._tell(printer, state)
        self.wake.wait(BUSY_S if busy else PERIOD_S)
        self.wake.clear()
        return not state.faults

    def _serve(self, printer: Printer, state: PrinterState, idle_s: float) -> bool:
        """One step of the oldest label; whether more is to come soon. StoreError, DeviceError."""
        label = self._queue.next_of(self.setup.name)
        if label is None:
            self._count(state)
            return False
        match todo(label, state, idle_s, watched=self._sent == label.number):
            case Todo.WAIT:
                self._count(state)
            case Todo.SEND:
                self._send(printer, label, state)
            case done:
                self._queue.ended(label.number, LabelState(done.value))
                self._count(state)
        return True

    def _send(self, printer: Printer, label: QueuedLabel, state: PrinterState) -> None:
        zpl = self._queue.sending(label, state.printed)
        if zpl is None:
            return
        self._sent, self._idle_since = label.number, time.monotonic()
        printer.print(zpl)
        if not printer.tells:
            self._queue.ended(label.number, LabelState.PRINTED)

    def _count(self, state: PrinterState) -> None:
        waiting, unsure = self._queue.counts(self.setup.name)
        self.says = replace(self.says, waiting=waiting, unsure=unsure, printed=state.printed)

    def _tell(self, printer: Printer, state: PrinterState) -> None:
        """Red within 2 s of a fault, and well again as soon as it is cured."""
        if state.faults:
            about = notice(f"printer_{state.faults[0]}", port=printer.name)
            self._report(Health.DOWN, english(DEVICE_ERRORS, about.code, about.values), about)
        else:
            self._report(Health.UP, printer.name, None)

    def _line(self, health: Health, words: str, about: Notice | None) -> None:
        """What the line to the printer does: whether a label arrived over one that is lost, nobody has seen."""
        if health is Health.DOWN:
            self._sent = self._state = None
        self._report(health, words, about)

    def _report(self, health: Health, words: str, about: Notice | None) -> None:
        self.status, changed = self.status.after(health, words, about, time.monotonic())
        if changed is not None:
            self._publish(changed)
