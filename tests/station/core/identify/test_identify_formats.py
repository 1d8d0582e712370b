"""Every row of the tables: what it takes, what it refuses, what it prints; and how little bare digits prove."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from station.core.identify import identify
from station.core.identify.check_digits import mod_37_36_character
from station.core.identify.rule_table import RULES, rules_for
from station.core.identify.scanned import Medium
from station.core.models import Kind, Strength
from tests.station.core.identify.valid_numbers import (
    DIGITS,
    FORMATS,
    STRONG,
    WEAK,
    checked_span,
    dpd_labels,
    dpd_parcel_numbers,
    numbers_of,
    symbology_of,
    texts_of,
)

if TYPE_CHECKING:
    from station.core.identify.number_row import Format
    from station.core.identify.rule import Rule

BY_CHECK_ALONE = {"impb", "gs1_00", "fedex_sscc", "two_readings", "check_digit_failed"}
"""Reasons for which bare digits may be more than weak: USPS and SSCC have a check digit behind a prefix of digits."""
rows = st.sampled_from(FORMATS)


@given(rows, st.data())
def test_a_row_says_truly_how_its_numbers_begin_and_how_long_they_are(row: Format, data: st.DataObject) -> None:
    text = data.draw(texts_of(row))
    assert text[0] in row.first
    assert len(text) in row.lengths


@given(st.sampled_from(RULES), st.data())
def test_no_rule_is_passed_over_that_would_answer(rule: Rule, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(rule.form, fullmatch=True))
    for medium in rule.media or Medium:
        assert rule.may_fit(medium, text[:1], len(text))
        assert rule in rules_for(medium, text[:1], len(text))


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: f"{row.name}-{row.carrier}")
def test_a_row_names_its_source_and_whose_country_it_gives(row: Format) -> None:
    assert row.source.startswith(("V", "R"))
    assert (row.country is None) == (row.role is None)


@given(st.sampled_from(STRONG), st.data())
def test_a_number_with_a_prefix_of_its_own_has_the_carrier_of_its_row(row: Format, data: st.DataObject) -> None:
    number = data.draw(numbers_of(row))
    identity = identify(number, symbology_of(row))
    assert (identity.accepted, identity.carrier, identity.country) == (True, row.carrier, row.country)
    assert identity.strength >= Strength.PREFIX


@given(st.sampled_from(WEAK), st.data())
def test_a_weak_number_is_named_and_not_booked(row: Format, data: st.DataObject) -> None:
    """Its carrier is that of its row, or of an earlier row that it fits as well."""
    number = data.draw(numbers_of(row))
    identity = identify(number, symbology_of(row))
    assert identity.kind is not Kind.UNKNOWN
    assert (
        identity.carrier == row.carrier
        or any(_fits(rival, number) for rival in FORMATS if rival is not row)
        or (identity.kind is not Kind.PARCEL)
    )
    if identity.strength is Strength.WEAK:
        assert not identity.accepted


def _fits(row: Format, number: str) -> bool:
    if not re.fullmatch(row.form, number):
        return False
    start, end = checked_span(row, number)
    return row.check is None or row.check(number[start:end])


@given(rows, st.data(), st.integers(1, 9))
def test_a_wrong_digit_is_accepted_only_where_the_check_digit_is_blind(
    row: Format, data: st.DataObject, step: int
) -> None:
    """What each check digit cannot see is in `test_check_digits`."""
    assume(row.check is not None and not row.proven)
    number = data.draw(numbers_of(row))
    start, end = checked_span(row, number)
    place = data.draw(st.integers(start, end - 1).filter(lambda at: number[at].isdecimal()))
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert row.check is not None
    seen = not row.check(wrong[start:end])
    identity = identify(wrong, symbology_of(row))
    assert not (seen and identity.accepted and identity.reason == row.name)


@given(rows, st.data())
def test_what_is_printed_is_the_same_number_when_keyed(row: Format, data: st.DataObject) -> None:
    identity = identify(data.draw(numbers_of(row)), symbology_of(row))
    assume(identity.kind is Kind.PARCEL)
    assert identity.printed is not None
    assert identity.normalized is not None
    printed = identify(identity.printed, keyed=True)
    plain = identify(identity.normalized, keyed=True)
    if identity.strength > Strength.WEAK:
        assert (printed.carrier, printed.normalized) == (identity.carrier, identity.normalized)
    elif identity.reason != "identcode":
        assert (printed.carrier, printed.normalized, printed.kind) == (plain.carrier, plain.normalized, plain.kind)


@given(rows, st.data(), st.sampled_from([" ", "-", "\u3000"]))
def test_case_spaces_and_hyphens_do_not_count_when_keyed(row: Format, data: st.DataObject, filler: str) -> None:
    number = data.draw(numbers_of(row))
    place = data.draw(st.integers(0, len(number)))
    typed, plain = (
        identify((number[:place] + filler + number[place:]).lower(), keyed=True),
        identify(number, keyed=True),
    )
    assert (typed.kind, typed.carrier, typed.normalized) == (plain.kind, plain.carrier, plain.normalized)


@given(st.sampled_from([row for row in FORMATS if row.check]), st.data())
def test_a_keyed_wrong_digit_gets_a_hint(row: Format, data: st.DataObject) -> None:
    assume(not row.proven)
    number = data.draw(numbers_of(row))
    _, end = checked_span(row, number)
    assume(number[end - 1].isdecimal())
    identity = identify(number[: end - 1] + str((int(number[end - 1]) + 3) % 10) + number[end:], keyed=True)
    if identity.kind is Kind.UNKNOWN or identity.check is False:
        assert identity.hint


@given(st.integers(8, 34).flatmap(lambda count: st.text(DIGITS, min_size=count, max_size=count)))
def test_bare_digits_are_never_more_than_weak(text: str) -> None:
    identity = identify(text, "Code128")
    assert identity.strength <= Strength.WEAK or identity.reason in BY_CHECK_ALONE


def test_hardly_any_bare_digits_may_be_booked() -> None:
    draw = random.Random(20261123)
    for count in range(8, 35):
        texts = ["".join(draw.choices(DIGITS, k=count)) for _ in range(2000)]
        assert sum(identify(text).accepted for text in texts) < 0.01 * len(texts), count


@given(dpd_labels())
def test_a_dpd_label_is_its_parcel_number(label: str) -> None:
    first, again = identify("%" + label, "Code128"), identify(label, "Code128")
    assert (first.accepted, first.carrier, first.normalized) == (True, "dpd", label[7:21])
    assert (again.accepted, again.carrier, again.normalized) == (False, "dpd", label[7:21])
    assert first.printed is not None
    assert identify(first.printed, keyed=True).normalized == label[7:21]


@given(dpd_labels(), st.integers(0, 27), st.integers(1, 9))
def test_no_single_wrong_digit_of_a_keyed_dpd_label_is_accepted(label: str, place: int, step: int) -> None:
    number = label + mod_37_36_character(label)
    assume(number[place].isdecimal())
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert not identify(wrong, keyed=True).accepted


@given(dpd_parcel_numbers())
def test_a_dpd_parcel_number_proves_itself_by_a_letter(number: str) -> None:
    identity = identify(number, keyed=True)
    if number[-1].isalpha():
        assert (identity.accepted, identity.carrier, identity.normalized) == (True, "dpd", number[:-1])
    else:
        assert not identity.accepted


@pytest.mark.parametrize(
    ("text", "symbology", "kind", "carrier"),
    [
        ("LP123456785CN", "Code128", Kind.PARCEL, "china-post"),
        ("LX990001236CN", "Code128", Kind.PARCEL, "china-post"),
        ("UM123456785YP", "Code128", Kind.PARCEL, "yanwen"),
        ("JD0002242617644732", "Code128", Kind.PARCEL, "yodel"),
        ("JJD0099999999", "Code128", Kind.PARCEL, "dhl-express"),
        ("61292701078443410536", "Code128", Kind.PARCEL, "fedex"),
        ("9261292701078443410536", "Code128", Kind.PARCEL, "usps"),
        ("00376104250021234569", "Code128", Kind.LOGISTIC_UNIT, None),
        ("80083740712514", "ITF", Kind.PARCEL, "russian-post"),
        ("15400141288763", "ITF", Kind.PRODUCT, None),
        ("80083740712514", "ITF-14", Kind.PRODUCT, None),
        ("396013134140", "ITF", Kind.PARCEL, "deutsche-post-dhl"),
        ("8100123456789000", "Code128", Kind.REFERENCE, None),
        ("000000000000", "Code128", Kind.UNKNOWN, None),
        ("RX12345678DE", "Code128", Kind.UNKNOWN, None),
        ("RX1234567855DE", "Code128", Kind.UNKNOWN, None),
        ("EXP3000MEL", "Code128", Kind.ROUTING, "startrack"),
    ],
)
def test_numbers_that_look_alike_are_told_apart(text: str, symbology: str, kind: Kind, carrier: str | None) -> None:
    identity = identify(text, symbology)
    assert (identity.kind, identity.carrier) == (kind, carrier)


def test_the_letter_of_correos_counts_where_it_is_proven() -> None:
    assert identify("PQ4F6P0704104480181750R").check is False
    unproven = identify("PK0A1B1500012340128013E")
    assert (unproven.accepted, unproven.check, unproven.strength) == (True, None, Strength.PREFIX)
    assert identify("PK0A1B1500012340128013D").strength is Strength.CHECKED


def test_the_product_code_of_australia_post_has_a_check_digit() -> None:
    good, bad = "0199312650999998912JD020603601000931508", "0199312650999997912JD020603601000931508"
    assert identify(good, "GS1-128", "]C1").normalized == "2JD020603601000931508"
    assert not identify(bad, "GS1-128", "]C1").accepted
