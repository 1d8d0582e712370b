"""Scanned text counts to the letter; keyed text without regard to case, spaces and hyphens, and with hints."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.identify import identify
from station.language import ENGLISH, cause_of, language
from tests.station.core.identify.valid_numbers import valid_numbers


@given(valid_numbers)
def test_what_is_printed_identifies_to_the_same_when_keyed(number: str) -> None:
    identity = identify(number)
    assert identity.printed is not None
    again = identify(identity.printed, keyed=True)
    same: dict[str, Any] = {
        name: getattr(identity, name) for name in ("kind", "carrier", "country", "service", "normalized")
    }
    assert {name: getattr(again, name) for name in same} == same


@given(valid_numbers, st.sampled_from([" ", "-", "\u3000", "\u2013"]), st.data())
def test_case_spaces_and_hyphens_do_not_count_when_keyed(number: str, filler: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number)))
    typed = (number[:place] + filler + number[place:]).lower()
    assert identify(typed, keyed=True).normalized == number


@pytest.mark.parametrize(
    "text", ["rb123456785gb", "RB 123456785 GB", "RB-123456785-GB", " RB123456785GB", "RB123456785GB\t"]
)
def test_scanned_text_is_taken_to_the_letter(text: str) -> None:
    assert not identify(text, "Code128").accepted
    assert identify(text, "keyed").accepted


def test_full_width_characters_of_a_chinese_keyboard_are_plain_ones() -> None:
    assert identify(
        "\uff32\uff22\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff15\uff27\uff22", keyed=True
    ).accepted


@pytest.mark.parametrize("ending", ["\r", "\n", "\r\n"])
def test_the_terminator_of_a_scanner_is_dropped(ending: str) -> None:
    assert identify(f"RB123456785GB{ending}").normalized == "RB123456785GB"


@given(valid_numbers)
def test_digits_of_other_scripts_are_not_digits(number: str) -> None:
    foreign = re.sub("[0-9]", lambda digit: chr(0x0660 + int(digit[0])), number)
    assert not identify(foreign).accepted


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("RB 123 546 785 GB", "swapped? look at 54"),
        ("RB 123 456 784 GB", "one character is wrong"),
        ("RB12345678OGB", "letter O among the digits (character 11)"),
        ("RB12345678GB", "8 digits between the letters, 9 are needed"),
        ("1Z999AA1012345678", "17 characters, 18 are needed"),
        ("940011120620640626078", "21 digits, 22 or 26 are needed"),
        ("RB123456785ZZ", "ZZ is no country code"),
    ],
)
def test_keyed_slips_get_a_hint(typed: str, hint: str) -> None:
    identity = identify(typed, keyed=True)
    assert not identity.accepted
    said = cause_of(identity.hint, language(ENGLISH))
    assert said.startswith(hint)
    assert "123456785" not in said.replace(" ", "")
