from __future__ import annotations

import random
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from hardware.reading import LabelReader, attempts, quiet_zone
from station.core import claim
from tests.hardware.reading.drawn import Picture, drawn
from tests.libzbar import needs_libzbar

if TYPE_CHECKING:
    from collections.abc import Callable

READER = LabelReader(claim=claim)
MODULE = 3
CODES = [
    ("Code128", "RR123456785CN"),
    ("Code128", "PKG87921742"),
    ("Code39", "PKG8792"),
    ("Code93", "PKG87921742"),
    ("Codabar", "A12345678B"),
]


def bars(text: str, symbology: str) -> Picture:
    """Without any quiet zone."""
    symbol = drawn(text, symbology, MODULE)
    dark = np.argwhere(symbol < 128)
    (_, left), (_, right) = dark.min(axis=0), dark.max(axis=0)
    return np.repeat(symbol[len(symbol) // 2 : len(symbol) // 2 + 1, left : right + 1], 130, axis=0)


def framed(text: str, symbology: str, quiet: int, line: int = 2) -> Picture:
    """In a printed frame, `quiet` and `line` in modules."""
    paper = np.pad(bars(text, symbology), ((20, 20), (quiet * MODULE, quiet * MODULE)), constant_values=255)
    return np.pad(np.pad(paper, line * MODULE, constant_values=0), 70, constant_values=255)


def on_dark(text: str, symbology: str, quiet: int) -> Picture:
    """A label hardly wider than its code on a dark belt."""
    paper = np.pad(bars(text, symbology), ((25, 25), (quiet * MODULE, quiet * MODULE)), constant_values=245)
    return np.pad(paper, 90, constant_values=18)


def beside_a_rule(text: str, symbology: str, quiet: int) -> Picture:
    paper = np.pad(bars(text, symbology), ((60, 60), (70, quiet * MODULE)), constant_values=255)
    rule = np.zeros((len(paper), 5), np.uint8)
    return np.hstack([paper, rule, np.full((len(paper), 60), 255, np.uint8)])


@needs_libzbar
@pytest.mark.parametrize("quiet", [2, 3, 4, 5])
@pytest.mark.parametrize(("symbology", "text"), CODES)
@pytest.mark.parametrize("surrounded", [framed, on_dark, beside_a_rule])
def test_a_code_without_its_quiet_zone_is_read(
    surrounded: Callable[[str, str, int], Picture], symbology: str, text: str, quiet: int
) -> None:
    assert [symbol.text for symbol in READER.read(surrounded(text, symbology, quiet)).symbols] == [text]


@needs_libzbar
@pytest.mark.parametrize("quiet", [2, 4, 5])
def test_an_interleaved_code_is_read_only_where_a_line_is_farther_off_than_its_bars(quiet: int) -> None:
    read = [symbol.text for symbol in READER.read(beside_a_rule("9081003390", "ITF", quiet)).symbols]

    assert read == (["9081003390"] if quiet > 3 else [])


def test_without_the_search_for_what_stands_beside_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "freed", lambda _: None)

    assert not READER.read(framed("RR123456785CN", "Code128", 3)).symbols


@needs_libzbar
@pytest.mark.parametrize("degrees", [7, 31, 64])
def test_nor_is_it_lost_when_the_label_is_turned(degrees: float) -> None:
    flat = np.pad(framed("RR123456785CN", "Code128", 3), 200, constant_values=200)
    height, width = flat.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    picture = cv2.warpAffine(flat, turn, (width, height), borderValue=200)

    assert [symbol.text for symbol in READER.read(picture).symbols] == ["RR123456785CN"]


def test_a_code_that_is_cut_by_a_line_is_never_a_shorter_one() -> None:
    rng = random.Random(7)
    for _ in range(60):
        text = "".join(rng.choice("0123456789") for _ in range(rng.choice((10, 12, 16))))
        whole = bars(text, "ITF")
        kept = whole[:, : rng.randrange(len(whole[0]) // 2, len(whole[0]) - 12)]
        paper = np.pad(kept, ((50, 50), (70, rng.choice((0, 3, 8)))), constant_values=255)
        rule = np.zeros((len(paper), rng.choice((3, 6, 9))), np.uint8)
        picture = np.hstack([paper, rule, np.full((len(paper), 60), 255, np.uint8)])

        assert not READER.read(picture).symbols, text


@needs_libzbar
def test_with_a_line_at_any_distance_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet_zone, "_is_whole", lambda *_: True)

    with pytest.raises(AssertionError):
        test_a_code_that_is_cut_by_a_line_is_never_a_shorter_one()
