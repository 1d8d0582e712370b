"""A scanner that acts as a keyboard, as the kernel tells of it: input events in a named pipe in place of a device."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from hardware.scanners import EVENT, LAYOUTS, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hardware.scanners import LayoutName

Controls = Literal["ctrl", "alt"]
"""How a scanner types control characters: GS as Ctrl+], or as Alt with 029 on the keypad."""
_SHIFT, _CONTROL, _ALT, _ALT_GR, _SPACE = 42, 29, 56, 100, 57
_FIXED = {"\r": 28, "\n": 28, "\t": 15, " ": _SPACE}
_KEYPAD = dict(zip("0123456789", (82, 79, 80, 81, 75, 76, 77, 71, 72, 73), strict=True))
_SYN, _KEY, _MSC, _SCAN = 0, 1, 4, 4
"""Types of events (linux/input-event-codes.h); the kernel tells MSC_SCAN before each key, and SYN behind it."""


class SimulatedKeyboard:
    """Plugged in from the start. One thread uses it."""

    def __init__(self, path: Path, layout: LayoutName = "us", controls: Controls = "ctrl") -> None:
        """`path`: the named pipe, which is made."""
        self.port = f"evdev:{path}"
        self._path, self._layout, self._controls = path, layout, controls
        os.mkfifo(path)
        self._fd = -1
        self.plug()

    def __enter__(self) -> SimulatedKeyboard:
        return self

    def __exit__(self, *exc: object) -> None:
        self.unplug()

    def plug(self) -> None:
        """Put it in again."""
        self._fd = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)

    def unplug(self) -> None:
        """Pull it out; may be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def scan(self, text: str) -> None:
        """Type a code with its suffix. ValueError: its keyboard has no key for a character."""
        self.send(key_events(text, self._layout, self._controls))

    def send(self, events: bytes) -> None:
        """These events; waits while nobody reads and the pipe is full."""
        left = events
        while left and self._fd >= 0:
            with suppress(BlockingIOError):
                left = left[os.write(self._fd, left) :]
            if left:
                time.sleep(0.001)


def key_events(text: str, layout: LayoutName = "us", controls: Controls = "ctrl") -> bytes:
    """The events of a keyboard of this layout that types the text. ValueError: it has no key for a character."""
    return b"".join(
        EVENT.pack(0, 0, kind, code, value)
        for character in text
        for code_, value_ in _keys(character, layout, controls)
        for kind, code, value in ((_MSC, _SCAN, code_), (_KEY, code_, value_), (_SYN, 0, 0))
    )


def _keys(character: str, layout: LayoutName, controls: Controls) -> Iterator[tuple[int, int]]:
    """Codes of the keys that are pressed (1) and released (0) for a character."""
    if character < " " and character not in _FIXED:
        yield from _control(character, layout, controls)
        return
    code, held = _key_of(character, layout)
    yield from ((key, 1) for key in (*held, code))
    yield from ((key, 0) for key in (code, *held))
    if character in LAYOUTS[layout].dead:
        yield from ((_SPACE, 1), (_SPACE, 0))


def _control(character: str, layout: LayoutName, controls: Controls) -> Iterator[tuple[int, int]]:
    if controls == "ctrl":
        sign = chr(ord(character) + 0x40)
        keys = next(keys for keys in (LAYOUTS[layout], LAYOUTS["us"]) if sign in keys.plain + keys.shifted)
        held = (_CONTROL,) if sign in keys.plain else (_CONTROL, _SHIFT)
        code = PLACES[(keys.plain + keys.shifted).index(sign) % len(keys.plain)]
        yield from ((key, value) for value in (1, 0) for key in (*held, code))
        return
    yield _ALT, 1
    yield from ((_KEYPAD[figure], value) for figure in f"{ord(character):03}" for value in (1, 0))
    yield _ALT, 0


def _key_of(character: str, layout: LayoutName) -> tuple[int, tuple[int, ...]]:
    """The key of a character, and those that are held beside it."""
    keys = LAYOUTS[layout]
    if character in _FIXED:
        return _FIXED[character], ()
    if character in keys.plain:
        return PLACES[keys.plain.index(character)], ()
    if character in keys.shifted:
        return PLACES[keys.shifted.index(character)], (_SHIFT,)
    for plain, third in keys.third.items():
        if third == character:
            return PLACES[keys.plain.index(plain)], (_ALT_GR,)
    raise ValueError(f"a {layout} keyboard has no key for {character!r}")
