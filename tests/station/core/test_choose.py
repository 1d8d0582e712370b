"""Which code of a label is the parcel."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice, Symbol, notice
from station.core.announced import Announced
from station.core.choose import EVERY_LANE, ChoiceRules, bag_in_view, choose, keyed_choice
from station.core.models import ReadVerdict, Strength

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
    choice = choose([symbol(text) for text in texts], ChoiceRules(carriers))
    return choice.verdict, choice.parcel.identity.normalized if choice.parcel else None


def test_no_code_at_all() -> None:
    choice = choose([])
    assert (choice.verdict, choice.cause) == (ReadVerdict.NO_READ, Notice("no_barcode_found"))


def test_codes_but_no_parcel_id() -> None:
    choice = choose([symbol(EAN, "EAN-13"), symbol("https://t.example", "QRCode")])
    assert (choice.verdict, choice.cause) == (ReadVerdict.NO_READ, notice("no_parcel_id", codes=2))
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
    assert (choice.verdict, choice.cause) == (ReadVerdict.NO_READ, Notice("check_digit_failed"))
    assert [each.identity.raw for each in choice.candidates] == [BAD_S10]
    assert [identity.raw for identity in choice.references] == [EAN]


def test_a_failed_last_mile_id_is_not_replaced_by_the_first_mile_reference_beside_it() -> None:
    assert ids(BAD_S10, LP)[0] is ReadVerdict.NO_READ


def test_a_good_strong_id_stands_beside_a_failed_one() -> None:
    assert ids(BAD_S10, UPS) == (ReadVerdict.READ, UPS)


def test_what_a_reader_has_altered_is_not_taken() -> None:
    choice = choose([symbol("42078745<GS>9400111206206406260787")])
    assert choice.verdict is ReadVerdict.NO_READ
    assert choice.cause == Notice("reader_writes_gs")


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
    assert (choice.verdict, choice.cause) == (ReadVerdict.NO_READ, Notice("check_digit_failed"))
    assert choice.candidates[0].identity.hint


@given(st.text())
def test_any_keyed_text_has_an_answer(text: str) -> None:
    choice = keyed_choice(text)
    assert (choice.parcel is None) == (choice.verdict is ReadVerdict.NO_READ)
    assert choice.parcel or choice.cause


FEDEX = "986578788855"
"""Twelve digits with a check digit: a bare number."""
ORDER = "WX-2026-77"
S9 = "CNBJSAUSJFKAACN60001001100125"


def manifest(*parcels: Announced) -> Callable[[str], Announced | None]:
    """As the store answers: by the parcel's own number, else by another of it."""
    by_id = {number: parcel for parcel in parcels for number in parcel.alt_ids}
    return (by_id | {parcel.parcel_id: parcel for parcel in parcels}).get


def chosen(*texts: str, announced: Sequence[Announced] = (), rules: ChoiceRules = EVERY_LANE) -> object:
    choice = choose([symbol(text) for text in texts], rules, manifest(*announced))
    if choice.parcel is None:
        return choice.verdict
    return choice.parcel.identity.normalized


def test_the_number_of_the_manifest_goes_before_every_other() -> None:
    assert chosen(S10, UPS, announced=[Announced(S10)]) == S10
    assert chosen(S10, UPS, announced=[Announced(UPS)]) == UPS
    assert chosen(S10, UPS, announced=[Announced(UPS), Announced(S10)]) is ReadVerdict.MULTI_READ
    assert chosen(LP, UPS, announced=[Announced(LP)], rules=ChoiceRules(("ups",))) == LP


def test_a_relabelled_parcel_is_the_one_that_was_announced_and_else_a_question() -> None:
    assert chosen(S10, OTHER_S10) is ReadVerdict.MULTI_READ
    assert chosen(S10, OTHER_S10, announced=[Announced(OTHER_S10)]) == OTHER_S10
    assert chosen(S10, OTHER_S10, announced=[Announced(OTHER_S10, (S10,))]) == OTHER_S10


def test_any_number_of_an_announced_parcel_is_that_parcel() -> None:
    parcel = Announced(S10, (LP, ORDER), carrier="royal-mail")
    for text in (LP, ORDER, S10):
        choice = choose([symbol(text), symbol(EAN, "EAN-13")], ChoiceRules(), manifest(parcel))
        assert choice.announced == parcel
        assert choice.parcel is not None
        identity = choice.parcel.identity
        assert (identity.normalized, identity.carrier, identity.raw) == (S10, "royal-mail", text)
        assert identity.accepted


def test_a_product_a_link_and_a_failed_check_digit_are_never_announced() -> None:
    anything = Announced(S10)
    for text, symbology in ((EAN, "EAN-13"), ("https://t.example/x", "QRCode"), (BAD_S10, "Code128")):
        choice = choose([symbol(text, symbology)], ChoiceRules(), lambda _: anything)
        assert choice.verdict is ReadVerdict.NO_READ


def test_a_bare_number_counts_where_the_lane_or_the_manifest_says_so_and_nowhere_else() -> None:
    assert chosen(FEDEX) is ReadVerdict.NO_READ
    assert chosen(FEDEX, rules=ChoiceRules(weak_carriers=("ups",))) is ReadVerdict.NO_READ
    assert chosen(FEDEX, rules=ChoiceRules(weak_carriers=("fedex",))) == FEDEX
    assert chosen(FEDEX, announced=[Announced(FEDEX)]) == FEDEX
    assert chosen(FEDEX, UPS, rules=ChoiceRules(weak_carriers=("fedex",))) == UPS
    assert chosen(FEDEX, LP, rules=ChoiceRules(weak_carriers=("fedex",))) == FEDEX
    assert chosen(FEDEX, LP) == LP


def test_a_bare_number_that_a_lane_allows_needs_more_than_one_frame() -> None:
    choice = choose([symbol(FEDEX)], ChoiceRules(weak_carriers=("fedex",)))
    assert choice.parcel is not None
    assert choice.parcel.identity.strength < Strength.CHECKED


def test_a_bare_number_is_told_from_no_number_at_all() -> None:
    choice = choose([symbol(FEDEX)])
    assert choice.cause == notice("bare_number", carrier="fedex")
    assert keyed_choice(FEDEX).cause == choice.cause
    assert keyed_choice("hello").cause == Notice("not_a_parcel_id")


def test_a_keyed_number_is_chosen_like_a_scanned_one() -> None:
    choice = keyed_choice("lp 0012 3456 789012", ChoiceRules(), manifest(Announced(S10, (LP,))))
    assert choice.parcel is not None
    assert (choice.parcel.identity.normalized, choice.parcel.symbol.engine) == (S10, "keyed")
    order = keyed_choice(" wx-2026-77", ChoiceRules(), manifest(Announced(S10, (ORDER,))))
    assert order.announced == Announced(S10, (ORDER,))


@given(st.permutations([S10, UPS, LP, PIC, FEDEX, EAN]), st.sets(st.sampled_from([S10, UPS, LP, PIC, FEDEX])))
def test_the_order_of_the_codes_does_not_matter_with_a_manifest(texts: list[str], known: set[str]) -> None:
    parcels = [Announced(number) for number in known]
    result = chosen(*texts, announced=parcels)

    assert result == chosen(*sorted(texts), announced=parcels)
    assert (result in known) == (len(known) == 1)


def test_the_label_of_a_bag_alone_names_the_bag_and_a_parcel_beside_it_does_not() -> None:
    assert bag_in_view([symbol(S9)]) == S9
    assert bag_in_view([symbol(S9), symbol(EAN, "EAN-13")]) == S9
    assert bag_in_view([symbol(S9), symbol(S10)]) is None
    assert bag_in_view([symbol(S10)]) is None
    assert bag_in_view([]) is None


def test_a_number_that_proves_itself_is_another_parcels_although_it_is_outshone() -> None:
    beside = choose([symbol(S10)], outshone=[symbol(OTHER_S10)])
    reference = choose([symbol(S10)], outshone=[symbol(LP)])
    alone = choose([], outshone=[symbol(OTHER_S10)])

    assert beside.verdict is ReadVerdict.MULTI_READ
    assert reference.parcel is not None
    assert alone.verdict is ReadVerdict.NO_READ
