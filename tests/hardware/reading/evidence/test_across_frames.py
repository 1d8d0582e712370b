from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Claim, Notice, Reading, Symbol
from hardware.reading import SteadyReader
from hardware.reading.engines.zbar import MISSING
from hardware.reading.no_read_cause import UNCERTAIN

LP = "LP00123456789012"
OTHER = "LP00123456789013"


def symbol(text: str, x: int = 100, y: int = 100, engine: str = "zxing") -> Symbol:
    corners = ((x, y), (x + 200, y), (x + 200, y + 40), (x, y + 40))
    return Symbol(text, text.encode(), "Code128", "]C0", corners, engine)


class Scripted:
    """A reader that says what it is told, frame by frame."""

    warning: Notice | None = MISSING
    unread = 0

    def __init__(self, *frames: tuple[tuple[Symbol, ...], tuple[Symbol, ...]]) -> None:
        self.frames, self.looked, self.patience = list(frames), 0, 0
        self.hurries: list[bool] = []

    def read(
        self, pixels: Any, *, hurried: bool = False, patient: bool = False, late: tuple[int, ...] | None = None
    ) -> Reading:
        self.hurries.append(hurried)
        self.looked += 1
        self.patience += patient
        certain, unsure = self.frames.pop(0)
        return Reading(certain, None if certain else UNCERTAIN, 1.0, unsure, self.unread)


def read(*frames: tuple[tuple[Symbol, ...], tuple[Symbol, ...]]) -> list[list[str]]:
    reader = SteadyReader(Scripted(*frames), lambda one: Claim.PROVEN if one.text.startswith("RR") else Claim.NONE)
    readings = [reader.read(picture(number)) for number in range(len(frames))]
    assert all(bool(reading.symbols) != bool(reading.cause) for reading in readings)
    return [[one.text for one in reading.symbols] for reading in readings]


def picture(number: int) -> Any:
    """Pictures that differ from each other."""
    return np.full((120, 200), 40 * (number % 6), dtype=np.uint8)


def unsure(*symbols: Symbol) -> tuple[tuple[Symbol, ...], tuple[Symbol, ...]]:
    return (), symbols


def test_two_frames_that_agree_make_certain() -> None:
    assert read(unsure(symbol(LP)), unsure(symbol(LP))) == [[], [LP]]
    assert read(unsure(symbol(LP)), unsure(), unsure(symbol(LP, 150))) == [[], [], [LP]]


def test_two_frames_that_differ_make_nothing_certain() -> None:
    assert read(unsure(symbol(LP)), unsure(symbol(OTHER))) == [[], []]
    both = unsure(symbol(LP), symbol(OTHER))
    assert read(both, both, both) == [[], [], []]


def test_the_same_text_at_another_place_is_another_parcels() -> None:
    assert read(unsure(symbol(LP)), unsure(symbol(LP, 900, 600))) == [[], []]


def test_a_moving_parcel_is_followed() -> None:
    frames = [unsure(symbol(LP, 100 + 90 * step)) for step in range(4)]

    assert read(*frames) == [[], [LP], [LP], [LP]]


def test_a_proven_number_needs_one_frame() -> None:
    assert read(((symbol("RR123456785CN"),), ())) == [["RR123456785CN"]]


def test_what_was_long_ago_does_not_count() -> None:
    nothing = [unsure()] * 16

    assert read(unsure(symbol(LP)), *nothing, unsure(symbol(LP)))[-1] == []


@given(st.lists(st.sampled_from([LP, OTHER, ""]), max_size=30))
def test_nothing_is_ever_certain_that_was_not_read_twice(texts: list[str]) -> None:
    frames = [unsure(symbol(text)) if text else unsure() for text in texts]

    for number, certain in enumerate(read(*frames)):
        for text in certain:
            assert texts[: number + 1].count(text) >= 2


def test_a_still_picture_with_nothing_in_it_is_not_looked_at_again_at_once() -> None:
    reader = Scripted(*[unsure()] * 40)
    steady = SteadyReader(reader, lambda _: Claim.NONE)
    rng = np.random.default_rng(1)
    empty = np.full((720, 1280, 3), 90, dtype=np.int16)

    for _ in range(36):
        noisy = np.clip(empty + rng.normal(0, 4, empty.shape), 0, 255).astype(np.uint8)
        assert steady.read(noisy).symbols == ()
    assert reader.looked <= 7
    before = reader.looked
    parcel = empty.astype(np.uint8)
    parcel[300:420, 500:640] = 220
    steady.read(parcel)
    assert reader.looked == before + 1


def test_where_nothing_comes_looks_grow_rarer_and_frames_are_not_needed_until_something_does() -> None:
    reader = Scripted(*[unsure()] * 40)
    steady, empty = SteadyReader(reader, lambda _: Claim.NONE), np.full((720, 1280, 3), 90, np.uint8)

    for number in range(900):
        # A lamp that flickers by a few per cent changes nothing.
        steady.read(empty - np.uint8(number % 3 * 2))
    looked = reader.looked

    assert looked < 14
    assert reader.patience == 1
    assert steady.pause > 0
    parcel = empty.copy()
    parcel[300:420, 500:640] = 220
    steady.read(parcel)
    assert (reader.looked, steady.pause) == (looked + 1, 0.0)


def test_what_lies_unread_is_looked_at_for_as_long_as_a_worker_waits() -> None:
    reader = Scripted(*[unsure()] * 40)
    reader.unread = 1
    steady, empty = SteadyReader(reader, lambda _: Claim.NONE), np.full((720, 1280, 3), 90, np.uint8)

    for _ in range(120):
        steady.read(empty)
        assert steady.pause == 0.0

    assert reader.looked >= 20


def test_what_is_read_and_stays_is_told_in_every_frame_and_looked_at_in_some() -> None:
    reader = Scripted(*[((symbol("RR123456785CN"),), ())] * 40)
    steady, still = SteadyReader(reader, lambda _: Claim.PROVEN), np.full((720, 1280, 3), 90, np.uint8)

    texts = [[one.text for one in steady.read(still).symbols] for _ in range(120)]

    assert texts == [["RR123456785CN"]] * 120
    assert reader.looked < 40


def test_a_moving_picture_is_hurried_until_bars_give_nothing() -> None:
    reader = Scripted(*[unsure()] * 6)
    steady = SteadyReader(reader, lambda _: Claim.NONE)

    steady.read(picture(0))
    steady.read(picture(1))
    reader.unread = 1
    steady.read(picture(2))
    steady.read(picture(3))
    reader.unread = 0
    steady.read(picture(4))
    steady.read(picture(5))

    assert reader.hurries == [True, True, True, False, False, True]


def test_the_readers_warning_is_passed_on() -> None:
    assert SteadyReader(Scripted(), lambda _: Claim.NONE).warning == MISSING


@given(st.lists(st.sampled_from(["certain", "unsure", "outshone"]), min_size=1, max_size=30))
def test_frames_prove_the_text_and_never_its_role(frames: list[str]) -> None:
    reader = Roles(frames)
    steady = SteadyReader(reader, lambda _: Claim.UNPROVEN)
    doubted = False

    for number, frame in enumerate(frames):
        reading = steady.read(picture(number))
        doubted |= frame == "outshone"
        assert bool(reading.outshone) == doubted
        assert not (doubted and (reading.symbols or reading.unsure))
        assert bool(reading.symbols) != bool(reading.cause)


class Roles:
    """A reader to whom one number is certain, unsure or outshone."""

    warning: Notice | None = None

    def __init__(self, frames: list[str]) -> None:
        self.frames = list(frames)

    def read(
        self, pixels: Any, *, hurried: bool = False, patient: bool = False, late: tuple[int, ...] | None = None
    ) -> Reading:
        frame, one = self.frames.pop(0), (symbol(LP),)
        cause = None if frame == "certain" else UNCERTAIN
        return Reading(
            one if frame == "certain" else (),
            cause,
            1.0,
            one if frame == "unsure" else (),
            0,
            one if frame == "outshone" else (),
        )
