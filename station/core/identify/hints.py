"""What a worker who keys a number in may have mistyped. A hint points at a place; it never supplies the number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LETTER_FOR_DIGIT = re.compile(r"[A-Z]{2}[0-9OIL]{9}[A-Z]{2}|9[1-5][0-9OIL]{20}(?:[0-9OIL]{4})?")
_LETTER_AMONG_DIGITS = re.compile("[OIL]")
_LENGTHS = (
    (re.compile(r"[A-Z]{2}([0-9]{6,11})[A-Z]{2}"), (9,), "{count} digits between the letters, {wanted} are needed"),
    (re.compile(r"(1Z[A-Z0-9]{11,20})"), (18,), "{count} characters, {wanted} are needed"),
    (re.compile(r"(9[1-5][0-9]{17,26})"), (22, 26), "{count} digits, {wanted} are needed"),
)
_FRENCH_DIGITS = frozenset("&é\"'(-è_çà")
"""What the keys of the digits give on a French keyboard."""
_FEWEST_DIGITS = 6


def layout_slip(raw: str) -> str | None:
    """Whether a keyed text looks like the right keys on a keyboard of another country."""
    french = sum(character in _FRENCH_DIGITS for character in raw) >= _FEWEST_DIGITS
    foreign = any("\u0370" <= character <= "\u04ff" for character in raw)
    if foreign or (french and not any(character.isdecimal() for character in raw)):
        return "the scanner or the keyboard types in another keyboard layout: set it to the layout of this station (US)"
    return None


def slip(number: str, start: int, end: int, holds: Callable[[str], bool]) -> str:
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
        return f"swapped? look at {number[place]}{number[place + 1]} (characters {place + 1} and {place + 2})"
    return "one character is wrong: compare it with the label"


def near_miss(text: str) -> str | None:
    """What keeps a keyed text from being a parcel number, when it nearly is one."""
    slipped = _LETTER_AMONG_DIGITS.search(text, 2, 11 if text[:1].isalpha() else len(text))
    if slipped and _LETTER_FOR_DIGIT.fullmatch(text):
        place = slipped.start()
        return f"letter {text[place]} among the digits (character {place + 1})"
    for form, wanted, words in _LENGTHS:
        match = form.fullmatch(text)
        if match and len(match[1]) not in wanted:
            return words.format(count=len(match[1]), wanted=" or ".join(map(str, wanted)))
    return None
