"""Textual's Linux driver, with its input loop and its output replaced."""

from __future__ import annotations

import codecs
import os
import select
import sys
import time
from typing import Any, Protocol, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from station.ui.terminal.keystrokes import ESCAPE, Keystrokes, received, released
from station.ui.terminal.output import Output

LOOK_S = 0.1
HELD_LOOK_S = 0.01
"""While a sequence is held back."""
READ = 4096


class Owner(Protocol):
    """What the app does when its terminal fails. Called from other threads than the app's."""

    def terminal_gone(self, reason: str) -> None:
        """Nobody sees the screen or can answer it any more."""

    def input_failed(self, error: BaseException) -> None:
        """Keys do nothing any more."""

    def draw_anew(self) -> None:
        """Something of the picture was left out."""


class TerminalDriver(LinuxDriver):
    """Judges what the terminal sends before it is a key; tells its app when the terminal is gone."""

    def __init__(
        self, app: Any, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._owner = cast("Owner", app)
        self._output = Output(
            sys.__stderr__.fileno() if sys.__stderr__ else 2, self._owner.terminal_gone, self._owner.draw_anew
        )

    @property
    def _writer_thread(self) -> Any:
        """The base makes a writer of its own, and starts and stops what it finds under this name."""
        return self._output

    @_writer_thread.setter
    def _writer_thread(self, _thread: Any) -> None:
        pass

    def close(self) -> None:
        """Write what is left, as far as the terminal takes it."""
        if self._output.started and not self._output.stop():
            self._owner.terminal_gone("the terminal took no output")

    def _enable_mouse_support(self) -> None:
        """Clicks alone: nothing here follows the mouse."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")

    def _enable_bracketed_paste(self) -> None:
        """Not asked for: pasted text is judged as a scanner's, and no barcode can pretend to be one."""

    def _query_in_band_window_resize(self) -> None:
        """Not asked for: the size comes by a signal, which no barcode can send."""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except BaseException as error:  # noqa: BLE001  # whatever it was, no key works any more
            self._owner.input_failed(error)

    def run_input_thread(self) -> None:
        """Read until the app ends or the terminal is gone."""
        parser = XTermParser(self._debug)
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        keys = Keystrokes()
        while not self.exit_event.is_set():
            ready = select.select([self.fileno], [], [], HELD_LOOK_S if keys.waiting else LOOK_S)[0]
            passed = ""
            if ready:
                data = _read(self.fileno)
                if not data:
                    self._owner.terminal_gone("the terminal was closed")
                    return
                keys, passed = received(keys, time.monotonic(), decode(data))
            else:
                keys, passed = released(keys, time.monotonic())
            # An escape at the end is the whole key: the parser would wait for more of it.
            sequences = passed.removesuffix(ESCAPE)
            self._tell(parser.feed(sequences) if sequences else ())
            if sequences != passed:
                self.process_message(events.Key("escape", ESCAPE))
            self._tell(parser.tick())

    def _tell(self, messages: Any) -> None:
        for message in messages:
            self.process_message(message)


def _read(fileno: int) -> bytes:
    try:
        return os.read(fileno, READ)
    except OSError:  # EIO: the other side of the terminal was closed
        return b""
