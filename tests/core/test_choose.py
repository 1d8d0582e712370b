"""Which code of a label is the parcel."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Symbol
from station.core.choose import choose, keyed_choice
from station.core.models import ReadVerdict

S10 = "RB123456785GB"
OTHER_S10 = "LP123456785CN"
PIC = "9400111206206406260787"
ROUTED_PIC = f"42078745\x1d{PIC}"
UPS = "1Z999AA10123456784"
LP = "LP00123456789012"
OTHER_LP = "LP00567890123456"
BAD_S10 = "RB123456784GB"
EAN = "4006381333931"


def symbol(text: str, symbology: str = "Code128") -> Symbol:
    return Symbol(text, text.encode(), symbology, "", (), "zxing")


def ids(*texts: str, carriers: tuple[str, ...] = ()) -> tuple[ReadVerdict, str | None]:
    choice = choose([symbol(text) for text in texts], carriers)
    return choice.verdict, choice.parcel.identity.normalized if choice.parcel else None


def test_no_code_at_all() -> None:
    choice = choose([])
    assert (choice.verdict, choice.cause) == (ReadVerdict.NO_READ, "no barcode found")


def test_codes_but_no_parcel_id() -> None:
    choice = choose([symbol(EAN, "EAN-13"), symbol("https://t.example", "QRCode")])
    assert (choice.verdict, choice.cause) == (ReadVerdict.NO_READ, "no parcel id among 2 codes")
    assert {identity.kind.value for identity in choice.references} == {"product_id", "url"}


def test_the_parcel_id_among_other_codes() -> None:
    choice = choose([symbol(EAN, "EAN-13"), symbol(S10), symbol("INV-2026-000123")])
    assert choice.parcel is not None
    assert choice.parcel.symbol.text == S10
    assert [identity.raw for identity in choice.references] == [EAN, "INV-2026-000123"]


def test_a_first_mile_reference_gives_way_to_a_last_mile_id_and_becomes_a_reference() -> None:
    choice = choose([symbol(LP), symbol(PIC)])
    assert choice.parcel is not None
    assert choice.parcel.identity.normalized == PIC
    assert [identity.normalized for identity in choice.references] == [LP]


def test_a_first_mile_reference_alone_is_the_parcel() -> None:
    assert ids(LP) == (ReadVerdict.READ, LP)


def test_two_different_strong_ids_are_never_a_guess() -> None:
    choice = choose([symbol(S10), symbol(UPS), symbol(LP)])
    assert (choice.verdict, choice.parcel) == (ReadVerdict.MULTI_READ, None)
    assert {each.identity.normalized for each in choice.candidates} == {S10, UPS}
    assert [identity.normalized for identity in choice.references] == [LP]


def test_two_different_first_mile_references_are_a_multi_read() -> None:
    assert ids(LP, OTHER_LP)[0] is ReadVerdict.MULTI_READ


def test_the_same_id_in_two_symbols_is_one() -> None:
    assert ids(PIC, ROUTED_PIC) == (ReadVerdict.READ, PIC)


def test_the_carrier_of_the_lane_goes_first() -> None:
    assert ids(S10, UPS, carriers=("ups",)) == (ReadVerdict.READ, UPS)
    assert ids(S10, OTHER_S10, carriers=("ups",))[0] is ReadVerdict.MULTI_READ
    assert ids(S10, UPS, carriers=("ups", "royal-mail"))[0] is ReadVerdict.MULTI_READ


def test_a_failed_check_digit_is_a_no_read_with_its_candidate() -> None:
    choice = choose([symbol(BAD_S10), symbol(EAN, "EAN-13")])
    assert (choice.verdict, choice.cause) == (ReadVerdict.NO_READ, "check digit failed")
    assert [each.identity.raw for each in choice.candidates] == [BAD_S10]
    assert [identity.raw for identity in choice.references] == [EAN]


def test_a_failed_last_mile_id_is_not_replaced_by_the_first_mile_reference_beside_it() -> None:
    assert ids(BAD_S10, LP)[0] is ReadVerdict.NO_READ


def test_a_good_strong_id_stands_beside_a_failed_one() -> None:
    assert ids(BAD_S10, UPS) == (ReadVerdict.READ, UPS)


def test_what_a_reader_has_altered_is_not_taken() -> None:
    choice = choose([symbol("42078745<GS>9400111206206406260787")])
    assert choice.verdict is ReadVerdict.NO_READ
    assert "set it to plain text" in (choice.cause or "")


@given(st.permutations([S10, UPS, LP, PIC, BAD_S10, EAN]), st.sampled_from([(), ("ups",), ("usps", "ups")]))
def test_the_order_of_the_codes_does_not_matter(texts: list[str], carriers: tuple[str, ...]) -> None:
    ordered = sorted(texts)
    assert ids(*texts, carriers=carriers) == ids(*ordered, carriers=carriers)


def test_every_code_is_the_parcel_a_candidate_or_a_reference() -> None:
    texts = [S10, UPS, LP, BAD_S10, EAN, "INV-2026-000123"]
    for count in range(1, len(texts) + 1):
        for some in itertools.combinations(texts, count):
            choice = choose([symbol(text) for text in some])
            told = {each.symbol.text for each in (choice.parcel, *choice.candidates) if each}
            assert told | {identity.raw for identity in choice.references} == set(some)


def test_a_keyed_id_is_chosen_in_its_canonical_form() -> None:
    choice = keyed_choice("rb 123 456 785 gb")
    assert choice.parcel is not None
    assert (choice.parcel.identity.normalized, choice.parcel.symbol.engine) == (S10, "keyed")


def test_a_keyed_id_with_a_wrong_check_digit_is_no_parcel_and_keeps_its_hint() -> None:
    choice = keyed_choice("RB 123 456 784 GB")
    assert (choice.verdict, choice.cause) == (ReadVerdict.NO_READ, "check digit failed")
    assert choice.candidates[0].identity.hint


@given(st.text())
def test_any_keyed_text_has_an_answer(text: str) -> None:
    choice = keyed_choice(text)
    assert (choice.parcel is None) == (choice.verdict is ReadVerdict.NO_READ)
    assert choice.parcel or choice.cause
