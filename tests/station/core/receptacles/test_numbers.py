"""A number of a bag is an S9, the hub's own with its check character, or another text that no parcel has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.identify import identify
from station.core.models import Kind
from station.core.outcomes import Problem, Reason
from station.core.receptacles import (
    bag_number,
    despatch_number,
    free_number,
    is_s9,
    own_number,
    s8_of,
    s9_fields,
    wrong_field,
)

S9 = "CNSHAABRRIOAACC60001001000123"
AT = "2026-11-30T10:00:00.000Z"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def reason(text: str, prefix: str = "", office: str = "") -> Reason | None:
    found = bag_number(text, prefix, office)
    return found.reason if isinstance(found, Problem) else None


def test_an_s9_is_taken_and_its_first_twenty_characters_are_the_despatch() -> None:
    assert bag_number(f" {S9.lower()} ") == S9
    assert s8_of(S9) == S9[:20]
    assert s9_fields(S9) == {
        "origin": "CNSHAA",
        "destination": "BRRIOA",
        "category": "A",
        "subclass": "CC",
        "year": "6",
        "despatch": "0001",
        "receptacle": "001",
        "highest_receptacle": "0",
        "registered": "0",
        "weight": "0123",
    }
    assert identify(S9).kind is Kind.RECEPTACLE


@pytest.mark.parametrize(
    ("at", "character", "field"),
    [
        (0, "X", "origin"),
        (5, "-", "origin"),
        (6, "Q", "destination"),
        (12, "X", "category"),
        (13, "1", "subclass"),
        (15, "X", "year"),
        (19, "X", "despatch"),
        (22, "X", "receptacle"),
        (23, "2", "highest_receptacle"),
        (24, "5", "registered"),
        (28, "X", "weight"),
    ],
)
def test_a_wrong_field_of_an_s9_is_named(at: int, character: str, field: str) -> None:
    wrong = S9[:at] + character + S9[at + 1 :]
    assert wrong_field(wrong) == field
    assert bag_number(wrong) == Problem(Reason.BAD_S9, {"bag": wrong, "field": field, "text": s9_fields(wrong)[field]})
    assert s8_of(wrong) is None


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=29, max_size=29))
def test_what_counts_as_an_s9_here_is_a_receptacle_for_the_reader_too(text: str) -> None:
    assert is_s9(text) == (identify(text).reason == "s9")


@given(prefix=st.text(ALPHABET, min_size=1, max_size=12), at=st.integers(0, 19), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_of_an_own_number_is_found(prefix: str, at: int, other: str) -> None:
    number = own_number(prefix, AT)
    assert bag_number(number, prefix) == number
    place = len(prefix) + at % (len(number) - len(prefix))
    slip = number[:place] + other + number[place + 1 :]
    assert reason(slip, prefix) in ({None} if slip == number else {Reason.BAD_BAG_CHECK})


def test_the_station_makes_another_number_each_time() -> None:
    made: list[str] = []
    for _ in range(50):
        made.append(free_number("HUB1", AT, made.__contains__))
    assert len(set(made)) == 50
    assert all(bag_number(number, "HUB1") == number for number in made)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CAGE-17", None),
        ("bag-17", None),
        ("BAG", Reason.NO_BAG_NUMBER),
        ("B" * 36, Reason.NO_BAG_NUMBER),
        ("BAG 17", Reason.NO_BAG_NUMBER),
        ("BAG\x1b17", Reason.NO_BAG_NUMBER),
        ("BÄG17", Reason.NO_BAG_NUMBER),
        ("RR123456785CN", Reason.BAG_IS_PARCEL),
        ("HUB1NOCHECK", Reason.BAD_BAG_CHECK),
        ("HUB1-17", Reason.BAD_BAG_CHECK),
        (S9, None),
    ],
)
def test_other_numbers(text: str, expected: Reason | None) -> None:
    assert reason(text, "HUB1") == expected


def test_a_receptacle_of_another_office_is_refused() -> None:
    assert reason(S9, office="CNSHAA") is None
    assert reason(S9, office="CNCANA") is Reason.OTHER_OFFICE


def test_a_despatch_has_the_number_that_its_bags_name_or_the_next_one_of_the_hub() -> None:
    other = S9[:16] + "0002" + S9[20:]
    used = own_number("HUB1", AT)
    assert despatch_number([S9, "BAG-1"], "HUB1", AT, {used}.__contains__) == S9[:20]
    assert despatch_number(["BAG-1"], "HUB1", AT, set[str]().__contains__) == used
    assert despatch_number(["BAG-1"], "HUB1", AT, {used}.__contains__) not in {used, None}
    assert despatch_number([S9, other], "HUB1", AT, bool) == Problem(
        Reason.SEVERAL_DESPATCHES, {"despatches": (S9[:20], other[:20])}
    )
    assert despatch_number(["BAG-1"], "", AT, bool) == Problem(Reason.NO_DESPATCH_NUMBER)
