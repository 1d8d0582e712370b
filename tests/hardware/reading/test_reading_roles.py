"""A reference is no parcel while the label's main code lies there destroyed; alone it is."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from hardware.contract import Notice
from hardware.simulated.camera import hard_scenes, parcels
from hardware.simulated.camera.labels import render_label
from tests.hardware.reading.destroyed import WAYS, destroyed
from tests.hardware.reading.label_looks import looks
from tests.hardware.reading.label_paper import Picture
from tests.hardware.reading.mixed_labels import mixed_alone, mixed_with_reference
from tests.hardware.reading.other_labels import DrawnLabel, first_mile_alone, with_reference
from tests.hardware.reading.reading_lane import id_of, of_camera, of_still

LOOKS = 4


def own_with_reference(rng: random.Random) -> DrawnLabel:
    """As the product's own renderer draws them."""
    while True:
        parcel = next(parcels.make_parcels(rng.randrange(10**9)))
        references = [code.content for code in parcel.label.others if code.content.startswith("LP")]
        if references:
            label = render_label(parcel.label, 16)
            return DrawnLabel(label, parcel.parcel_id, references[0], (), hard_scenes._MODULE_MM[parcel.label.style])


def own_alone(rng: random.Random) -> DrawnLabel:
    parcel = parcels._cainiao(rng.randrange(10**9), rng)
    return DrawnLabel(render_label(parcel.label, 16), parcel.parcel_id, parcel.parcel_id, (), 0.5)


def destroyed_label(number: int, way: str, series: str = "destroyed") -> tuple[DrawnLabel, Picture]:
    rng = random.Random(f"{series} {number}")
    drawn = (own_with_reference if number % 2 else with_reference)(rng)
    return drawn, treated(drawn, number, way)


def treated(drawn: DrawnLabel, number: int, way: str) -> Picture:
    label = drawn.label
    return destroyed(label.pixels, label.main_box, way, np.random.default_rng(number), label.pixels_per_mm)


def named(drawn: DrawnLabel, page: Picture, number: int) -> tuple[str | None, str | None]:
    """The parcel by a still and by a camera; None: none."""
    frames = list(looks(drawn, page, number, LOOKS))
    return id_of(of_still(frames[0])), id_of(of_camera(frames))


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_reference_is_no_parcel_beside_a_destroyed_main_code(way: str) -> None:
    for number in (1, 2):
        drawn, page = destroyed_label(number, way)
        assert set(named(drawn, page, number)) <= {None, drawn.parcel_id}


def test_bars_of_which_some_pieces_stand_above_and_some_below_are_one_code() -> None:
    drawn, page = destroyed_label(76, "faded", "unseen")
    assert set(named(drawn, page, 76)) <= {None, drawn.parcel_id}


def test_the_worker_is_told_that_the_code_is_damaged() -> None:
    drawn, page = destroyed_label(1, "torn off")
    frames = list(looks(drawn, page, 1, LOOKS))

    assert of_still(frames[0]).cause == Notice("damaged_code")
    choice = of_camera(frames, seconds=6)
    assert choice is not None
    assert (choice.parcel, choice.cause) == (None, Notice("damaged_code"))


def test_a_label_whose_only_number_is_the_first_mile_one_is_read() -> None:
    for number in range(6):
        rng = random.Random(f"alone {number}")
        drawn = (own_alone if number % 2 else first_mile_alone)(rng)
        assert named(drawn, drawn.label.pixels, number) == (drawn.parcel_id, drawn.parcel_id)


def test_a_whole_label_is_read_although_it_has_a_reference() -> None:
    for number in range(4):
        rng = random.Random(f"whole {number}")
        drawn = (own_with_reference if number % 2 else with_reference)(rng)
        assert named(drawn, drawn.label.pixels, number) == (drawn.parcel_id, drawn.parcel_id)


@pytest.mark.parametrize(
    ("way", "numbers"), [("covered", (3, 9)), ("glare", (7, 8)), ("torn off", (4, 9)), ("rubbed", (2, 4))]
)
def test_nor_on_a_label_of_any_other_layout(way: str, numbers: tuple[int, ...]) -> None:
    for number in numbers:
        drawn = mixed_with_reference(random.Random(f"mixed {way} {number}"))
        assert set(named(drawn, treated(drawn, number, way), number)) <= {None, drawn.parcel_id}


def test_a_number_alone_is_read_on_a_label_of_any_other_layout() -> None:
    for number in range(4):
        drawn = mixed_alone(random.Random(f"mixed alone {number}"))
        assert named(drawn, drawn.label.pixels, number) == (drawn.parcel_id, drawn.parcel_id)


@pytest.mark.soak
@pytest.mark.parametrize("series", ["destroyed", "unseen"])
def test_a_thousand_destroyed_main_codes_name_no_reference(series: str) -> None:
    told: Counter[tuple[str, str]] = Counter()
    for number in range(1000):
        way = list(WAYS)[number % len(WAYS)]
        drawn, page = destroyed_label(number, way, series)
        for path, parcel in zip(("still", "camera"), named(drawn, page, number), strict=True):
            told[path, "none" if parcel is None else "main" if parcel == drawn.parcel_id else f"false: {way}"] += 1
    print(dict(told))
    assert sum(count for (_, kind), count in told.items() if kind.startswith("false")) <= 1, told


@pytest.mark.soak
def test_first_mile_labels_keep_their_rate() -> None:
    read: Counter[str] = Counter()
    for number in range(200):
        rng = random.Random(f"alone {number}")
        drawn = (own_alone if number % 2 else first_mile_alone)(rng)
        for path, parcel in zip(("still", "camera"), named(drawn, drawn.label.pixels, number), strict=True):
            read[path] += parcel == drawn.parcel_id
    print(dict(read))
    assert min(read.values()) >= 198
