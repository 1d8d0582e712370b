"""The laws of identity: nothing raises, nothing is repaired, only what proves itself is a parcel."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station.core.identify import identify
from station.core.identify.check_digits import gs1_digit
from station.core.models import Kind, Strength
from tests.station.core.identify.valid_numbers import (
    DIGITS,
    cainiao_numbers,
    pics,
    s10_numbers,
    ups_numbers,
    valid_numbers,
    zip_codes,
)

GS = "\x1d"
symbologies = st.one_of(st.none(), st.sampled_from(["Code128", "GS1-128", "QRCode", "EAN-13", "ITF", "keyed", "??"]))
aims = st.one_of(st.none(), st.sampled_from(["", "]C0", "]C1", "]d2", "]E0", "]I1", "]x9"]))


# -- nothing raises


@given(st.text(), symbologies, aims, st.booleans())
@example("]C1", None, None, False)
@example("<GS>", "GS1-128", "]C1", False)
@example("01\u0661\u0662", "GS1-128", None, False)
@example("(01)", None, None, False)
@example("\ud800", None, None, True)
@example("9200000000000000000000", None, None, True)
def test_any_text_has_an_answer(text: str, symbology: str | None, aim: str | None, keyed: bool) -> None:
    identity = identify(text, symbology, aim, keyed=keyed)
    assert identity.raw == text
    assert identity.reason


@given(st.text("0123456789ABCZ()][<>GS\x1d\x1e \r\n-", max_size=60), symbologies, aims)
def test_text_that_looks_like_barcodes_has_an_answer(text: str, symbology: str | None, aim: str | None) -> None:
    identify(text, symbology, aim)


# -- the four formats


@given(s10_numbers(), st.sampled_from(["Code128", "Code39", "QRCode", "DataMatrix", "PDF417", None]))
def test_every_s10_number_is_recognised(number: str, symbology: str | None) -> None:
    identity = identify(number, symbology)
    assert (identity.accepted, identity.normalized, identity.country) == (True, number, number[-2:])
    assert identity.strength is Strength.CHECKED


@given(pics(), st.one_of(st.none(), zip_codes), st.sampled_from(["]C1", None]))
def test_every_pic_is_recognised_behind_any_zip_code_and_fnc1(pic: str, zip_code: str | None, aim: str | None) -> None:
    text = pic if zip_code is None else f"420{zip_code}{GS}{pic}"
    identity = identify(text, "GS1-128", aim)
    assert (identity.accepted, identity.normalized, identity.postal_code) == (True, pic, zip_code)


@given(pics(), zip_codes)
def test_a_pic_without_fnc1_is_split_right_or_not_at_all(pic: str, zip_code: str) -> None:
    identity = identify(f"420{zip_code}{pic}", "Code128")
    if len(zip_code + pic) in (27, 31, 35, 39):
        wanted = (pic, zip_code) if identity.accepted else (None, None)
        assert (identity.normalized, identity.postal_code) == wanted
        assert identity.accepted or identity.reason == "two_readings"
    else:
        assert not identity.accepted


def test_both_splits_of_34_digits() -> None:
    nine = identify("4207874512349400111206206406260787", "GS1-128")
    five = identify("4203007792612927005499000000000016", "GS1-128")
    assert (nine.postal_code, nine.normalized) == ("787451234", "9400111206206406260787")
    assert (five.postal_code, five.normalized) == ("30077", "92612927005499000000000016")


def test_34_digits_that_can_be_split_two_ways_are_refused() -> None:
    pic = "9400111206206406260787"
    leading = next(d for n in range(100) if gs1_digit((d := f"91{n:02}") + pic[:-1]) == pic[-1])
    identity = identify(f"42078745{leading}{pic}", "Code128")
    assert not identity.accepted
    assert identity.reason == "two_readings"
    assert identify(f"42078745{leading}{GS}{pic}", "GS1-128").normalized == pic


@pytest.mark.parametrize(
    "text", ["420101000" + GS + "9400111206206406260787", "420K1A0B1" + GS + "9400111206206406260787"]
)
def test_a_routing_that_is_no_zip_code_is_dropped_and_said(text: str) -> None:
    identity = identify(text, "GS1-128", "]C1")
    assert (identity.accepted, identity.postal_code) == (True, None)
    assert identity.reason == "impb_routing_not_a_zip"


@given(ups_numbers())
def test_every_ups_number_is_recognised(number: str) -> None:
    identity = identify(number, "Code128")
    assert (identity.accepted, identity.carrier, identity.normalized) == (True, "ups", number)


@given(cainiao_numbers)
def test_a_cainiao_number_is_a_first_mile_reference_without_a_check_digit(number: str) -> None:
    identity = identify(number, "Code128")
    assert (identity.accepted, identity.carrier, identity.first_mile) == (True, "cainiao", True)
    assert (identity.check, identity.strength) == (None, Strength.PREFIX)


def test_length_tells_an_s10_item_of_china_from_a_cainiao_number() -> None:
    assert identify("LP123456785CN").carrier == "china-post"
    assert identify("LP12345678501").carrier == "cainiao"


@pytest.mark.parametrize("country", ["TW", "MO", "HK", "AX", "GG", "SX", "BQ"])
def test_territories_with_a_code_of_their_own_issue_s10_numbers(country: str) -> None:
    assert identify(f"RB123456785{country}").accepted


@pytest.mark.parametrize("country", ["XX", "ZZ", "YP", "UK", "EU"])
def test_letters_that_are_no_country_make_no_s10_number(country: str) -> None:
    assert identify(f"RB123456785{country}").kind is Kind.UNKNOWN


# -- check digits


def _with_one_wrong_digit(number: str, place: int, step: int) -> str:
    return number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]


@given(pics(), st.data(), st.integers(1, 9))
def test_no_single_wrong_digit_of_a_pic_is_accepted(pic: str, data: st.DataObject, step: int) -> None:
    place = data.draw(st.integers(2, len(pic) - 1))
    assert not identify(_with_one_wrong_digit(pic, place, step)).accepted


@given(s10_numbers(), st.integers(2, 10), st.integers(1, 9))
def test_a_wrong_digit_of_s10_is_accepted_only_where_its_check_digit_is_blind(number: str, at: int, step: int) -> None:
    """Remainders 0 and 6 share check digit 5, so a wrong serial digit may hide there and nowhere else."""
    identity = identify(_with_one_wrong_digit(number, at, step))
    assert not identity.accepted or (number[10] == "5" and at < 10)


@given(ups_numbers(), st.integers(10, 17), st.integers(1, 9))
def test_a_wrong_digit_of_ups_is_accepted_only_where_its_check_digit_is_blind(number: str, at: int, step: int) -> None:
    """Places that count twice cannot tell a digit from the one five apart."""
    identity = identify(_with_one_wrong_digit(number, at, step))
    assert not identity.accepted or (step == 5 and at % 2 == 1)


@pytest.mark.parametrize(
    "text", ["RB123456784GB", "1Z1111111111111111", "9434611206206407667131", "420787459400111206206406260788"]
)
def test_a_failed_check_digit_is_a_parcel_id_that_is_not_accepted_and_not_repaired(text: str) -> None:
    identity = identify(text, "Code128")
    assert (identity.kind, identity.check, identity.reason) == (Kind.PARCEL, False, "check_digit_failed")
    assert (identity.accepted, identity.normalized, identity.printed, identity.hint) == (False, None, None, None)


# -- what readers wrap around a text


@pytest.mark.parametrize(
    "text",
    [
        f"42078745{GS}9400111206206406260787",
        f"{GS}42078745{GS}9400111206206406260787{GS}",
        f"]C142078745{GS}9400111206206406260787",
        "(420)78745(94)00111206206406260787",
        "420787459400111206206406260787",
    ],
)
def test_one_label_in_the_modes_of_many_readers_is_one_parcel(text: str) -> None:
    identity = identify(text, "Code128")
    assert (identity.normalized, identity.postal_code) == ("9400111206206406260787", "78745")


def test_a_reader_that_writes_fnc1_out_is_told_of_and_not_trusted() -> None:
    identity = identify("42078745<GS>9400111206206406260787", "Code128")
    assert (identity.kind, identity.accepted, identity.reason) == (Kind.PARCEL, False, "escaped_gs")


def test_a_maxicode_names_the_1z_number_and_where_it_goes() -> None:
    head = "[)>\x1e01\x1d96152382802\x1d840\x1d001\x1d1Z00004951\x1dUPSN\x1d06X610\x1d159"
    text = head + "\x1d1234567\x1d1/1\x1d\x1dY\x1d\x1d\x1dPA\x1e\x04"
    identity = identify(text, "MaxiCode", "]U1")
    assert (identity.normalized, identity.postal_code, identity.country) == ("1Z06X6100100004951", "152382802", "US")


# -- what is no parcel


@given(valid_numbers, st.sampled_from(["https://t.example/", "HTTPS://T.EXAMPLE/?id=", "www.example.com/", "mailto:"]))
def test_an_id_inside_a_link_is_a_link(number: str, head: str) -> None:
    assert identify(head + number, "QRCode", "]Q1").kind is Kind.URL


@given(st.text(DIGITS, min_size=1, max_size=30), st.sampled_from(["EAN-13", "EAN-8", "UPC-A", "UPC-E", "ITF-14"]))
def test_a_retail_symbol_or_carton_code_is_never_a_parcel(text: str, symbology: str) -> None:
    assert identify(text, symbology).kind is not Kind.PARCEL


@given(st.text(DIGITS, min_size=1, max_size=30))
def test_itf_is_never_booked_on_its_own_word_and_only_12_or_14_digits_may_be_a_parcel(text: str) -> None:
    """A tilted or cut ITF symbol reads as a shorter number."""
    identity = identify(text, "ITF")
    assert not identity.accepted
    assert identity.kind is not Kind.PARCEL or len(text) in (12, 14)


def test_upc_a_and_ean_13_of_one_product_compare_equal() -> None:
    assert identify("036000241457", "UPC-A").normalized == identify("0036000241457", "EAN-13").normalized


@given(st.text(DIGITS, min_size=1, max_size=21))
def test_a_bare_number_is_never_a_parcel(text: str) -> None:
    assert not identify(text, "Code128").accepted


@pytest.mark.parametrize(
    ("text", "symbology", "aim", "kind", "normalized"),
    [
        ("00376104250021234569", "GS1-128", "]C1", Kind.LOGISTIC_UNIT, "376104250021234569"),
        ("00376104250021234569", "Code128", None, Kind.LOGISTIC_UNIT, "376104250021234569"),
        ("0105901234123457", "GS1-128", "]C1", Kind.PRODUCT, "05901234123457"),
        ("(01)05901234123457", "GS1-128", None, Kind.PRODUCT, "05901234123457"),
        ("15400141288763", "ITF", "]I1", Kind.PRODUCT, "15400141288763"),
        ("4103898765432108", "GS1-128", "]C1", Kind.LOCATION, "3898765432108"),
        ("40213131313131313130", "GS1-128", "]C1", Kind.SHIPMENT, "13131313131313130"),
        ("42184078745\x1d403ROUTE1", "GS1-128", "]C1", Kind.ROUTING, "42184078745"),
        ("HKHKGARUMOWAAEN69999003199999", "Code128", None, Kind.RECEPTACLE, "HKHKGARUMOWAAEN69999003199999"),
        ("CNBJSAUSJFKAACN60123", "Code128", None, Kind.DESPATCH, "CNBJSAUSJFKAACN60123"),
        ("50823007028005", "ITF", "]I0", Kind.ROUTING, "50823007028005"),
        ("INV-2026-000123", "Code128", None, Kind.REFERENCE, None),
        ("WIFI:S:hub;T:WPA;P:x;;", "QRCode", "]Q1", Kind.URL, None),
        ("", "Code128", None, Kind.UNKNOWN, None),
        ("101000828486", "ITF", "]I0", Kind.UNKNOWN, None),
    ],
)
def test_everything_else_is_reported_as_what_it_is(
    text: str, symbology: str, aim: str | None, kind: Kind, normalized: str | None
) -> None:
    identity = identify(text, symbology, aim)
    assert (identity.kind, identity.normalized, identity.accepted) == (kind, normalized, False)


def test_a_text_longer_than_any_identifier_is_unknown() -> None:
    assert identify("1" * 5000).reason == "too_long"
