"""The check digits against published numbers, and exactly which single slips they can and cannot see."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station.core.identify.check_digits import (
    correos_letter,
    fedex_holds,
    gs1_digit,
    gs1_holds,
    leitcode_digit,
    luhn_holds,
    mod7_holds,
    mod_37_36_character,
    s10_digit,
    ups_digit,
    ups_holds,
)

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


@pytest.mark.parametrize("number", ["986578788855", "477179081230", "00639585804382"])
def test_fedex_digit_of_published_numbers(number: str) -> None:
    assert fedex_holds(number)


def test_dhl_ontrac_and_correos_digits_of_published_numbers() -> None:
    assert mod7_holds("3318810025")
    assert not mod7_holds("1234567890")
    assert ups_holds("C11031500001879")
    assert correos_letter("PQ4F6P0704104480181750") == "Q"


@pytest.mark.parametrize(
    ("payload", "character"),
    [("09980000020033", "F"), ("008182709980000020033350276", "C"), ("000393206219912345678101040", "9")],
)
def test_dpd_character_of_published_numbers(payload: str, character: str) -> None:
    assert mod_37_36_character(payload) == character


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


def fedex_remainder(payload: str) -> int:
    return sum(int(d) * w for d, w in zip(reversed(payload), (1, 3, 7) * 5, strict=False)) % 11


@given(one_wrong_digit(st.text(DIGITS, min_size=11, max_size=11)))
def test_fedex_misses_a_wrong_digit_only_between_the_two_remainders_that_share_a_check_digit(
    slip: tuple[str, str, int],
) -> None:
    right, wrong, _ = slip
    check = str(fedex_remainder(right) % 10)
    assert fedex_holds(right + check)
    missed = fedex_holds(wrong + check)
    assert missed == ({fedex_remainder(right), fedex_remainder(wrong)} == {0, 10})


@given(one_wrong_digit(st.text(DIGITS, min_size=9, max_size=10)))
def test_dhl_misses_a_wrong_digit_only_seven_apart(slip: tuple[str, str, int]) -> None:
    right, wrong, place = slip
    missed = mod7_holds(wrong + str(int(right) % 7))
    assert missed == (abs(int(right[place]) - int(wrong[place])) == 7)


@given(one_wrong_digit(st.text(DIGITS, min_size=11, max_size=13)))
def test_leitcode_misses_a_wrong_digit_only_at_a_place_of_weight_4_five_apart(slip: tuple[str, str, int]) -> None:
    right, wrong, place = slip
    missed = leitcode_digit(right) == leitcode_digit(wrong)
    assert missed == (place % 2 == 0 and abs(int(right[place]) - int(wrong[place])) == 5)


@given(one_wrong_digit(st.text(DIGITS, min_size=14, max_size=27)))
def test_dpd_and_correos_see_every_single_wrong_digit(slip: tuple[str, str, int]) -> None:
    right, wrong, _ = slip
    assert mod_37_36_character(right) != mod_37_36_character(wrong)
    assert correos_letter(right) != correos_letter(wrong)


@given(one_wrong_digit(st.text(DIGITS, min_size=12, max_size=12)))
def test_luhn_sees_every_single_wrong_digit(slip: tuple[str, str, int]) -> None:
    right, wrong, _ = slip
    assert not (luhn_holds(right) and luhn_holds(wrong))
