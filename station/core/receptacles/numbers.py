"""Numbers of receptacles: UPU S9, the hub's own with a check character, and whatever else stands on a bag's label."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from station.core.identify import COUNTRIES, identify, mod_37_36_character
from station.core.moments import utc_text
from station.core.outcomes import Problem, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

S9_LENGTH, S8_LENGTH = 29, 20
SHORTEST, LONGEST = 4, 35
"""Characters of a number of another form."""
_OFFICE = re.compile(r"[A-Z]{5}[A-Z0-9]")
S9_FIELDS = (
    ("origin", 6, _OFFICE),
    ("destination", 6, _OFFICE),
    ("category", 1, re.compile(r"[A-D]")),
    ("subclass", 2, re.compile(r"[A-Z][A-Z0-9]")),
    ("year", 1, re.compile(r"[0-9]")),
    ("despatch", 4, re.compile(r"[0-9]{4}")),
    ("receptacle", 3, re.compile(r"[0-9]{3}")),
    ("highest_receptacle", 1, re.compile(r"[019]")),
    ("registered", 1, re.compile(r"[019]")),
    ("weight", 4, re.compile(r"[0-9]{4}")),
)
"""UPU S9: name, characters and form of each field; the first 20 characters, up to the despatch, are the S8."""
_OFFICES = frozenset(("origin", "destination"))
_SERIAL_SINCE = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
_BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SERIAL_LENGTH = 6


def s9_fields(number: str) -> dict[str, str]:
    """The fields of 29 characters by name, whether they are right or not."""
    fields, at = {}, 0
    for name, length, _ in S9_FIELDS:
        fields[name], at = number[at : at + length], at + length
    return fields


def wrong_field(number: str) -> str | None:
    """The first field of 29 characters that no S9 has; None: it is an S9."""
    fields = s9_fields(number)
    for name, _, form in S9_FIELDS:
        known = name not in _OFFICES or fields[name][:2] in COUNTRIES
        if form.fullmatch(fields[name]) is None or not known:
            return name
    return None


def is_s9(number: str) -> bool:
    """Whether it is an S9, with every field right."""
    return len(number) == S9_LENGTH and wrong_field(number) is None


def s8_of(number: str) -> str | None:
    """The despatch (S8) of a receptacle; None: its number is no S9."""
    return number[:S8_LENGTH] if is_s9(number) else None


def bag_number(text: str, prefix: str = "", office: str = "") -> str | Problem:
    """The number as it is kept, in capitals, or why it is none.

    `prefix`: of the hub's own numbers, which end in a check character (ISO 7064 MOD 37,36). `office`: the IMPC by which
    every S9 of this hub begins. Empty: there is none.
    """
    number = text.strip().upper()
    about = {"bag": number}
    if len(number) == S9_LENGTH:
        wrong = wrong_field(number)
        if wrong is not None:
            return Problem(Reason.BAD_S9, {**about, "field": wrong, "text": s9_fields(number)[wrong]})
        if office and not number.startswith(office):
            return Problem(Reason.OTHER_OFFICE, {**about, "office": office, "other": number[:6]})
        return number
    if prefix and number.startswith(prefix):
        return number if _own_holds(number) else Problem(Reason.BAD_BAG_CHECK, about)
    readable = number.isascii() and number.isprintable() and " " not in number
    if not (readable and SHORTEST <= len(number) <= LONGEST):
        return Problem(Reason.NO_BAG_NUMBER, {**about, "least": SHORTEST, "most": LONGEST})
    if identify(number, keyed=True).accepted:
        return Problem(Reason.BAG_IS_PARCEL, about)
    return number


def own_number(prefix: str, at_utc: str) -> str:
    """A number of the hub's own: prefix, the seconds since 2020 in base 36, check character."""
    seconds = int((datetime.fromisoformat(at_utc) - _SERIAL_SINCE).total_seconds())
    digits = ""
    for _ in range(_SERIAL_LENGTH):
        seconds, rest = divmod(seconds, 36)
        digits = _BASE_36[rest] + digits
    return prefix + digits + mod_37_36_character(prefix + digits)


def free_number(prefix: str, at_utc: str, is_used: Callable[[str], bool]) -> str:
    """The next number of the hub's own that is not used."""
    moment = datetime.fromisoformat(at_utc)
    while is_used(number := own_number(prefix, utc_text(moment))):
        moment += timedelta(seconds=1)
    return number


def despatch_number(bags: Sequence[str], prefix: str, at_utc: str, is_used: Callable[[str], bool]) -> str | Problem:
    """Under which these bags may leave: the S8 that their numbers name, else one of the hub's own that is not used.

    Problem: they name several, or none and the hub makes no numbers.
    """
    named = sorted({s8 for number in bags if (s8 := s8_of(number)) is not None})
    if len(named) > 1:
        return Problem(Reason.SEVERAL_DESPATCHES, {"despatches": tuple(named)})
    if named:
        return named[0]
    return free_number(prefix, at_utc, is_used) if prefix else Problem(Reason.NO_DESPATCH_NUMBER)


def _own_holds(number: str) -> bool:
    return re.fullmatch(r"[0-9A-Z]+", number) is not None and mod_37_36_character(number[:-1]) == number[-1]
