"""One scanner in its thread: opened again and again, its scans judged and handed on, its hand answered."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.contract import Defect, DeviceError, notice
from station.core import DeviceKind, DeviceStatus, Health, ScannerSays
from station.runtime.reconnect import keep_open

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator

    from hardware.contract import Feedback, Notice, Scanned, Scanner
    from station.core import Event

LOOK_S = 0.05
"""Longest wait for a scan: so long an answer to the hand may wait."""
UNCONNECTED = "reader_not_connected"
"""A port that waits for its reader stays open: the reader finds it whenever it comes."""
NOISE, NOISE_S = 5, 10.0
"""So many scans in so many seconds that are no text, and the line is called noisy; further ones are dropped."""
STRANGE_S = 60.0
"""So long a message of another form is told."""
_SEPARATORS = frozenset("\x04\x1c\x1d\x1e\x1f")
"""Control characters that codes may have: those of ISO/IEC 15434."""


@dataclass(frozen=True, slots=True)
class ScannerSetup:
    """One scanner as the configuration has it; `open_scanner` is called by its own thread."""

    name: str
    open_scanner: Callable[[], Scanner]
    machine: bool = False
    """Each message is one parcel that nobody holds: of a fixed reader, or a DWS."""
    locks: bool = False
    """After a stop it gives no code until somebody has acknowledged it."""


class ScannerWatch:
    """`run` in a thread of its own; the rest may be called from any thread."""

    def __init__(
        self, setup: ScannerSetup, took: Callable[[ScannerSetup, Scanned], None], publish: Callable[[Event], None]
    ) -> None:
        """`took` gets each scan while the scanner is not locked, in the scanner's thread."""
        self.setup = setup
        self._took, self._publish = took, publish
        self._answers: queue.SimpleQueue[Feedback] = queue.SimpleQueue()
        self._noise: tuple[float, ...] = ()
        self._strange_at = float("-inf")
        self._says = ScannerSays(setup.name)
        self.locked = False
        """Until somebody has acknowledged a stop; set by other threads than the rest."""
        self._status = DeviceStatus(DeviceKind.SCANNER, "", Health.STARTING, "", time.monotonic(), label=setup.name)

    def run(self, stop: threading.Event) -> None:
        """Until `stop`."""
        scanner = self.setup.open_scanner()
        self._status = replace(self._status, name=scanner.name)
        keep_open(scanner, lambda: self._use(scanner), self._report, stop)

    def status(self) -> DeviceStatus:
        """What it is, and what is wrong with what it sends."""
        status = self._status
        return replace(status, defects=tuple(self._defects())) if status.health is Health.UP else status

    def says(self) -> ScannerSays:
        """What it has sent."""
        return replace(self._says, locked=self.locked)

    def answer(self, feedback: Feedback, *, of_parcel: bool) -> None:
        """Tell the hand; done by its thread. After the stop of a parcel a scanner that locks is locked."""
        self._answers.put(feedback)
        if of_parcel and feedback == "stop" and self.setup.locks:
            self.locked = True
            self._answers.put("lock")

    def acknowledge(self) -> bool:
        """Somebody has seen the stop; False: it was not locked."""
        locked, self.locked = self.locked, False
        if locked:
            self._answers.put("unlock")
        return locked

    def _use(self, scanner: Scanner) -> bool:
        while not self._answers.empty():
            scanner.answer(self._answers.get())
        try:
            scan = scanner.read(LOOK_S)
        except DeviceError as error:
            if error.about is None or error.about.code != UNCONNECTED:
                raise
            self._report(Health.DOWN, str(error), error.about)
            return False
        if scan is not None and not self._is_dropped(scan):
            self._says = replace(self._says, scans=self._says.scans + 1, last=scan.text, at=scan.at)
            self._took(self.setup, scan)
        if scanner.strange > self._says.strange:
            self._says = replace(self._says, strange=scanner.strange)
            self._strange_at = time.monotonic()
        return scan is not None or scanner.connected

    def _is_dropped(self, scan: Scanned) -> bool:
        """What is no text at all is refused aloud a few times; then the line is noisy, which is told as a defect."""
        if not any(c == "\ufffd" or (c < " " and c not in _SEPARATORS) for c in scan.text):
            return False
        recent = tuple(at for at in self._noise if scan.at - at <= NOISE_S)
        self._noise = (*recent, scan.at)[-NOISE:]
        if len(recent) < NOISE:
            return False
        self._says = replace(self._says, dropped=self._says.dropped + 1)
        return True

    def _defects(self) -> Iterator[Defect]:
        now = time.monotonic()
        if sum(now - at <= NOISE_S for at in self._noise) == NOISE:
            yield Defect("noisy", grave=True, about=notice("scanner_noisy", dropped=self._says.dropped))
        if now - self._strange_at <= STRANGE_S:
            yield Defect("strange", grave=True, about=notice("scanner_strange", messages=self._says.strange))

    def _report(self, health: Health, words: str, about: Notice | None) -> None:
        self._status, changed = self._status.after(health, words, about, time.monotonic())
        if health is Health.DOWN:
            self._forget_answers()
        if changed is not None:
            self._publish(changed)

    def _forget_answers(self) -> None:
        """They were for a hand that is gone; a scanner that is plugged in again is locked no more."""
        while not self._answers.empty():
            self._answers.get()
