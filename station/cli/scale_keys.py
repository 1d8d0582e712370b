"""The keys of a simulated scale, for a person at its terminal: a parcel is put on it and taken off it again."""

from __future__ import annotations

import math
import os
import re
import select
import signal
import sys
import termios
import threading
import time
import tty
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
"""Each would leave the terminal without echo if it ended the process outright."""
LOOK_S = 0.1
USUAL_G = 850.0
MOST_DIGITS = 6
"""Under a tonne, as the loads of a script."""
BACKSPACE = (b"\x7f", b"\b")
ENTER = (b"\r", b"\n")
NO_LETTERS = re.compile(rb"\x1b(?:\[[0-9;]*[@-~]|O.|.)?", re.DOTALL)
"""What an arrow or function key sends: its digits are none that were typed."""


def at_terminal() -> bool:
    """Whether a person can press keys: standard input is the terminal of this process, which is in the foreground.

    In the background a look at the terminal would stop the process.
    """
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError, AttributeError):  # no terminal, not ours, closed, or none at all
        return False


def play_keys(place: Callable[[float], None], load: float | None, seconds: float | None) -> None:
    """Put grams on `place` as the keys say, until `q`, the time is over or a signal of ENDING comes, blocked or not.

    `load` lies there at first, and is what the space bar puts; None: nothing, and USUAL_G.
    """
    until = math.inf if seconds is None else time.monotonic() + seconds
    keys = _Keys(place, load or USUAL_G)
    number, ended = sys.stdin.fileno(), _end_event()
    typer.echo(f"space: put {keys.load:g} g on, take it off; digits and Enter: put so many grams on; q: end", err=True)
    keys.put(load or 0.0)
    with _single_keys(number):
        while time.monotonic() < until and not ended.is_set():
            if not select.select([number], [], [], LOOK_S)[0]:
                continue
            try:
                typed = os.read(number, 1024)
            except OSError:
                typed = b""
            if not typed or not keys.take(typed):  # nothing: the terminal was closed
                return


def _end_event() -> threading.Event:
    """From now on the signals of ENDING set this instead of ending the process, whichever thread they reach."""
    ended = threading.Event()
    for number in ENDING:
        signal.signal(number, lambda *_: ended.set())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    return ended


class _Keys:
    """What lies on the scale, and the digits that were typed and not entered yet."""

    def __init__(self, place: Callable[[float], None], load: float) -> None:
        self._place = place
        self.load = load
        self._lies = 0.0
        self._digits = ""

    def take(self, typed: bytes) -> bool:
        """Do what the keys say; False: to end. Other keys say nothing."""
        for number in NO_LETTERS.sub(b"", typed):
            key = bytes([number])
            if key in b"qQ":
                return False
            if key == b" ":
                self.put(0.0 if self._lies else self.load)
            elif key in ENTER and self._digits:
                self.put(float(self._digits))
            elif key in BACKSPACE and self._digits:
                self._digits = self._digits[:-1]
                _show("\b \b")
            elif key.isdigit() and len(self._digits) < MOST_DIGITS:
                self._digits += key.decode()
                _show(key.decode())
        return True

    def put(self, grams: float) -> None:
        """Have so much lie there, and say so."""
        self._place(grams)
        if self._digits:
            _show("\n")
        _show(f"on the scale: {grams:g} g\n")
        self._lies, self._digits = grams, ""


def _show(text: str) -> None:
    typer.echo(text, nl=False, err=True)


@contextmanager
def _single_keys(number: int) -> Iterator[None]:
    """Each key comes at once and without an echo; afterwards the terminal is as it was.

    Ctrl-C stays a signal. Ctrl-Z is none here: the shell would get the terminal as it is now.
    """
    before = termios.tcgetattr(number)
    tty.setcbreak(number)
    ours = termios.tcgetattr(number)
    ours[6][termios.VSUSP] = b"\0"
    termios.tcsetattr(number, termios.TCSANOW, ours)
    try:
        yield
    finally:
        with suppress(termios.error):  # it is gone
            termios.tcsetattr(number, termios.TCSADRAIN, before)
