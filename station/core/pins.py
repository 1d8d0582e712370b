"""PINs and staff numbers: what they look like, and how long a number waits after wrong ones. Pure.

The first `FREE` wrong PINs cost nothing, each one more doubles the wait, from `FIRST_S` up to `MOST_S`; a right one
ends it. Every number counts alone, so that nobody locks another out. Numbers that nobody has are counted as well, at
most `MOST_STRANGERS` of them: the ones with the fewest tries make room.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FREE, FIRST_S, MOST_S = 5, 30, 3600
MOST_STRANGERS = 1000
FEWEST_DIFFERENT = 3
"""Digits of a PIN that are not the same."""
_STAFF_NUMBER = re.compile(r"[0-9]{4,8}", re.ASCII)
_PIN = re.compile(r"[0-9]{6,12}", re.ASCII)


def is_staff_number(text: str) -> bool:
    """Whether it has the form: 4 to 8 digits."""
    return _STAFF_NUMBER.fullmatch(text) is not None


def is_pin(text: str) -> bool:
    """Whether it has the form: 6 to 12 digits."""
    return _PIN.fullmatch(text) is not None


def is_easy(pin: str) -> bool:
    """Whether it is an obvious row: the same step from digit to digit, the same half twice, or few different digits."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    half = len(pin) // 2
    return len(steps) == 1 or pin[:half] == pin[half:] or len(set(pin)) < FEWEST_DIFFERENT


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong PINs of one staff number since its last right one."""

    wrong: int
    at: int
    """When the last one came, seconds since 1970."""


Book = dict[str, Tries]
"""By staff number."""


def wait_s(tries: Tries | None, now: int) -> int:
    """Seconds until the next PIN is looked at; 0: at once."""
    if tries is None or tries.wrong < FREE:
        return 0
    whole = min(MOST_S, FIRST_S << min(tries.wrong - FREE, 20))
    return max(0, tries.at + whole - now)


def not_ahead(book: Book, number: str, now: int) -> Book:
    """The book for a clock that was set back: the wait begins anew, and is no longer than it was."""
    tries = book.get(number)
    return book if tries is None or tries.at <= now else {**book, number: Tries(tries.wrong, now)}


def after_try(book: Mapping[str, Tries], number: str, now: int, known: Collection[str]) -> Book:
    """The book once a PIN of this number is tried; it counts as wrong until `after_right`."""
    before = book.get(number)
    return _with_room({**book, number: Tries((before.wrong if before else 0) + 1, now)}, number, known)


def after_right(book: Mapping[str, Tries], number: str) -> Book:
    """The book once the PIN was right."""
    return {each: tries for each, tries in book.items() if each != number}


def _with_room(book: Book, newest: str, known: Collection[str]) -> Book:
    strangers = [each for each in book if each not in known and each != newest]
    if len(strangers) < MOST_STRANGERS:
        return book
    gone = min(strangers, key=lambda each: (book[each].wrong, book[each].at))
    return {each: tries for each, tries in book.items() if each != gone}
