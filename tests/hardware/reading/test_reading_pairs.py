"""Two parcels in view are never one: whatever lies beside what, and however close."""

from __future__ import annotations

from collections import Counter

import pytest

from station.core.models import ReadVerdict
from tests.hardware.reading.arrangements import KINDS, Arrangement, arranged, seen_again
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


@pytest.mark.soak
def test_five_hundred_arrangements() -> None:
    """Measured: 15 of 500 stay one by camera, 11 by still: half of them a second code cut in two by its damage, the
    others codes abreast that end at different heights.
    """
    results: Counter[tuple[str, str, str]] = Counter()
    wrong: Counter[str] = Counter()
    for number in range(500):
        seen = arranged(number)
        right = seen.one if seen.kind == "reference above" else "several"
        for path, text in told(seen, number).items():
            results[path, seen.kind, text if text in {"none", "several"} else "right" if text == right else "one"] += 1
            wrong[path] += text not in {"none", right}
    print(*sorted(results.items()), sep="\n")
    assert max(wrong.values(), default=0) <= 20
