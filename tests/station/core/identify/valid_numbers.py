"""Valid numbers of each format, drawn by hypothesis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from station.core.identify import america, asia, europe
from station.core.identify.check_digits import gs1_digit, mod_37_36_character, s10_digit, ups_digit
from station.core.identify.countries import COUNTRIES, COUNTRY_OF_NUMERIC
from station.core.identify.scanned import Medium
from station.core.models import Strength

if TYPE_CHECKING:
    from station.core.identify.number_row import Format

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=count, max_size=count)


@st.composite
def s10_numbers(draw: st.DrawFn) -> str:
    letters = draw(st.text(LETTERS, min_size=2, max_size=2))
    serial = draw(digits(8))
    return letters + serial + s10_digit(serial) + draw(st.sampled_from(sorted(COUNTRIES)))


@st.composite
def pics(draw: st.DrawFn) -> str:
    head = "9" + draw(st.sampled_from("12345")) + f"{draw(st.integers(1, 999)):03}"
    payload = head + draw(st.one_of(digits(16), digits(20), digits(24)))
    return payload + gs1_digit(payload)


@st.composite
def ups_numbers(draw: st.DrawFn) -> str:
    payload = draw(st.text(LETTERS + DIGITS, min_size=8, max_size=8)) + draw(digits(7))
    return "1Z" + payload + ups_digit(payload)


cainiao_numbers = st.one_of(
    st.integers(11, 14).flatmap(digits).map("LP{}".format), st.integers(12, 15).flatmap(digits).map("CN{}".format)
)
zip_codes = st.one_of(digits(5), digits(9))
valid_numbers = st.one_of(s10_numbers(), pics(), ups_numbers(), cainiao_numbers)

FORMATS = (
    asia.YANWEN,
    *asia.LETTERED,
    *europe.LETTERED,
    *america.LETTERED,
    *america.GS1_CARRIED,
    *asia.BARE_NUMBERS,
    *america.BARE_NUMBERS,
    *europe.BARE_NUMBERS,
    europe.RUSSIAN_POST,
    europe.IDENTCODE,
    europe.IDENTCODE_KEYED,
)
STRONG = tuple(each for each in FORMATS if each.strength > Strength.WEAK)
WEAK = tuple(each for each in FORMATS if each.strength is Strength.WEAK)


def symbology_of(row: Format) -> str:
    """A symbol in which a number of this row may stand."""
    if row.media and Medium.LINEAR not in row.media:
        return {Medium.ITF: "ITF", Medium.KEYED: "keyed", Medium.GS1: "GS1-128"}[row.media[0]]
    return "Code128"


def texts_of(row: Format) -> st.SearchStrategy[str]:
    """Texts of the form of a row, whatever their check digit."""
    return st.from_regex(re.compile(row.form, re.ASCII), fullmatch=True)


def numbers_of(row: Format) -> st.SearchStrategy[str]:
    """Valid numbers of a row: its form, and the check character that holds."""
    return texts_of(row).map(lambda text: with_check(row, text)).filter(bool)


def with_check(row: Format, text: str) -> str:
    """The text with the check character that holds, or empty when there is none for it."""
    start, end = checked_span(row, text)
    candidates = [text] if row.check is None else [text[: end - 1] + c + text[end:] for c in DIGITS + LETTERS]
    return next(
        (
            each
            for each in candidates
            if re.fullmatch(row.form, each)
            and (row.check is None or row.check(each[start:end]))
            and each[start:end].strip("0")
        ),
        "",
    )


def checked_span(row: Format, text: str) -> tuple[int, int]:
    """Where the number with its check character stands in a text of the row."""
    match = re.fullmatch(row.form, text)
    assert match is not None
    return match.span("number" if "number" in match.re.groupindex else 0)


@st.composite
def dpd_labels(draw: st.DrawFn) -> str:
    """27 characters without % and check character."""
    country = draw(st.sampled_from(sorted(COUNTRY_OF_NUMERIC)))
    return "00" + draw(digits(5)) + draw(digits(14)) + draw(digits(3)) + country


@st.composite
def dpd_parcel_numbers(draw: st.DrawFn) -> str:
    """14 digits and their check character."""
    parcel = draw(digits(14))
    return parcel + mod_37_36_character(parcel)
