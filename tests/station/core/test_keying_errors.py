"""A failed check digit and the announced parcels that were meant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from station.core.announced import Announced
from station.core.identify import identify
from station.core.identify.check_digits import s10_digit
from station.core.keying_errors import meant

SERIALS = st.from_regex(r"[0-9]{8}", fullmatch=True)


def s10(serial: str) -> str:
    return f"RB{serial}{s10_digit(serial)}GB"


def known(*numbers: str) -> dict[str, Announced]:
    return {number: Announced(number) for number in numbers}


@given(SERIALS, st.integers(2, 10), st.integers(1, 9))
def test_one_wrong_digit_leads_back_to_the_announced_parcel(serial: str, place: int, off: int) -> None:
    number = s10(serial)
    keyed = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]

    assert identify(number).printed in meant(keyed, known(number).get)


@given(SERIALS, st.integers(2, 9))
def test_two_swapped_digits_lead_back_to_the_announced_parcel(serial: str, place: int) -> None:
    number = s10(serial)
    keyed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    if keyed != number:
        assert identify(number).printed in meant(keyed.lower(), known(number).get)


@given(st.text(max_size=60))
def test_what_was_not_announced_is_never_offered(text: str) -> None:
    assert meant(text, lambda _: None) == []


def test_a_parcel_two_slips_away_is_not_offered() -> None:
    assert meant("RB123456784GB", known("RB123456785GB").get) == ["RB 123 456 785 GB"]
    assert meant("RB213456784GB", known("RB123456785GB").get) == []
