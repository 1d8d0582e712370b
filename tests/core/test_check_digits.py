"""The check digits against published numbers, and exactly which single slips they can and cannot see."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station.core.identify.check_digits import gs1_digit, gs1_holds, leitcode_digit, luhn_holds, s10_digit, ups_digit

DIGITS = "0123456789"
serials = st.text(DIGITS, min_size=8, max_size=8)
pics = st.text(DIGITS, min_size=21, max_size=25)
packages = st.text(DIGITS, min_size=15, max_size=15)


@st.composite
def one_wrong_digit(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> tuple[str, str, int]:
    """A number, the same number with one digit changed, and the place of the change."""
    number = draw(numbers)
    place = draw(st.integers(0, len(number) - 1))
    other = draw(st.sampled_from([digit for digit in DIGITS if digit != number[place]]))
    return number, number[:place] + other + number[place + 1 :], place


@pytest.mark.parametrize(
    ("serial", "digit"), [("47312482", "9"), ("12345678", "5"), ("00000000", "5"), ("12310000", "0")]
)
def test_s10_digit_of_published_numbers(serial: str, digit: str) -> None:
    assert s10_digit(serial) == digit


@pytest.mark.parametrize("number", ["9400111206206406260787", "92748931507708513018050063", "376104250021234569"])
def test_gs1_digit_of_published_numbers(number: str) -> None:
    assert gs1_holds(number)


@pytest.mark.parametrize("number", ["1Z999AA10123456784", "1Z879E930346834440", "1ZXX3150YW44070023"])
def test_ups_digit_of_published_numbers(number: str) -> None:
    assert ups_digit(number[2:17]) == number[17]


def test_leitcode_digit_of_a_published_number() -> None:
    assert leitcode_digit("5082300702800") == "5"


def test_luhn_of_a_published_imei() -> None:
    assert luhn_holds("490154203237518")
    assert not luhn_holds("490154203237519")


@given(one_wrong_digit(pics))
def test_gs1_sees_every_single_wrong_digit(slip: tuple[str, str, int]) -> None:
    right, wrong, _ = slip
    assert gs1_digit(right) != gs1_digit(wrong)


def remainder(serial: str) -> int:
    return sum(w * int(d) for w, d in zip((8, 6, 4, 2, 3, 5, 9, 7), serial, strict=True)) % 11


@given(serials)
@example("00000003")
def test_s10_digit_is_eleven_less_the_remainder_with_two_exceptions(serial: str) -> None:
    assert int(s10_digit(serial)) == {0: 5, 1: 0}.get(remainder(serial), 11 - remainder(serial))


@given(one_wrong_digit(serials))
def test_s10_misses_a_wrong_digit_only_between_the_two_remainders_that_share_a_check_digit(
    slip: tuple[str, str, int],
) -> None:
    right, wrong, _ = slip
    missed = s10_digit(right) == s10_digit(wrong)
    assert missed == ({remainder(right), remainder(wrong)} == {0, 6})


@given(one_wrong_digit(packages))
def test_ups_misses_a_wrong_digit_only_at_a_doubled_place_five_apart(slip: tuple[str, str, int]) -> None:
    right, wrong, place = slip
    missed = ups_digit(right) == ups_digit(wrong)
    assert missed == (place % 2 == 1 and abs(int(right[place]) - int(wrong[place])) == 5)
