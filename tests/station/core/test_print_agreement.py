"""A printed number counts by agreement: twenty thousand numbers, none false, and each clause is needed for that."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hardware.contract import Reading, Symbol
from hardware.print_contract import PrintedLine, PrintedText
from hardware.simulated.camera import numbers
from station.core import Announced, ReadVerdict, choose, proposed_number, with_print
from station.core import print_agreement as rule
from station.core.identify import identify
from station.core.print_agreement import Ground, agreed_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.core.choose import Manifest

S10, OTHER, LP = "RR473124829CN", "LX123456785DE", "LP00123456789012"
PLACE = ((100, 100), (300, 100), (300, 120), (100, 120))
BELOW = tuple((x, y + 200) for x, y in PLACE)


def text(words: str, sure: float = 0.97) -> PrintedText:
    return PrintedText(words, (sure,) * len(words))


def line(
    *texts: PrintedText, at_code: bool = True, look: int = 1, polygon: tuple[tuple[int, int], ...] = PLACE
) -> PrintedLine:
    return PrintedLine(texts, at_code, look, polygon, strip=None)


def knows(*known: str) -> Manifest:
    return lambda number: Announced(number) if number in known else None


def grounds(*lines: PrintedLine, known: tuple[str, ...] = (), bars: tuple[str, ...] = ()) -> dict[str, Ground | None]:
    found = agreed_numbers(lines, knows(*known), bars)
    return {each.identity.normalized or "": each.ground for each in found}


def reading(*lines: PrintedLine, symbols: tuple[Symbol, ...] = (), outshone: tuple[Symbol, ...] = ()) -> Reading:
    return Reading(symbols, None, 1.0, outshone=outshone, printed=lines)


def test_each_ground_lets_a_number_count() -> None:
    printed = "TRACKING # RR 473 124 829 CN"
    assert grounds(line(text(printed, 0.75), text(S10, 0.75))) == {S10: Ground.STRIPS}
    assert grounds(line(text(printed, 0.2), text(S10, 0.2)), known=(S10,)) == {S10: Ground.MANIFEST}
    assert grounds(line(text(S10)), line(text(S10), look=2)) == {S10: Ground.FRAMES}
    assert grounds(line(text(S10, 0.2)), bars=(S10,)) == {S10: Ground.BARS}


def test_one_strip_a_failed_check_or_a_doubtful_character_is_not_enough() -> None:
    assert grounds(line(text(S10))) == {}
    assert grounds(line(text(S10, 0.65), text(S10, 0.65)), line(text(S10, 0.65), look=2)) == {}
    assert grounds(line(text("RR473124828CN"), text("RR473124828CN"))) == {}
    assert grounds(line(text(LP), text(LP)), line(text(LP), text(LP), look=2), bars=(LP,)) == {}


def test_a_number_without_a_check_digit_counts_by_the_manifest_alone() -> None:
    assert grounds(line(text(LP), text(LP)), known=(LP,)) == {LP: Ground.MANIFEST}
    assert grounds(line(text(LP)), known=(LP,)) == {}


def test_no_reference_counts_nor_what_stands_at_no_code() -> None:
    for words in (f"REF {S10}", f"0rder no {S10}", f"REF1 {S10}"):
        assert grounds(line(text(words), text(words)), known=(S10,)) == {}
    assert grounds(line(text(S10), text(S10), at_code=False), known=(S10,)) == {}


def test_two_numbers_at_one_place_contradict_and_at_two_places_are_two_parcels() -> None:
    assert grounds(line(text(S10), text(OTHER)), line(text(S10), text(OTHER), look=2)) == {}
    seen = reading(line(text(S10), text(S10)), line(text(OTHER), text(OTHER), polygon=BELOW))
    assert choose(with_print(seen)).verdict is ReadVerdict.MULTI_READ


def test_the_caption_of_a_code_that_was_read_is_no_parcel() -> None:
    code = Symbol(LP, LP.encode(), "Code128", "]C0", PLACE, "zxing")
    lines = (line(text(LP), text(LP)),)

    assert with_print(reading(*lines, symbols=(code,)), knows(LP)) == (code,)
    assert with_print(reading(*lines, outshone=(code,)), knows(LP)) == ()
    assert [symbol.text for symbol in with_print(reading(*lines), knows(LP))] == [LP]


def test_what_counts_for_nothing_is_proposed_to_the_worker() -> None:
    wrong = line(text("RR 473 124 828 CN", 0.4), text("RR 473 124 820 CN", 0.6))
    proposed = proposed_number(reading(wrong))

    assert proposed is not None
    assert (proposed.identity.raw, proposed.identity.check, proposed.ground) == ("RR 473 124 820 CN", False, None)
    assert proposed_number(reading(line(text("Tel 4731248290"), text("REF RR473124829CN")))) is None
    assert proposed_number(reading()) is None


# -- twenty thousand numbers

_ALIKE = {"0": "86", "1": "74", "3": "8", "4": "9", "5": "6", "6": "58", "7": "1", "8": "3", "9": "4"}


def misread(number: str, rng: random.Random, *, checked: bool = True) -> str:
    """The number with digits that look alike, or other letters; its check digit holds, or does not."""
    while True:
        letters = list(number)
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(len(letters))
            old = letters[place]
            letters[place] = rng.choice(_ALIKE.get(old, "0123456789")) if old.isdecimal() else rng.choice("BCEHLNORU")
        changed = "".join(letters)
        if changed != number and (identify(changed, keyed=True).check is True) is checked:
            return changed


def parcel(rng: random.Random) -> str:
    serial = rng.randrange(10**8)
    makers: tuple[Callable[[], str], ...] = (
        lambda: numbers.s10(rng.choice(("RR", "LX", "CP")), serial, rng.choice(("CN", "BR", "NL"))),
        lambda: numbers.impb("92612", "903029681", serial),
        lambda: numbers.ups_1z("12R34W", "03", serial),
    )
    return rng.choice(makers)()


def hard_labels(count: int, seed: int) -> Iterator[tuple[str, list[PrintedLine], Manifest]]:
    """The true number, what recognisers make of the label, and the manifest."""
    rng = random.Random(seed)
    for number in range(count):
        true = parcel(rng)
        wrong, failing = misread(true, rng), misread(true, rng, checked=False)
        low, high = rng.uniform(0.2, 0.69), rng.uniform(0.9, 1.0)
        near = line(text(true, high), text(true, high))
        cases: list[list[PrintedLine]] = [
            [near, line(text(true, high), text(failing, low), look=2)],
            [line(text(wrong, high), text(failing, high))],  # one strip alone is wrong, and its check digit holds
            [line(text(wrong, low), text(wrong, low))],  # both, and unsure
            [line(text(wrong, low)), line(text(wrong, rng.uniform(0.5, 0.89)), look=2)],
            [line(text(failing, high), text(failing, high))],
            [line(text(f"REF {wrong}", high), text(f"REF {wrong}", high), polygon=BELOW), near],
            [line(text(wrong, high), text(wrong, high), at_code=False, polygon=BELOW), near],
            [line(text(true, high), text(wrong, high)), line(text(wrong, high), text(true, high), look=2)],
        ]
        yield true, cases[number % len(cases)], knows(true, numbers.cainiao_lp(rng.randrange(10**14)))


def false_numbers(count: int) -> int:
    false = 0
    for true, lines, _ in hard_labels(count, 33):
        names = {each.identity.normalized for each in agreed_numbers(lines)}
        false += bool(names - {true})
    return false


@pytest.mark.soak
def test_none_of_twenty_thousand_numbers_is_false() -> None:
    assert false_numbers(20_000) == 0


def test_none_of_two_thousand_numbers_is_false_and_those_that_agree_are_named() -> None:
    assert false_numbers(2_000) == 0
    named = [true in grounds(*lines) for true, lines, _ in hard_labels(800, 5)]
    assert sum(named) == 3 * len(named) / 8


@pytest.mark.parametrize(
    ("clause", "broken"),
    [
        ("AGREEING", 1),
        ("FAIRLY", 0.0),
        ("VERY", 0.0),
        ("_is_proven", lambda sight: sight.identity.kind == "parcel_id"),
        ("_REFERS", frozenset()),
        ("_is_main", lambda sight: not sight.refers),
        ("_contradicts", lambda *_: False),
    ],
    ids=["AGREEING", "FAIRLY", "VERY", "check digit", "REFERS", "at code", "contradicts"],
)
def test_without_any_of_its_clauses_some_are_false(
    clause: str, broken: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule, clause, broken)

    assert false_numbers(800) > 0


def test_without_two_strips_a_misread_number_of_the_manifest_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(line(text(LP)), texts=(text(LP), text(LP[:-1] + "3")))
    assert grounds(other, known=(LP,)) == {}

    monkeypatch.setattr(rule, "AGREEING", 1)
    assert grounds(other, known=(LP,)) == {LP: Ground.MANIFEST}
