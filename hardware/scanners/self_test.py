"""What is wrong with how a scanner is set up, from what it sends of one printed code. Pure.

The test code holds what goes wrong: letters in both cases and figures that keyboards place elsewhere, signs, and a
group separator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hardware.scanners.keyboard import LAYOUTS, PLACES
from hardware.scanners.texts import GS, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.scanners.keyboard import LayoutName

BEGIN, END = "PS-T ", "END"
TEST_TEXT = f"{BEGIN}azAZ19;:/-_[]#{GS}qwyQWYm,.{END}"
_SUFFIXES: Mapping[bytes, str] = {b"\r": "cr", b"\n": "lf", b"\r\n": "crlf", b"\t": "tab", b"\x03": "etx", b"": "none"}
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `caps`, `layout`, `gs_lost`, `gs_spelled`, `twice`, `suffix_doubled`, `no_suffix`,
    `no_test_code` or `garbled`; and what is known of it, such as the name of a keyboard.
    """

    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class SetUp:
    """How the scanner turns out to be set up."""

    prefix: bytes = b""
    """Before the code, its AIM identifier left out."""
    aim: str = ""
    suffix: bytes = b""
    faults: tuple[Fault, ...] = ()

    @property
    def suffix_name(self) -> str:
        """As the configuration has it."""
        return _SUFFIXES.get(self.suffix, "".join(f"\\x{byte:02x}" for byte in self.suffix))


def examined(data: bytes, layout: LayoutName = "us") -> SetUp:
    """What the bytes of one scan of the test code tell. `layout`: of the keyboard by which they were read."""
    text = data.decode("utf-8", errors="replace")
    for faults, pattern in _patterns(layout):
        if (code := pattern.search(text)) is not None:
            return _framed(text, code, pattern, (*faults, *_of_separator(code["gs"])))
    known = BEGIN.strip() in text.upper()
    return SetUp(faults=(Fault("garbled" if known else "no_test_code"),))


@cache
def _patterns(layout: LayoutName) -> tuple[tuple[tuple[Fault, ...], re.Pattern[str]], ...]:
    """The test code as it may arrive, with what is wrong then; the plainest first."""
    found: list[tuple[tuple[Fault, ...], re.Pattern[str]]] = []
    for other in (layout, *(name for name in LAYOUTS if name != layout)):
        wrong = (Fault("layout", other),) if other != layout else ()
        found.append((wrong, _pattern(other, layout, caps=False)))
        found.append(((*wrong, Fault("caps")), _pattern(other, layout, caps=True)))
    return tuple(found)


def _pattern(typed: LayoutName, read: LayoutName, *, caps: bool) -> re.Pattern[str]:
    parts = [re.escape(read_as) if (read_as := _read_as(each, typed, read)) else ".{0,2}?" for each in TEST_TEXT]
    parts = [part.swapcase() if caps else part for part in parts]
    parts[TEST_TEXT.index(GS)] = "(?P<gs>.{0,8}?)"
    return re.compile("".join(parts), re.DOTALL)


def _read_as(character: str, typed: LayoutName, read: LayoutName) -> str:
    """What a key of the one keyboard is on the other; empty: it depends on what is pressed beside it."""
    if typed == read or character == " ":
        return character
    keys, others = LAYOUTS[typed], LAYOUTS[read]
    for row, shift in ((keys.plain, False), (keys.shifted, True)):
        if character in row and character not in keys.dead:
            read_as = others.character(PLACES[row.index(character)], shift=shift, third=False)
            return "" if read_as in others.dead else read_as
    return ""


def _of_separator(gs: str) -> tuple[Fault, ...]:
    if gs == GS:
        return ()
    return (Fault("gs_spelled", gs),) if text_of(gs.encode())[0] == GS else (Fault("gs_lost"),)


def _framed(text: str, code: re.Match[str], pattern: re.Pattern[str], faults: tuple[Fault, ...]) -> SetUp:
    before, after = text[: code.start()], text[code.end() :]
    aim = _AIM.search(before)
    prefix = before[: aim.start()] if aim else before
    again = pattern.search(after)
    suffix = after if again is None else after[: again.start()].removesuffix(before)
    more = [Fault("twice")] if again is not None else []
    half = len(suffix) // 2
    if half and suffix[:half] == suffix[half:]:
        more.append(Fault("suffix_doubled", _SUFFIXES.get(suffix[:half].encode(), "")))
        suffix = suffix[:half]
    elif not suffix:
        more.append(Fault("no_suffix"))
    return SetUp(prefix.encode(), aim[0] if aim else "", suffix.encode(), (*faults, *more))
