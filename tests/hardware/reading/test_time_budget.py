"""What a reading says when it is made again on another load."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from hardware.reading import LabelReader, SteadyReader
from hardware.reading.effort import BUDGETS_S
from hardware.reading.time_budget import TimeBudget
from hardware.simulated.camera import hard_parcels
from station.core import claim

if TYPE_CHECKING:
    from hardware.contract import Reading


def test_looks_at_the_clock_are_counted_and_told_again() -> None:
    spent = TimeBudget()
    soon, late = spent.until(1e9), spent.until(-1.0)
    said = [soon(), late(), soon(), late()]
    again = TimeBudget(spent.late)
    first, second = again.until(-1.0), again.until(1e9)

    assert said == [False, True, False, True]
    assert spent.late == (1, 3)
    assert [first(), second(), first(), second()] == said
    assert again.late == spent.late


def stream() -> list[Any]:
    """Frames of a blurred parcel that passes, each shown twice as those of a still one are."""
    return [frame.pixels for parcel in hard_parcels("defocus", 1, 7, passes=True) for frame in parcel for _ in (1, 2)]


def judged(reading: Reading) -> Reading:
    return replace(reading, ms=0.0, late=())


def test_a_reader_that_had_no_time_says_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = stream()
    monkeypatch.setitem(BUDGETS_S, "quick", (0.03, 0.03))
    hasty = SteadyReader(LabelReader(claim=claim), claim)
    memories, readings = [], []
    for picture in pixels:
        memories.append(hasty.memory())
        readings.append(hasty.read(picture))
    monkeypatch.setitem(BUDGETS_S, "quick", (60.0, 60.0))
    start = 4
    again = SteadyReader(LabelReader(claim=claim), claim)
    again.recall(memories[start])
    leisurely = SteadyReader(LabelReader(claim=claim), claim)

    told = [again.read(picture, was.late) for picture, was in zip(pixels[start:], readings[start:], strict=True)]

    assert any(reading.late for reading in readings[start:])
    assert [judged(each) for each in told] == [judged(each) for each in readings[start:]]
    assert [each.late for each in told] == [each.late for each in readings[start:]]
    assert [judged(leisurely.read(picture)) for picture in pixels] != [judged(each) for each in readings], "control"


def test_a_frame_that_was_not_looked_at_need_not_be_there() -> None:
    (parcel,) = hard_parcels("usual", 1, 3, passes=False)
    blank = parcel[0].pixels * 0
    reader, again = (SteadyReader(LabelReader(claim=claim), claim) for _ in (1, 2))
    readings = [reader.read(blank) for _ in range(12)]

    told = [again.read(blank) if reading.looked else again.reading_between_looks() for reading in readings]

    assert [reading.looked for reading in readings].count(False) > 3
    assert [judged(each) for each in told] == [judged(each) for each in readings]
    assert again.memory().counts == reader.memory().counts
