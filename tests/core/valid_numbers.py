"""Valid numbers of each format, drawn by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from station.core.identify.check_digits import gs1_digit, s10_digit, ups_digit
from station.core.identify.countries import COUNTRIES

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
    payload = head + draw(st.one_of(digits(16), digits(20)))
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
