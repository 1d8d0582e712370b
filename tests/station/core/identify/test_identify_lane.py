"""A lane that names weak carriers takes every number of theirs, whatever else it looks like, and no others."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Symbol
from station.core.choose import ChoiceRules, choose, keyed_choice
from station.core.identify import identify
from station.core.identify.check_digits import gs1_digit
from station.core.identify.rule_table import IN_LANES
from station.core.identify.russia import _CODES
from station.core.identify.scanned import Medium
from station.core.models import Kind, ReadVerdict, Strength
from station.language import ENGLISH, cause_of, language
from tests.shared_data import shared_cases
from tests.station.core.identify.valid_numbers import DIGITS, WEAK, numbers_of, symbology_of, valid_numbers, with_check

if TYPE_CHECKING:
    from station.core.identify.number_row import Format
    from station.core.models import Identity

REGIONS = sorted(_CODES)
BARE_ROWS = tuple(row for row in (*WEAK, *IN_LANES) if row.kind is Kind.PARCEL)
COUNT = 500
BY_CHECK = {10: 0.16, 11: 0.16, 12: 0.12, 13: 0.15, 14: 0.2, 15: 0.14, 16: 0.12, 18: 0.12, 20: 0.22, 22: 0.02}
"""Share of random digits that one carrier's lane takes at most: what its check digits let through, and some luck."""
NO_CHECK = {"dhl-ecommerce", "sf-express", "china-post"}


def _drawn(row: Format, rng: random.Random) -> str:
    """A valid number of a row of digits, or empty."""
    if row.carrier == "russian-post":
        number = rng.choice(REGIONS) + "".join(rng.choices(DIGITS, k=10))
        return number + gs1_digit(number) if number[0] in row.first else ""
    length = rng.choice(row.lengths)
    return _valid(row, rng.choice(row.first) + "".join(rng.choices(DIGITS, k=length - 1)))


def _valid(row: Format, text: str) -> str:
    return with_check(row, text) if re.fullmatch(row.form, text) else ""


def _five_hundred(row: Format) -> list[str]:
    rng = random.Random(row.name)  # the same each time
    found: list[str] = []
    for _ in range(400_000):
        if len(found) == COUNT:
            break
        found.extend(filter(None, [_drawn(row, rng)]))
    return found


DRAWN_WHOLE = ("420", "6359", "96", "43", "46", "773", "61", "3[0-9]{15}")
"""Forms whose long beginning random digits do not hit: the property test below draws them."""
DIGITS_ONLY = tuple(
    row
    for row in BARE_ROWS
    if set(row.first) <= set(DIGITS) and "A-Z" not in row.form and not row.form.startswith(DRAWN_WHOLE)
)


@pytest.mark.parametrize("row", DIGITS_ONLY, ids=lambda row: f"{row.name}-{row.media[0] if row.media else 'any'}")
def test_a_lane_takes_all_of_five_hundred_numbers_of_its_own_carrier(row: Format) -> None:
    numbers = _five_hundred(row)
    assert row.carrier is not None
    assert len(numbers) == COUNT
    lost = [text for text in numbers if not _in_lane(text, _symbology(row), row.carrier).accepted]
    assert lost == []
    assert not any(_in_lane(text, "keyed", row.carrier).kind is Kind.UNKNOWN for text in numbers[:50])


def _symbology(row: Format) -> str:
    return "ITF-14" if row.media and row.media[0] is Medium.CARTON else symbology_of(row)


def _in_lane(text: str, symbology: str, carrier: str) -> Identity:
    return identify(text, symbology, weak_carriers=(carrier,))


@given(st.sampled_from(BARE_ROWS), st.data())
def test_each_weak_number_is_accepted_in_the_lane_of_its_carrier(row: Format, data: st.DataObject) -> None:
    number = data.draw(numbers_of(row))
    symbology = _symbology(row)
    plain = identify(number, symbology)
    if plain.check is False or plain.refused:
        return  # of the form of a stronger number whose check digit fails
    here = identify(number, symbology, weak_carriers=(row.carrier or "",))
    assert here.accepted
    assert plain.accepted or here.carrier == row.carrier
    symbol = Symbol(number, number.encode(), symbology, "", (), "zxing")
    choice = choose([symbol], ChoiceRules(weak_carriers=(row.carrier or "",)))
    assert choice.verdict is ReadVerdict.READ


@given(st.sampled_from(BARE_ROWS), st.sampled_from(BARE_ROWS), st.data())
def test_the_lane_chooses_among_the_carriers_that_fit(row: Format, other: Format, data: st.DataObject) -> None:
    number, symbology = data.draw(numbers_of(row)), _symbology(row)
    here = identify(number, symbology, weak_carriers=(other.carrier or "",))
    plain = identify(number, symbology)
    assert here == plain or here.carrier == other.carrier


@given(valid_numbers, st.lists(st.sampled_from([row.carrier or "" for row in BARE_ROWS]), max_size=4))
def test_a_strong_number_is_what_it_is_in_every_lane(number: str, carriers: list[str]) -> None:
    assert identify(number, "Code128", weak_carriers=(*carriers, "sscc")) == identify(number, "Code128")


@pytest.mark.parametrize("length", [*range(8, 24), 26, 28, 30, 32, 34])
def test_random_digits_are_no_parcels_without_a_lane_and_few_with_one(length: int) -> None:
    rng = random.Random(length)
    texts = ["".join(rng.choices(DIGITS, k=length)) for _ in range(COUNT)]
    # A PIC of USPS is digits alone, and strong by its check digit and prefix: one in two hundred.
    assert sum(identify(text, "Code128").accepted for text in texts) <= COUNT * 0.02
    for carrier in sorted({row.carrier or "" for row in BARE_ROWS} - NO_CHECK):
        taken = sum(identify(text, "Code128", weak_carriers=(carrier,)).accepted for text in texts)
        assert taken <= COUNT * BY_CHECK.get(length, 0.13), carrier


@given(st.text(DIGITS, min_size=17, max_size=17), st.sampled_from(["]C1", "keyed"]))
def test_a_logistic_unit_is_a_parcel_only_where_the_lane_says_so(payload: str, how: str) -> None:
    number = "00" + payload + gs1_digit(payload)
    symbol = ("keyed", None) if how == "keyed" else ("GS1-128", how)
    plain = identify(number, *symbol)
    ours = number[2:8] == "340434"
    assert plain.accepted is ours
    here = identify(number, *symbol, weak_carriers=("sscc",))
    assert (here.accepted, here.normalized, here.kind) == (True, number[2:], Kind.PARCEL)


@given(st.text(DIGITS, min_size=11, max_size=11), st.sampled_from(["]C1", "]C0", "keyed"]))
def test_a_parcel_of_dhl_paket_is_one_everywhere(serial: str, how: str) -> None:
    payload = "340434" + serial
    number = "00" + payload + gs1_digit(payload)
    found = identify(number, "keyed") if how == "keyed" else identify(number, "Code128", how)
    assert (found.accepted, found.carrier, found.normalized) == (True, "dhl-parcel", number[2:])
    assert found.strength is Strength.CHECKED


@given(valid_numbers, st.sampled_from(["]C0", "*", "\u200b", "\x02", "\ufeff"]))
def test_what_a_typing_scanner_puts_around_a_number_does_not_count(number: str, around: str) -> None:
    wrapped = {"*": f"*{number}*", "]C0": f"]C0{number}"}.get(around, around + number + around)
    plain, found = identify(number, keyed=True), identify(wrapped, keyed=True)
    assert (found.normalized, found.accepted) == (plain.normalized, plain.accepted)


@pytest.mark.parametrize("fnc1", ["\x1d", "^]"])
def test_a_typed_message_with_its_fnc1_is_read_as_one(fnc1: str) -> None:
    found = identify(f"00376104250021234569{fnc1}42010115", keyed=True, weak_carriers=("sscc",))
    assert (found.normalized, found.accepted, found.postal_code) == ("376104250021234569", True, "10115")
    routed = identify(f"42002138{fnc1}9400111201080805483016", keyed=True)
    assert (routed.normalized, routed.postal_code) == ("9400111201080805483016", "02138")
    assert identify(f"42002138{fnc1}9400111201080805483017", keyed=True).hint


@given(valid_numbers)
def test_two_scans_in_one_line_are_named_as_that(number: str) -> None:
    found = identify(number * 2, keyed=True)
    if found.kind is Kind.UNKNOWN and len(number) <= 40:
        assert "two numbers in one line" in cause_of(found.hint, language(ENGLISH))
    assert not found.accepted


def test_a_wrong_keyboard_layout_is_hinted_at() -> None:
    for text in ("RR'è\"&é'_éçCN", "КК473124829СТ"):
        found = identify(text, keyed=True)
        assert not found.accepted
        assert "layout" in cause_of(found.hint, language(ENGLISH))


@pytest.mark.parametrize("case", shared_cases("field/identify.json"))
def test_numbers_of_public_reports_are_what_they_are(case: dict[str, Any]) -> None:
    given_as, wanted = case["input"], dict(case["expect"])
    carriers = tuple(case["lane"].get("weak_carriers", ()))
    found = identify(given_as["raw"], given_as["symbology"], given_as.get("aim"), weak_carriers=carriers)
    kind = Kind.UNKNOWN if found.refused else found.kind
    assert kind.value == wanted.pop("kind", wanted.pop("kind_in_lane", kind.value))
    assert found.carrier != wanted.pop("carrier_not", "-")
    verdict, about = wanted.pop("verdict_in_lane", None), wanted.pop("hint_about", None)
    for name, value in wanted.items():
        assert getattr(found, name) == value
    if kind is Kind.PARCEL:
        assert found.accepted
    if verdict:
        rules = ChoiceRules(weak_carriers=carriers)
        symbol = Symbol(given_as["raw"], b"", given_as["symbology"], given_as["aim"], (), "zxing")
        assert choose([symbol], rules).verdict.value == verdict
        assert keyed_choice(given_as["raw"], rules).verdict.value == verdict
    if about:
        words = {"keyboard layout of the scanner": "layout", "set the scanner to plain text": "plain text"}
        assert words.get(about, str(about)) in cause_of(found.hint, language(ENGLISH))
