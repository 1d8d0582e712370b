"""What the cells of plans, hold lists and manifests may hold. Each function converts a text or raises CellError."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from station.core.identify import identify, ups, usps
from station.core.identify.check_digits import gs1_holds, s10_digit, ups_digit
from station.core.identify.countries import COUNTRIES
from station.core.models import Kind
from station.core.tables.spreadsheet import damage
from station.core.tables.table import CellError

if TYPE_CHECKING:
    from collections.abc import Callable

_CARRIER = re.compile(r"[a-z0-9][a-z0-9-]*")
_FLAG = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMS = re.compile(rf"(?P<s10>[A-Z]{{2}}[0-9]{{9}}[A-Z]{{2}})|(?P<pic>{usps.PIC})|(?P<ups>{ups.FORM})")
_NUMBER = re.compile(r"\+?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", re.ASCII)
_MANY = 4096
"""Texts of a column that repeats itself, remembered with their values."""


def parcel_id(text: str) -> str:
    """A parcel id in its canonical form; what is no number that we know stays as it is, in capitals."""
    if is_canonical(text):
        return text
    identity = identify(intact(text), keyed=True)
    if identity.check is False:
        raise CellError(f"{text!r} fails its check digit", "compare it with the source of the list")
    known = identity.kind is Kind.PARCEL and not identity.refused
    return identity.normalized if known and identity.normalized else text.upper()


def intact(text: str) -> str:
    """A number or a code of which no spreadsheet has lost a part."""
    found = damage(text)
    if found is not None:
        raise CellError(*found)
    return text


def is_canonical(text: str) -> bool:
    """What `identify` says too, many times as fast: nearly every line of a manifest ends here."""
    found = _FORMS.fullmatch(text)
    if found is None:
        return False
    if found.lastgroup == "s10":
        return s10_digit(text[2:10]) == text[10] and text[11:] in COUNTRIES
    return gs1_holds(text) if found.lastgroup == "pic" else ups_digit(text[2:17]) == text[17]


@lru_cache(_MANY)
def country(text: str) -> str:
    """ISO 3166-1 alpha-2."""
    if text.upper() not in COUNTRIES:
        raise CellError(f"{text!r} is no country", "write two letters by ISO 3166-1, such as BR")
    return text.upper()


@lru_cache(_MANY)
def carrier(text: str) -> str:
    """A carrier by the station's own name for it."""
    if not _CARRIER.fullmatch(text.lower()):
        raise CellError(f"{text!r} is no carrier name", "write it as `station identify` prints it, such as usps")
    return text.lower()


@lru_cache(_MANY)
def flag(text: str) -> str:
    """A word of the customs, in small letters."""
    if not _FLAG.fullmatch(text.lower()):
        raise CellError(f"{text!r} is no flag", "write one word, such as dutiable or customs_hold")
    return text.lower()


def postal(text: str) -> str:
    """A postcode or its beginning: spaces and hyphens do not count, leading zeros do."""
    return intact(text).upper().replace(" ", "").replace("-", "")


def number(words: str, cure: str, *, decimal_comma: bool) -> Callable[[str], Decimal]:
    """A number from 0 to 10^9 in plain digits; in a file with decimal commas they are decimal points.

    One whose point or comma stands where thousands are parted is not guessed at.
    """
    comma, point = (",", ".") if decimal_comma else (".", ",")
    grouped = re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(point)}[0-9]{{3}})+")

    @lru_cache(_MANY)
    def convert(text: str) -> Decimal:
        if grouped.fullmatch(text):
            whole, part = text.replace(point, ""), text.replace(point, comma, 1)
            readings = f"{text[:40]!r} is {whole} or {part}: nobody can tell whether {point!r} parts thousands here"
            raise CellError(readings, f"write {whole} or {part.rstrip('0').rstrip(comma)}")
        plain = text.replace(",", ".") if decimal_comma else text
        if not _NUMBER.fullmatch(plain) or Decimal(plain) > 10**9:
            raise CellError(*(damage(text) or (f"{text[:40]!r} is not {words}", cure)))
        return Decimal(plain)

    return convert


def grams(*, decimal_comma: bool) -> Callable[[str], Decimal]:
    """A weight."""
    return number("a weight", "write grams as a plain number, such as 2000", decimal_comma=decimal_comma)


@lru_cache(_MANY)
def day(text: str) -> str:
    """YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> str:
    raise CellError(f"{text!r} is not a date", "write year-month-day, such as 2026-11-30")


@lru_cache(_MANY)
def moment(text: str) -> str:
    """A date as it is, or a moment in UTC to the second; UTC unless it names its zone."""
    if _DAY.fullmatch(text):
        return day(text)
    try:
        found = datetime.fromisoformat(text)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise CellError(f"{text!r} is not a date or moment", "write such as 2026-11-30T18:00:00Z") from None
    return f"{found:%Y-%m-%dT%H:%M:%S}Z"


def at_most(longest: int, why: str = "fit on the screen") -> Callable[[str], str]:
    """A text that is not too long."""

    def convert(text: str) -> str:
        if len(text) > longest:
            raise CellError(f"{len(text)} characters, at most {longest} {why}", "shorten it")
        return text

    return convert
