"""The question about a printed number: Enter hands it in, nothing else does, and it goes with its parcel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from textual import events
from textual.pilot import Pilot

from hardware.print_contract import PrintedLine, PrintedText
from station.core import ControlRead, LaneStatus, NumberProposed, Presence
from station.core.identify import identify
from station.core.print_agreement import PrintedNumber
from station.ui.screens.printed_number import AskPrinted
from station.ui.widgets.strip_picture import rows_of_dots
from tests.station.ui.looking import ScreenIs, app_of, shown, typed, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation, no_read, status

PRINTED = "RB 123 456 780 CN"
IMPB = "9400 1117 9020 2813 7485 39"
SIZES = {"80x24": (80, 24), "140x45": (140, 45)}


def strip(text: str = "RB 123 456 785 CN") -> Any:
    """As a reader cuts it."""
    wide, _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.1, 2)[0]
    picture = np.full((48, wide + 20), 240, np.uint8)
    cv2.putText(picture, text, (10, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 20, 2, cv2.LINE_AA)
    return picture


def proposed(text: str = PRINTED, seq: int = 4, picture: object = None) -> NumberProposed:
    texts = (PrintedText(text, (0.6,) * len(text)),)
    line = PrintedLine(texts, True, 1, ((0, 0), (9, 0), (9, 3), (0, 3)), strip() if picture is None else picture)
    return NumberProposed(seq, PrintedNumber(identify(text, keyed=True), line, None))


def station() -> ScriptedStation:
    lies_there = LaneStatus(presence=Presence.DECIDED, weigh_phase="captured")
    return ScriptedStation(now=replace(status(), lane=lies_there))


async def asked(here: ScriptedStation, pilot: Pilot[None], event: NumberProposed | None = None) -> None:
    """Ask, and wait until keys are heard."""
    here.publish(event or proposed())
    await until(pilot, lambda: isinstance(pilot.app.screen, AskPrinted) and pilot.app.screen.armed, "the question")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_question_as_a_picture(size: str, language: str, screen_is: ScreenIs) -> None:
    here = replace(station(), language=language)
    async with app_of(here).run_test(size=SIZES[size]) as pilot:
        await asked(here, pilot)
        await screen_is(pilot, f"printed-number-{language}-{size}")


async def test_the_longest_number_has_room_in_a_small_terminal() -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        await asked(here, pilot, proposed(IMPB, picture=strip(IMPB)))
        await until_shown(pilot, IMPB)
        assert "Enter takes it" in shown(pilot.app)


async def test_enter_hands_the_number_in_as_it_was_corrected() -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        await asked(here, pilot)
        await pilot.press("end", "left", "left", "left", "backspace", "5", "enter")
        await until(pilot, lambda: bool(here.told), "the number")
        await until(pilot, lambda: not isinstance(pilot.app.screen, AskPrinted), "the worker's screen")
    assert here.told == [("key_in", "RB 123 456 785 CN")]


async def test_a_key_that_was_pressed_before_the_question_could_be_read_is_no_answer() -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        here.publish(proposed())
        await until(pilot, lambda: isinstance(pilot.app.screen, AskPrinted), "the question")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, AskPrinted)
    assert here.told == []


@pytest.mark.parametrize("card", ["YES", "NO"])
async def test_a_card_answers(card: str) -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        await asked(here, pilot)
        here.publish(ControlRead(card, None))
        await until(pilot, lambda: not isinstance(pilot.app.screen, AskPrinted), "the worker's screen")
        await pilot.pause(0.1)
    assert here.told == ([("key_in", PRINTED)] if card == "YES" else [])


async def test_it_goes_with_its_parcel_and_with_a_newer_scan_and_never_stands_over_another_question() -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        await asked(here, pilot)
        newer = no_read()
        here.publish(replace(newer, scan=replace(newer.scan, seq=5)))
        await until(pilot, lambda: not isinstance(pilot.app.screen, AskPrinted), "the newer verdict")
        await asked(here, pilot)
        here.now = replace(here.now, lane=LaneStatus(presence=Presence.NONE, weigh_phase="empty"))
        await until(pilot, lambda: not isinstance(pilot.app.screen, AskPrinted), "an empty lane")
    assert here.told == []


async def test_a_scan_goes_to_the_lane_and_not_into_the_line() -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        await asked(here, pilot)
        await typed(pilot, "LX123456785DE")
        pilot.app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: bool(here.told), "the scan")
        assert PRINTED in shown(pilot.app)
    assert here.told == [("key_in", "LX123456785DE")]


def test_a_strip_is_cut_into_rows_that_fit_and_shows_all_of_itself() -> None:
    picture = strip(IMPB)
    for columns, lines in ((72, 11), (130, 30), (20, 2), (300, 60)):
        rows = rows_of_dots(picture, columns, lines)
        assert sum(len(row) // 2 for row in rows) <= max(lines, 3)
        assert all(row.shape[1] <= columns + 1 and len(row) % 2 == 0 for row in rows)
        assert sum(row.shape[1] for row in rows) > 0
    assert rows_of_dots(np.zeros((0, 0), np.uint8), 80, 10) == []
