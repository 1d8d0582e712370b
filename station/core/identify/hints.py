"""What a worker who keys a number in may have mistyped. A hint points at a place; it never supplies the number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.contract import Notice, notice

if TYPE_CHECKING:
    from collections.abc import Callable

_LETTER_FOR_DIGIT = re.compile(r"[A-Z]{2}[0-9OIL]{9}[A-Z]{2}|9[1-5][0-9OIL]{20}(?:[0-9OIL]{4})?")
_LETTER_AMONG_DIGITS = re.compile("[OIL]")
_LENGTHS = (
    (re.compile(r"[A-Z]{2}([0-9]{6,11})[A-Z]{2}"), (9,), "digits_between_letters"),
    (re.compile(r"(1Z[A-Z0-9]{11,20})"), (18,), "number_of_characters"),
    (re.compile(r"(9[1-5][0-9]{17,26})"), (22, 26), "number_of_digits"),
)
_FRENCH_DIGITS = frozenset("&é\"'(-è_çà")
"""What the keys of the digits give on a French keyboard."""
_FEWEST_DIGITS = 6


def layout_slip(raw: str) -> Notice | None:
    """Whether a keyed text looks like the right keys on a keyboard of another country."""
    french = sum(character in _FRENCH_DIGITS for character in raw) >= _FEWEST_DIGITS
    foreign = any("\u0370" <= character <= "\u04ff" for character in raw)
    if foreign or (french and not any(character.isdecimal() for character in raw)):
        return Notice("keyboard_layout")
    return None


def slip(number: str, start: int, end: int, holds: Callable[[str], bool]) -> Notice:
    """The likely slip in `number[start:end]`, the digits with their check digit last.

    When swapping one pair of neighbours is the only swap that makes the check digit hold, that pair is named.
    """
    swaps = [
        place
        for place in range(start, end - 1)
        if number[place] != number[place + 1]
        and holds(number[:place] + number[place + 1] + number[place] + number[place + 2 :])
    ]
    if len(swaps) == 1:
        place = swaps[0]
        return notice("swapped", pair=number[place : place + 2], first=place + 1, second=place + 2)
    return Notice("one_wrong")


def near_miss(text: str) -> Notice | None:
    """What keeps a keyed text from being a parcel number, when it nearly is one."""
    slipped = _LETTER_AMONG_DIGITS.search(text, 2, 11 if text[:1].isalpha() else len(text))
    if slipped and _LETTER_FOR_DIGIT.fullmatch(text):
        place = slipped.start()
        return notice("letter_among_digits", letter=text[place], place=place + 1)
    for form, wanted, code in _LENGTHS:
        match = form.fullmatch(text)
        if match and len(match[1]) not in wanted:
            return notice(code, count=len(match[1]), needed=tuple(map(str, wanted)))
    return None
