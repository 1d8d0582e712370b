"""All scanners of the station: their threads, and the way of each scan to whoever it is for."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from hardware.contract import Scanned, notice
from station.core import ControlRead, HandScanned, Trouble, standing
from station.core.outcomes import Nothing, Problem, Reason
from station.runtime.scanner_answers import ScannerAnswers
from station.runtime.scanner_watch import ScannerWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hardware.contract import Feedback
    from station.core import DeviceStatus, Event, ScannerSays
    from station.runtime.control_desk import ControlDesk
    from station.runtime.inbox import Inbox
    from station.runtime.scanner_watch import ScannerSetup

AGAIN_S = 1.0
"""The same text within this time is the same label, held under a scanner twice."""


class Scanners:
    """Everything may be called from any thread, and nothing waits for a device."""

    def __init__(
        self,
        setups: Iterable[ScannerSetup],
        inbox: Inbox,
        publish: Callable[[Event], None],
        controls: ControlDesk,
        touched: Callable[[], None],
    ) -> None:
        """`controls`: does what command barcodes and badges say. `touched`: somebody works at the lane."""
        self.watches = tuple(ScannerWatch(setup, self._heard, publish) for setup in setups)
        self.answers = ScannerAnswers(self._answer)
        self._took, self._touched = controls.took, touched
        controls.seen = self.acknowledge
        self.screen_wants: Callable[[str], bool] = lambda _text: False
        """Whether what is in front on the screen may be what a text is for; never waits."""
        self._inbox, self._publish = inbox, publish
        self._stop = threading.Event()
        self._troubles: tuple[Trouble, ...] = ()
        self._lock = threading.Lock()
        self._recent: dict[str, tuple[float, bool]] = {}
        """Texts, when each came last, and whether it was told that it is there already."""

    def run(self, watch: ScannerWatch) -> None:
        """One scanner, until `stop`."""
        watch.run(self._stop)

    def stop(self) -> None:
        """End all."""
        self._stop.set()

    def devices(self) -> tuple[DeviceStatus, ...]:
        """Each scanner."""
        return tuple(watch.status() for watch in self.watches)

    def says(self) -> tuple[ScannerSays, ...]:
        """What each has sent."""
        return tuple(watch.says() for watch in self.watches)

    def troubles(self) -> tuple[Trouble, ...]:
        """The scanners that are locked, each since it is."""
        at, locked = time.monotonic(), [says.label for says in self.says() if says.locked]
        now = [
            Trouble(f"scanner-{name}-locked", grave=False, about=notice("scanner_locked", scanner=name), since=at)
            for name in locked
        ]
        self._troubles = standing(now, self._troubles)
        return self._troubles

    def acknowledge(self) -> bool:
        """Somebody has seen the stop: what is locked scans again. False: nothing was locked."""
        return sum(watch.acknowledge() for watch in self.watches) > 0

    def came(self, text: str, by: str) -> None:
        """A scan of a device without a line of its own here, such as a wearable."""
        self._came(by, Scanned(text, "", text.encode(), time.monotonic()), machine=False)

    def hand_in(self, scan: Scanned, by: str) -> None:
        """A number for the lane; waits for room in its inbox."""
        self._inbox.scanned(scan, by, machine=False)
        self._publish(HandScanned(scan, by, taken=True))

    def _came(self, by: str, scan: Scanned, *, machine: bool) -> None:
        self.answers.judging(by)
        try:
            self._judge(by, scan, machine=machine)
        finally:
            self.answers.judging(None)

    def _judge(self, by: str, scan: Scanned, *, machine: bool) -> None:
        if not machine:
            self._touched()
        if scan.text and self._is_again(scan):
            return
        if scan.text and self._took(scan.text):
            return
        if self._is_locked(by):
            with self._lock:
                self._recent.pop(scan.text, None)  # it was not taken
            self._publish(ControlRead("", Problem(Reason.SCANNER_LOCKED, {"scanner": by})))
        elif machine:
            self._inbox.scanned(scan, by, machine=True)
        elif self.screen_wants(scan.text):
            self._publish(HandScanned(scan, by, taken=False))
        else:
            self.hand_in(scan, by)

    def _heard(self, setup: ScannerSetup, scan: Scanned) -> None:
        self._came(setup.name, scan, machine=setup.machine)

    def _is_locked(self, name: str) -> bool:
        return any(watch.locked for watch in self.watches if watch.setup.name == name)

    def _is_again(self, scan: Scanned) -> bool:
        """A label that is read over and over is told to be taken already, once."""
        with self._lock:
            self._recent = {text: each for text, each in self._recent.items() if scan.at - each[0] <= AGAIN_S}
            again = scan.text in self._recent
            told = again and self._recent[scan.text][1]
            self._recent[scan.text] = (scan.at, again)
        if again and not told:
            self._publish(ControlRead("", Nothing(Reason.SCANNED_AGAIN, {"text": scan.text})))
        return again

    def _answer(self, name: str, feedback: Feedback, of_parcel: bool) -> None:  # as a callback
        for watch in self.watches:
            if watch.setup.name == name:
                watch.answer(feedback, of_parcel=of_parcel)
