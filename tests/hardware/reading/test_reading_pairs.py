"""Two parcels in view are never one: whatever lies beside what, and however close."""

from __future__ import annotations

from collections import Counter

import pytest

from station.core.models import ReadVerdict
from tests.hardware.reading.arrangements import (
    KINDS,
    Arrangement,
    arranged,
    seen_again,
    with_damaged_reference,
    with_reference_and_another,
)
from tests.hardware.reading.reading_lane import id_of, of_camera, of_still

LOOKS = 3


def told(seen: Arrangement, number: int) -> dict[str, str]:
    """`several`, `none`, `one`: by a still and by a camera."""
    frames = [seen.pixels, *(seen_again(seen.pixels, number * 10 + look) for look in range(1, LOOKS))]
    choices = {"still": of_still(frames[0]), "camera": of_camera(frames)}
    return {
        path: "several" if choice is not None and choice.verdict is ReadVerdict.MULTI_READ else id_of(choice) or "none"
        for path, choice in choices.items()
    }


@pytest.mark.parametrize("number", range(len(KINDS), 3 * len(KINDS)))
def test_two_parcels_are_never_one(number: int) -> None:
    seen = arranged(number)
    expected = {"none", seen.one} if seen.kind == "reference above" else {"none", "several"}

    assert set(told(seen, number).values()) <= expected


def test_an_id_is_read_whatever_reference_lies_above_it() -> None:
    seen = arranged(KINDS.index("reference above"))

    assert set(told(seen, 0).values()) == {seen.one}


_CUT_IN_TWO = (("U", 55), ("U", 319))
_ENDING_APART = (("U", 89), ("U", 209), ("unseen", 49), ("unseen", 153))
_HARDLY_OTHERS = (("X", 99), ("X", 131), ("X", 136), ("X", 155))


@pytest.mark.parametrize(("series", "number"), [*_CUT_IN_TWO, *_ENDING_APART, *_HARDLY_OTHERS])
def test_nor_when_the_second_is_cut_in_two_or_hardly_another(series: str, number: int) -> None:
    seen = arranged(number, series)

    assert set(told(seen, number).values()) <= {"none", "several"}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_damaged_reference_takes_no_id_away(seed: int) -> None:
    seen = with_damaged_reference(seed)

    assert set(told(seen, seed).values()) == {seen.one}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_reference_is_not_named_in_place_of_a_number_in_doubt(seed: int) -> None:
    assert set(told(with_reference_and_another(seed), seed).values()) == {"none"}


@pytest.mark.soak
@pytest.mark.parametrize("series", ["arranged", "unseen"])
def test_five_hundred_arrangements(series: str) -> None:
    """Two parcels never give one id."""
    results: Counter[tuple[str, str, str]] = Counter()
    wrong: Counter[str] = Counter()
    for number in range(500):
        seen = arranged(number, series)
        right = seen.one if seen.kind == "reference above" else "several"
        for path, text in told(seen, number).items():
            results[path, seen.kind, text if text in {"none", "several"} else "right" if text == right else "one"] += 1
            wrong[path] += text not in {"none", right}
    print(*sorted(results.items()), sep="\n")
    assert max(wrong.values(), default=0) == 0
