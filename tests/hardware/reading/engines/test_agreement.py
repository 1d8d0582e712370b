from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Claim, Symbol
from hardware.reading.engines.agreement import Seen
from hardware.reading.engines.families import gs1_check

S10 = "RR123456785CN"
WIDE = (100, 100, 400, 60)


def seen(text: str, symbology: str, engine: str = "zxing", box: tuple[int, int, int, int] = WIDE) -> Symbol:
    """A symbol at left, top, width, height."""
    x, y, w, h = box
    corners = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
    return Symbol(text, text.encode("latin-1"), symbology, "", corners, engine)


def claim(symbol: Symbol) -> Claim:
    """As the station would: the S10 ids here prove themselves, the LP numbers do not."""
    if symbol.text.startswith("RR") and len(symbol.text) == 13:
        return Claim.PROVEN
    return Claim.UNPROVEN if symbol.text.startswith("LP") else Claim.NONE


def looked_at(*symbols: Symbol, alone: bool = False) -> Seen:
    looked = Seen(claim, alone=alone)
    looked.add(symbols)
    return looked


def agreed(symbols: list[Symbol]) -> tuple[Symbol, ...]:
    return looked_at(*symbols).agreed()[0]


def texts(*symbols: Symbol) -> list[tuple[str, str]]:
    return [(symbol.text, symbol.engine) for symbol in agreed(list(symbols))]


def test_the_same_code_in_the_same_place_is_one_symbol_of_both_engines() -> None:
    thin = (105, 120, 390, 2)

    assert texts(seen(S10, "Code128"), seen(S10, "Code128", "zbar", thin)) == [(S10, "zxing+zbar")]
    assert texts(seen(S10, "Code128", "zbar"), seen(S10, "GS1-128")) == [(S10, "zxing+zbar")]
    assert agreed([seen(S10, "Code128", "zbar"), seen(S10, "GS1-128")])[0].symbology == "GS1-128"


def test_the_same_code_on_two_parcels_is_two_symbols() -> None:
    assert len(texts(seen(S10, "Code128"), seen(S10, "Code128", "zbar", (100, 500, 400, 60)))) == 2


def test_two_different_texts_in_one_place_are_both_refused() -> None:
    assert texts(seen(S10, "Code128"), seen("RR123456799CN", "Code128", "zbar")) == []
    assert len(texts(seen(S10, "Code128"), seen("RR123456799CN", "Code128", "zbar", (100, 200, 400, 60)))) == 2


def test_zbar_does_not_know_fnc4_and_does_not_dispute_it() -> None:
    assert texts(seen("\u00f3\u00f31234", "Code128"), seen("ss1234", "Code128", "zbar")) == [("óó1234", "zxing+zbar")]


def test_a_matrix_code_whose_character_set_is_guessed_differently_is_one_symbol() -> None:
    square = (100, 100, 90, 90)
    both = [seen("\u00c3\u00de", "QRCode", box=square), seen("\u00e8\u00b9", "QRCode", "zbar", square)]

    assert texts(*both) == [("\u00c3\u00de", "zxing+zbar")]


@given(st.text("0123456789", min_size=1, max_size=30), st.sampled_from(["zxing", "zbar"]))
def test_one_engines_itf_counts_only_as_14_digits_with_a_check_digit(digits: str, engine: str) -> None:
    proven = len(digits) == 14 and gs1_check(digits)

    assert texts(seen(digits, "ITF", engine)) == ([(digits, engine)] if proven else [])


def test_both_engines_may_agree_on_a_shorter_itf_but_not_below_six_digits() -> None:
    assert texts(seen("0829220875", "ITF"), seen("0829220875", "ITF", "zbar")) == [("0829220875", "zxing+zbar")]
    assert texts(seen("0829", "ITF"), seen("0829", "ITF", "zbar")) == []


def test_a_short_itf_beside_a_longer_one_is_a_piece_of_it() -> None:
    piece = (100, 165, 180, 8)
    short = [seen("123456", "ITF", box=piece), seen("123456", "ITF", "zbar", piece)]

    assert texts(seen("12345678901231", "ITF"), *short) == [("12345678901231", "zxing")]


def test_a_linear_read_inside_another_symbol_is_a_phantom() -> None:
    square, inside = (100, 100, 200, 200), (150, 180, 60, 8)
    phantom = [seen("123456", "Codabar", box=inside), seen("123456", "Codabar", "zbar", inside)]

    assert texts(seen("LP00123456789012", "QRCode", box=square), *phantom) == [("LP00123456789012", "zxing")]


def test_retail_codes_of_zbar_alone_do_not_count() -> None:
    assert texts(seen("9781591841746", "EAN-13", "zbar")) == []
    assert texts(seen("9781591841746", "EAN-13")) == [("9781591841746", "zxing")]
    assert texts(seen("96385074", "EAN-8")) == []
    assert texts(seen("96385074", "EAN-8"), seen("96385074", "EAN-8", "zbar")) == [("96385074", "zxing+zbar")]


def test_one_engines_code_128_without_a_check_digit_is_unsure() -> None:
    lp = seen("LP00123456789012", "Code128")

    for engine in ("zxing", "zbar", "sequence"):
        certain, unsure = looked_at(seen("LP00123456789012", "Code128", engine)).agreed()
        assert (certain, [symbol.text for symbol in unsure]) == ((), ["LP00123456789012"])
    assert texts(lp, seen("LP00123456789012", "Code128", "zbar")) == [("LP00123456789012", "zxing+zbar")]
    assert texts(seen("LP00123456789012", "Code128", "sequence+sequence")) == [
        ("LP00123456789012", "sequence+sequence")
    ]
    assert looked_at(lp, alone=True).agreed()[0] == (lp,)


def test_two_looks_of_one_engine_count_once() -> None:
    lp = seen("LP00123456789012", "Code128")

    assert texts(lp, lp) == []
    assert texts(lp, seen("LP00123456789012", "Code128", "zxing+zxing")) == [("LP00123456789012", "zxing+zxing")]


def test_a_proven_number_needs_one_look_and_ends_the_search() -> None:
    assert looked_at(seen(S10, "Code128")).settled
    assert not looked_at(seen("4006381333931", "EAN-13")).settled
    assert not looked_at(seen("LP00123456789012", "Code128"), seen("LP00123456789012", "Code128", "zbar")).settled
    assert not looked_at(seen("https://example.org", "QRCode")).settled
    assert not looked_at(seen(S10, "Code128"), seen("RR123456799CN", "Code128", "zbar")).settled


def test_what_is_disputed_stays_unsure() -> None:
    certain, unsure = looked_at(seen(S10, "Code128"), seen("RR123456799CN", "Code128", "zbar")).agreed()

    assert (certain, len(unsure)) == ((), 2)


@given(st.integers(0, 10**13 - 1))
def test_exactly_one_check_digit_holds(number: int) -> None:
    holding = [digit for digit in range(10) if gs1_check(f"{number:013}{digit}")]

    assert len(holding) == 1


def test_the_check_digit_of_the_gs1_specification() -> None:
    assert gs1_check("6291041500213")
    assert not gs1_check("6291041500214")
    assert not gs1_check("629104150021\u0663")
