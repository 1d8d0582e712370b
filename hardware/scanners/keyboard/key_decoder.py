"""From the key events of a scanner to its text. Pure; never raises; a key that types nothing gives nothing.

Neither the system's layout nor its Caps Lock matter here: the events say which key, not which character. Control
characters come as Ctrl with a key (GS is Ctrl+]), or as Alt with figures of the keypad (Alt+029).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from hardware.scanners.keyboard.layouts import LAYOUTS

if TYPE_CHECKING:
    from hardware.scanners.keyboard.layouts import LayoutName

EV_SYN, EV_KEY = 0, 1
SYN_DROPPED = 3
"""The kernel had no room: keys are missing."""
PRESSED, RELEASED = 1, 0
LOST = "\ufffd"
"""Stands for keys that are missing: such a text is no number."""
_SHIFT, _CONTROL, _ALT, _ALT_GR = frozenset((42, 54)), frozenset((29, 97)), 56, 100
_PLAIN = {28: "\r", 96: "\r", 15: "\t", 57: " ", 55: "*", 74: "-", 78: "+", 83: ".", 98: "/"}
_KEYPAD = dict(zip((82, 79, 80, 81, 75, 76, 77, 71, 72, 73), "0123456789", strict=True))
_ACCENTS = {"´": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "¨": "\u0308"}
_LAST_CODE = 0xFF


class KeyDecoder:
    """Keeps which keys are held, and an accent that waits."""

    def __init__(self, layout: LayoutName = "us") -> None:
        self._layout, self._us = LAYOUTS[layout], LAYOUTS["us"]
        self._held: set[int] = set()
        self._accent = self._figures = ""

    def feed(self, kind: int, code: int, value: int) -> str:
        """The text that this event ends; empty: none. `value`: 1 pressed, 0 released; a repeat types nothing."""
        if kind == EV_SYN and code == SYN_DROPPED:
            self._held.clear()
            self._accent = self._figures = ""
            return LOST
        if kind != EV_KEY:
            return ""
        if value == RELEASED:
            self._held.discard(code)
            return self._numbered() if code == _ALT else ""
        if value != PRESSED:
            return ""
        self._held.add(code)
        if _ALT in self._held and code in _KEYPAD:
            self._figures += _KEYPAD[code]
            return ""
        return self._typed(code)

    def _numbered(self) -> str:
        """The character whose number was typed while Alt was held."""
        number, self._figures = int(self._figures or 0), ""
        return chr(number) if 0 < number <= _LAST_CODE else ""

    def _typed(self, code: int) -> str:
        if code in _PLAIN or code in _KEYPAD:
            return self._composed(_PLAIN.get(code) or _KEYPAD[code])
        shift, third = bool(self._held & _SHIFT), _ALT_GR in self._held
        if self._held & _CONTROL and not third:
            return self._control(code, shift=shift)
        character = self._layout.character(code, shift=shift, third=third)
        if character and not third and character in self._layout.dead:
            waiting, self._accent = self._accent, character
            return waiting
        return self._composed(character) if character else ""

    def _control(self, code: int, *, shift: bool) -> str:
        """`Ctrl+]` is GS: by the scanner's own layout, else by the place of the key on the American one."""
        for layout in (self._layout, self._us):
            character = layout.character(code, shift=shift, third=False).upper()
            if character and "@" <= character <= "_":
                return chr(ord(character) & 0x1F)
        return ""

    def _composed(self, character: str) -> str:
        """With the accent that waits; before a space that is itself."""
        accent, self._accent = self._accent, ""
        if not accent:
            return character
        if character == " ":
            return accent
        whole = unicodedata.normalize("NFC", character + _ACCENTS[accent])
        return whole if len(whole) == 1 else accent + character
