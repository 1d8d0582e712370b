"""Letters, bars, picture, troubles, amounts: laws for all values."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from hardware.contract import Notice
from station.core.counting import Line, ShiftFigures
from station.core.devices import Health
from station.core.events import SyncStatus
from station.language import screens as texts
from station.ui.letters import draw
from station.ui.safe_text import say
from station.ui.verdicts import ready
from station.ui.widgets.bars import QuarterBars, bars
from station.ui.widgets.entry import meant, pictured
from station.ui.widgets.figures import pareto
from station.ui.widgets.picture import shrunk, strips
from station.ui.widgets.state import lists_failing
from station.ui.widgets.trouble import Row, rows, rows_of
from station.ui.widgets.weight import LOOKS, live, steadiness
from tests.station.ui.scripted_station import AT, devices, lists, status, warning, weight
from tests.station.ui.shown_counts import line

GRAMS = st.decimals(0, 5000, places=1)
BINS = st.text("ABCXYZ0189-./ ", min_size=1, max_size=14)


@given(text=st.text(max_size=30), width=st.integers(0, 200), height=st.integers(0, 40))
def test_letters_never_leave_their_room(text: str, width: int, height: int) -> None:
    drawn = draw(text, width, height)

    assert drawn is None or (len(drawn) <= height and all(len(row) == len(drawn[0]) <= width for row in drawn))


def test_lists_that_do_not_come_though_the_line_is_up_are_told_with_the_reason() -> None:
    why = "the list has no ETag that fits it"
    failing = tuple(replace(each, words=why) for each in lists()[:2])
    offline = replace(status().sync, online=False)

    assert lists_failing(status(lists=(*failing, lists()[2]))) == f"sort plan, holds: {why}"
    assert lists_failing(status()) == ""
    assert lists_failing(status(lists=failing, sync=offline)) == ""
    assert lists_failing(status(lists=tuple(replace(each, refused=True) for each in failing))) == ""
    assert lists_failing(status(lists=tuple(replace(each, kept_by_centre=False) for each in failing))) == ""


@given(one=BINS, other=BINS)
def test_different_bins_look_different(one: str, other: str) -> None:
    assert (draw(one, 500, 20) == draw(other, 500, 20)) == (one == other)


def test_six_characters_are_seven_rows_high_in_the_verdict_of_a_small_terminal() -> None:
    for text in ("B12", "HOLD", "REJECT", "WMWMWM"):
        drawn = draw(text, 78, 8)
        assert drawn is not None
        assert len(drawn) == 7


def test_a_long_word_goes_narrow_before_it_goes_plain() -> None:
    drawn = draw("SAO-PAULO-07", 78, 8)

    assert drawn is not None
    assert len(drawn) == 7
    assert draw("SAO-PAULO-07" * 2, 78, 8) is None


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8), st.integers(1, 30))
def test_bars_stand_in_the_order_of_their_values(values: list[int], height: int) -> None:
    drawn = bars(values, height)

    heights = [sum(" ▁▂▃▄▅▆▇█".index(row[slot]) for row in drawn) for slot in range(len(values))]
    assert len(drawn) == height
    assert [h > 0 for h in heights] == [v > 0 for v in values]
    for (a, ha), (b, hb) in zip(
        zip(values, heights, strict=True), sorted(zip(values, heights, strict=True)), strict=True
    ):
        assert (a <= b) == (ha <= hb) or a == b or ha == hb
    assert max(heights) == (8 * height if any(values) else 0)


@given(
    height=st.integers(0, 50), width=st.integers(0, 50), channels=st.sampled_from([None, 1, 3, 4]),
    columns=st.integers(0, 40), lines=st.integers(0, 40),
)  # fmt: skip
def test_every_picture_fits_its_room(height: int, width: int, channels: int | None, columns: int, lines: int) -> None:
    pixels = np.zeros((height, width) if channels is None else (height, width, channels), np.uint8)

    drawn = strips(shrunk(pixels, columns, lines))

    assert len(drawn) <= max(lines, 1)
    assert all(strip.cell_length <= columns for strip in drawn)
    assert bool(drawn) == (0 not in (height, width, columns, lines))


def test_the_picture_keeps_colours_and_sides() -> None:
    pixels = np.zeros((40, 40, 3), np.uint8)
    pixels[:20, :20] = (255, 0, 0)  # blue in BGR, top left
    pixels[20:, 20:] = (0, 0, 255)  # red, bottom right

    dots = shrunk(pixels, 10, 5)

    assert dots.shape == (10, 10, 3)
    assert tuple(dots[0, 0]) == (0, 0, 255)
    assert tuple(dots[9, 9]) == (255, 0, 0)
    assert tuple(dots[0, 9]) == (0, 0, 0)


@given(st.text(max_size=80))
def test_whatever_is_said_is_printable(text: str) -> None:
    assert say(text, (text, "bold")).plain.isprintable()


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_typed_text_is_printable_and_its_control_characters_come_back(text: str) -> None:
    assert pictured(text).isprintable()
    if all(c.isprintable() or ord(c) < 0x20 for c in text) and not any(0x2400 <= ord(c) < 0x2420 for c in text):
        assert meant(pictured(text)) == text


def test_the_worst_trouble_is_first_and_every_trouble_has_a_row() -> None:
    line = SyncStatus("https://c", online=False, words="refused " * 30)
    bad = status(
        warning("plan", Notice("no_plan")), sync=line, devices=devices(camera=Health.DOWN, camera_words="gone " * 40)
    )

    found = rows_of(bad)
    assert [row.grave for row in found] == [True, False, False]
    assert found[0].head == "CAMERA DOWN 1 h"

    laid = rows(found, 40, 5)
    assert len(laid) == 5
    assert all(cell_len(row.plain) == 40 for row in laid)
    assert {"CAMERA", "CENTRE", "PLAN"} <= {word for row in laid for word in row.plain.split()}
    assert isinstance(laid[0], Content)


@given(st.integers(1, 9), st.integers(1, 6))
def test_every_trouble_is_named_however_few_rows_there_are(count: int, most: int) -> None:
    laid = rows(tuple(Row(False, f"T{number}", "words") for number in range(count)), 78, most)

    assert len(laid) <= most
    assert {f"T{number}" for number in range(count)} <= {word for row in laid for word in row.plain.split()}


def test_what_the_verdict_says_already_is_not_said_twice() -> None:
    down = status(devices=devices(scale=Health.DOWN, words="gone"))

    assert rows_of(down)[0].text.startswith("The scale is not connected")
    assert [(row.head, row.text) for row in rows_of(down, texts.SCALE_BLOCKED.english)] == [("SCALE DOWN 2 min", "")]


def test_an_old_or_missing_weight_is_never_shown_as_the_weight_of_now() -> None:
    assert live(status())[0] == "1234 g"
    assert live(status(live_weight=weight(at=AT - 5))) == ("", "old 5 s")
    assert live(status(live_weight=None))[0] == ""
    assert live(status(devices=devices(scale=Health.DOWN)))[0] == ""
    overload = replace(weight(), value=None, status="overload")
    assert live(status(live_weight=overload)) == ("", "OVERLOAD · weighed")
    exact = replace(weight(), value=Decimal("1.2300"), unit="kg")
    assert live(status(live_weight=exact))[0] == "1.2300 kg"


def test_ready_is_not_a_verdict() -> None:
    assert (ready().tones, ready().identity) == (0, None)


@given(
    st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.integers(1, 500), max_size=9),
    st.integers(36, 90),
    st.integers(1, 9),
)
def test_shares_of_stops_add_up_and_fit_their_room(stops: dict[str, int], width: int, most: int) -> None:
    named = tuple((name, Line(stopped=count)) for name, count in sorted(stops.items(), key=lambda each: -each[1]))
    rows = [row.plain for row in pareto(named, {}, width, most)]
    assert len(rows) <= most
    assert all(cell_len(row) <= width for row in rows)
    if stops:
        assert sum(int(row.split("%")[0].split()[-2]) for row in rows) == sum(stops.values())


@given(st.lists(st.integers(0, 900), min_size=1, max_size=110), st.integers(10, 200), st.integers(3, 20))
def test_quarter_hours_fit_their_room(counts: list[int], width: int, height: int) -> None:
    panel = QuarterBars(id="q")
    quarters = tuple(
        (f"2026-11-23T{n // 4 % 24:02}:{n % 4 * 15:02}:00Z", line(count)) for n, count in enumerate(counts)
    )
    panel.show(ShiftFigures(quarters[0][0], is_shift=True, quarters=quarters), 450)
    rows = panel.drawn(width, height).plain.splitlines()
    assert len(rows) <= height
    assert all(cell_len(row) <= width for row in rows[1:])


@given(one=GRAMS, other=GRAMS, looks=st.integers(1, LOOKS))
def test_a_weight_that_rests_more_has_a_longer_bar_and_only_one_that_rests_a_full_one(
    one: Decimal, other: Decimal, looks: int
) -> None:
    bar, more = steadiness(max(one, other), looks), steadiness(min(one, other), looks)
    assert len(bar) == LOOKS
    assert bar.count("\u2588") <= more.count("\u2588")
    assert ("\u2591" not in more) is (min(one, other) == 0 and looks == LOOKS)
