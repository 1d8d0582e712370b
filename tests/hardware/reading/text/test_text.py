"""Printed numbers read from pictures: labels whose bars are destroyed, in the frames of a camera and in stills."""

from __future__ import annotations

import random
import threading
import time
from typing import Any

import numpy as np
import pytest

from hardware.contract import Claim, Notice, Reading
from hardware.print_contract import PrintedLine, PrintedText
from hardware.reading import LabelReader, SteadyReader, line_reader
from hardware.reading.text.printed_lines import LineReader
from hardware.reading.text.recogniser import HEIGHT
from station.assembly import open_reader
from station.core import choose, claim, with_print
from tests.hardware.reading.destroyed import destroyed
from tests.hardware.reading.label_looks import looks
from tests.hardware.reading.other_labels import with_reference
from tests.text_reader import needs_text_reader

S10 = "RR 473 124 829 CN"


class Sees:
    """A recogniser that says what it is told, and keeps what it was shown."""

    def __init__(self, says: str) -> None:
        self.says, self.strips = says, list[Any]()

    def read(self, strip: Any) -> PrintedText:
        self.strips.append(strip)
        return PrintedText(self.says, (0.99,) * len(self.says))


def label_with(way: str, number: int) -> tuple[str, str, list[Any]]:
    """The parcel, its reference, and two frames of its label whose bars are destroyed."""
    drawn = with_reference(random.Random(f"print {number}"))
    page = destroyed(drawn.label.pixels, drawn.label.main_box, way, np.random.default_rng(number), 12)
    return drawn.parcel_id, drawn.reference, list(looks(drawn, page, number, 2))


@needs_text_reader
@pytest.mark.parametrize("way", ["torn off", "half gone", "taped", "smeared", "faded"])
def test_the_number_printed_at_destroyed_bars_is_read_and_no_reference(way: str) -> None:
    reader = open_reader(thorough=True, text=True)
    for number in (1, 2, 3):
        parcel, reference, frames = label_with(way, number)
        reading = reader.read(frames[0])
        choice = choose(with_print(reading), outshone=reading.outshone)
        named = choice.parcel.identity.normalized if choice.parcel else None
        assert named in {parcel, None}
        assert named != reference
        assert named == parcel or number != 1


@needs_text_reader
def test_a_label_upside_down_is_read_too() -> None:
    parcel, _, frames = label_with("taped", 1)
    reading = open_reader(thorough=True, text=True).read(np.ascontiguousarray(frames[0][::-1, ::-1]))

    assert parcel in {symbol.text for symbol in with_print(reading)}


@needs_text_reader
def test_no_picture_is_too_odd() -> None:
    reader = line_reader()
    assert reader is not None
    noise = np.random.default_rng(1).integers(0, 255, (400, 600, 3), np.uint8)
    rng = np.random.default_rng(2)
    odd = [rng.integers(0, 255, size, np.uint8) for size in ((48, 48), (49, 3000), (900, 50), (200, 300))]
    for pixels in (*odd, np.zeros((0, 0), np.uint8), np.zeros((3, 2000), np.uint8), noise, np.full((300, 300), 7.0)):
        assert reader.read(pixels, Reading((), None, 0.0)) == ()


def test_words_and_short_numbers_never_leave_the_reader() -> None:
    _, _, frames = label_with("taped", 2)
    for says in ("Rua Augusta 1203", "SHIP TO", ""):
        assert LineReader(Sees(says)).read(frames[0], Reading((), None, 0.0)) == ()


def test_a_strip_is_upright_dark_on_light_and_cut_in_two_ways() -> None:
    _, _, frames = label_with("taped", 2)
    sees = Sees(S10)
    lines = LineReader(sees).read(frames[0], Reading((), None, 0.0))

    assert lines
    assert {strip.shape[0] for strip in sees.strips} == {HEIGHT}
    assert all(len(line.texts) == 2 and np.median(line.strip) > 128 for line in lines)
    assert not all(np.array_equal(one, other) for one, other in zip(sees.strips, sees.strips[1:], strict=False))


# -- the frames of a camera


class Blocked:
    """Reads lines when it is let."""

    def __init__(self) -> None:
        self.go, self.asked = threading.Event(), 0

    def read(self, pixels: Any, reading: Reading, look: int = 1) -> tuple[PrintedLine, ...]:
        self.asked += 1
        assert self.go.wait(10)
        return (
            PrintedLine((PrintedText(S10, (0.99,) * len(S10)),), True, look, ((0, 0), (9, 0), (9, 3), (0, 3)), None),
        )


class Bars:
    """A reader of bars that says one thing."""

    warning: Notice | None = None

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(
        self, pixels: Any, *, hurried: bool = False, patient: bool = False, late: tuple[int, ...] | None = None
    ) -> Reading:
        return self.reading


def wait_for(reader: SteadyReader, picture: Any, looks: int) -> Reading:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        reading = reader.read(picture)
        if len(reading.printed) >= looks:
            return reading
        time.sleep(0.005)
    raise AssertionError("no look came back")


def test_print_holds_up_no_frame_and_is_of_the_picture_that_is_there() -> None:
    lines, picture = Blocked(), np.full((120, 200), 90, np.uint8)
    reader = SteadyReader(Bars(Reading((), Notice("damaged_code"), 1.0, unread=1)), claim, lines)
    assert all(reader.read(picture).printed == () for _ in range(20))
    lines.go.set()
    assert {line.look for line in wait_for(reader, picture, 2).printed} == {1, 2}

    assert reader.read(picture + 80).printed == ()


def test_a_picture_is_looked_at_a_few_times_and_one_with_a_parcel_never() -> None:
    lines, picture = Blocked(), np.full((120, 200), 90, np.uint8)
    lines.go.set()
    reader = SteadyReader(Bars(Reading((), Notice("damaged_code"), 1.0, unread=1)), claim, lines)
    wait_for(reader, picture, 3)
    for _ in range(50):
        reader.read(picture)
        time.sleep(0.001)
    assert lines.asked == 3

    named = Blocked()
    drawn = with_reference(random.Random("good"))
    symbols = LabelReader(claim=claim).read(next(iter(looks(drawn, drawn.label.pixels, 1, 1)))).symbols
    assert any(claim(symbol) is not Claim.NONE for symbol in symbols)
    good = SteadyReader(Bars(Reading(symbols, None, 1.0)), claim, named)
    for _ in range(20):
        good.read(picture)
    assert named.asked == 0
