"""Keys of a handheld scanner become scans whatever is in front; what a person types elsewhere is not lost."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from textual.app import ScreenStackError
from textual.widgets import Input

from station.core import HandScanned, is_control, printable
from station.language import screens as texts
from station.ui.scanner import SUFFIXES, Meaning, Typed, is_long_burst, number_in, pressed, silent
from station.ui.screens.base import StationScreen
from station.ui.screens.choice import Choose, ChooseNamed
from station.ui.screens.form import FormLine
from station.ui.terminal.keystrokes import TOGETHER_S
from station.ui.widgets.entry import meant
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual import events
    from textual.app import App

    from station.core import Event
    from station.ui.face import StationFace
    from station.ui.screens.scan import ScanScreen

AGAIN_S = 1.0
"""The same scan within this time is the same parcel, held under the scanner twice."""
TOAST_S = 2.5
LOOK_S = 0.1
"""Text that came where nothing takes it waits so long: a scan may be under way."""
TYPED_BY = {"enter": "\r", "ctrl+m": "\r", "ctrl+j": "\n", "tab": "\t"}


class Intake:
    """Runs on the app's thread; hands numbers to the station in their order, in a thread that may wait."""

    def __init__(self, app: App[Any], station: StationFace, worker_screen: Callable[[], ScanScreen]) -> None:
        self._app, self._station, self._worker_screen = app, station, worker_screen
        self._typed = Typed()
        self._last: tuple[str, float] = ("", float("-inf"))
        """The last scan, and when it came."""
        self._elsewhere = ""
        """Text that came while nothing on the screen takes text."""
        self._waits_for_silence = False
        """A burst may be a whole code that no suffix ends."""
        self._silent_at: float | None = None
        """When a look found that nothing follows it."""
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="keyed")

    def close(self) -> None:
        """Hand over what is left."""
        self._hands.shutdown()

    def hand_in(self, text: str, *, by_scanner: bool) -> None:
        """A number for the lane; an empty one is the word of whoever has seen the stop."""
        if text.strip():
            self._hands.submit(self._station.key_in, text, by_scanner=by_scanner)
        else:
            self._station.acknowledge_stop()

    def cancel(self) -> None:
        """Take back the number that waits; behind those that were handed in."""
        self._hands.submit(self._station.cancel_keyed)

    def wants(self, _text: str) -> bool:
        """Whether what is in front may be what a scan is for. Any thread may ask."""
        try:
            return isinstance(self._app.focused, FormLine) or isinstance(self._app.screen, ChooseNamed)
        except ScreenStackError:  # it begins, or has ended
            return False

    def heard(self, event: Event) -> None:
        """A scanner with a line of its own: what is in front has its scan, else the lane."""
        if not isinstance(event, HandScanned):
            return
        text = event.scan.text
        if event.taken:
            self._show_taken(text)
        elif not self._in_front(text):
            self._hands.submit(self._station.take_scan, event.scan, event.by)

    def took(self, event: events.Key) -> bool:
        """Whether the key was dealt with here; else it goes its usual way."""
        character = _typed_by(event)
        self._typed, meaning = pressed(self._typed, event.time, character)
        if meaning is Meaning.SWALLOWED:
            return True
        line = isinstance(self._app.focused, Input)
        if meaning is Meaning.SCANNED or (meaning is Meaning.ENDED and not line):
            self._scanned(event.time, by_scanner=meaning is Meaning.SCANNED)
            return True
        if not self._waits_for_silence and is_long_burst(self._typed):
            self._look_for_silence()
        if character is None or line:
            return False
        if character in SUFFIXES:
            return bool(self._elsewhere) and isinstance(self._app.screen, Choose)  # the digit that waits is the answer
        if not self._elsewhere:
            self._app.set_timer(LOOK_S, self._typed_elsewhere)
        self._elsewhere += character
        return True

    def _look_for_silence(self) -> None:
        self._waits_for_silence = True
        self._app.set_timer(LOOK_S, self._is_silent)

    def _is_silent(self) -> None:
        """A whole code that came in a burst is taken without a suffix, once two looks find that nothing follows it."""
        if not self._app.screen_stack:  # the screen has ended
            return
        at = time.monotonic()
        typed, meaning = silent(self._typed, at)
        before, self._silent_at = self._silent_at, typed.ended_at if meaning is Meaning.SCANNED else None
        if meaning is Meaning.KEY or before is None:
            self._waits_for_silence = is_long_burst(self._typed)
            if self._waits_for_silence:
                self._look_for_silence()
            return
        self._waits_for_silence, self._silent_at = False, None
        if self._is_whole(_number(typed, self._is_whole)):
            self._typed = typed
            self._scanned(at, by_scanner=True)

    def _scanned(self, at: float, *, by_scanner: bool) -> None:
        self._elsewhere = ""
        text = _number(self._typed, self._is_whole)
        if self._in_front(text):
            return
        last, self._last = self._last, (text, at)
        again = text == last[0] and at - last[1] <= AGAIN_S
        if not isinstance(self._app.focused, FormLine):
            # It goes the way of what is typed there, so that neither overtakes the other.
            self._worker_screen().scanned("" if again else text, by_scanner=by_scanner)
        elif not again:
            self.hand_in(text, by_scanner=by_scanner)
        if again:
            self._tell(tr(texts.SCAN_AGAIN, text=text))
            return
        self._show_taken(text)

    def _in_front(self, text: str) -> bool:
        """Whether a scan is for the form or the choice in front; then that has it."""
        screen, line = self._app.screen, self._app.focused
        if isinstance(line, FormLine):
            line.post_message(FormLine.Scanned(text, by_scanner=True))
            if line.takes(text):
                return True
        return isinstance(screen, ChooseNamed) and screen.took(text)

    def _show_taken(self, text: str) -> None:
        """The worker's screen shows what comes of it; a question that stands is told."""
        if isinstance(self._app.screen, StationScreen):
            self._app.switch_mode("scan")
        elif not is_control(text):
            identity = self._station.check_keyed(text)
            told = texts.SCAN_TAKEN if identity.accepted else texts.SCAN_REFUSED
            self._tell(tr(told, text=text))

    def _is_whole(self, text: str) -> bool:
        return is_control(text) or self._station.check_keyed(text).accepted

    def _tell(self, text: str) -> None:
        self._app.notify(printable(text), timeout=TOAST_S, markup=False)

    def _typed_elsewhere(self) -> None:
        """Not the beginning of a scan: a person types where no line is."""
        text = self._elsewhere
        if not text or not self._app.screen_stack:  # a scan took it, or the screen has ended
            return
        if self._waits_for_silence or time.monotonic() - self._typed.at <= 2 * TOGETHER_S:
            self._app.set_timer(LOOK_S, self._typed_elsewhere)
            return
        self._elsewhere = ""
        screen = self._app.screen
        if isinstance(screen, StationScreen):
            self._app.switch_mode("scan")
            self._worker_screen().key_in(text)
        elif isinstance(screen, ChooseNamed) and screen.took(text):
            pass
        elif isinstance(screen, Choose) and screen.armed and screen.has(_row(text)):
            screen.take(_row(text))
        elif text.strip():
            self._app.bell()
            self._app.notify(tr(texts.ANSWER_FIRST), severity="warning", timeout=TOAST_S, markup=False)


def _number(typed: Typed, is_whole: Callable[[str], bool]) -> str:
    return meant(number_in(typed.ended, lambda text: is_whole(meant(text))))


def _row(text: str) -> int:
    """The row that a digit names, from 0; -1: it is none."""
    return int(text) - 1 if len(text) == 1 and text in "123456789" else -1


def _typed_by(event: events.Key) -> str | None:
    """The character that a scanner would have meant; None for keys that edit or command."""
    if event.key in TYPED_BY:
        return TYPED_BY[event.key]
    character = event.character
    if character is None or event.key in ("escape", "backspace", "delete"):
        return None
    control = ord(character[0]) < 0x20
    return character if character.isprintable() or (control and event.key.startswith("ctrl+")) else None
