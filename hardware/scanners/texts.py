"""From the bytes of a scan to its text: AIM identifier, FNC1, and bytes that are no text."""

from __future__ import annotations

import re

GS, STX, ETX = "\x1d", b"\x02", b"\x03"
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
"""ISO/IEC 15424: a flag, a letter for the symbology, a modifier."""
_SPELLINGS = re.compile(r"<GS>|\{GS\}|\[GS\]|\^\]|\\x1[dD]|\\u001[dD]|~d029")
"""How scanners write the group separator where a control character cannot pass (keyboard modes, set-ups of makers)."""


def text_of(raw: bytes) -> tuple[str, str]:
    """Text and AIM identifier, empty where none was sent; STX and ETX around it are no part of it.

    Bytes that are not UTF-8 become U+FFFD: such a number is refused by whoever identifies it.
    """
    text = raw.removeprefix(STX).removesuffix(ETX).decode("utf-8", errors="replace")
    found = _AIM.match(text)
    aim, text = (found[0], text[found.end() :]) if found else ("", text)
    return _SPELLINGS.sub(GS, text), aim
