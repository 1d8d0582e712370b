"""One of a few rows is taken by key, finger or card alike; a scan is never an answer, and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import OptionList

from station.core import NUMBERS, Command, ControlRead
from station.ui.screens.choice import MOST, Choose
from tests.station.ui.looking import app_of, shown, typed, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
TITLE = "Override the stop of RB 123 456 785 CN: why?"
ROWS = (
    "weighed again on another scale",
    "the hold was lifted by telephone",
    "[bold]label[/] read by eye \x1b[31m",
    "x" * 200,
)
NOTHING_YET = -1


class Asked:
    """The question stands; `answer` is what came of it."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot, self.answer = pilot, NOTHING_YET

    async def stands(self, rows: tuple[str, ...] = ROWS) -> None:
        """Ask, and wait until keys are heard."""
        question = Choose(TITLE, rows)
        self.pilot.app.push_screen(question, self._answered)
        await until(self.pilot, lambda: question.armed, "an armed question")

    def _answered(self, row: int | None) -> None:
        self.answer = 99 if row is None else row

    async def left(self) -> int:
        await until(self.pilot, lambda: self.answer != NOTHING_YET, "an answer")
        return self.answer


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_a_choice_as_a_picture(size: str, language: str, screen_is: ScreenIs) -> None:
    async with app_of(ScriptedStation(language=language)).run_test(size=SIZES[size]) as pilot:
        await Asked(pilot).stands()
        await screen_is(pilot, f"choice-{language}-{size}")


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["3"], 2),
        (["down", "down", "enter"], 2),
        (["enter"], 0),
        (["escape"], 99),
        (["9"], NOTHING_YET),
        (["x"], NOTHING_YET),
    ],
)
async def test_keys_answer(keys: list[str], row: int) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24), notifications=True) as pilot:
        asked = Asked(pilot)
        await asked.stands()
        await pilot.press(*keys)
        if row == NOTHING_YET:
            await until_shown(pilot, "Answer the question first")
            assert asked.answer == NOTHING_YET
        else:
            assert await asked.left() == row
    assert station.told == []


async def test_enter_right_behind_a_digit_takes_the_row_of_the_digit() -> None:
    async with app_of(ScriptedStation()).run_test(size=(80, 24)) as pilot:
        asked = Asked(pilot)
        await asked.stands()
        await typed(pilot, "2")
        pilot.app.post_message(events.Key("enter", "\r"))

        assert await asked.left() == 1


async def test_a_finger_takes_a_row() -> None:
    async with app_of(ScriptedStation()).run_test(size=(80, 24)) as pilot:
        asked = Asked(pilot)
        await asked.stands()
        await pilot.click(pilot.app.screen.query_one(OptionList), offset=(4, 1))

        assert await asked.left() == 1


@pytest.mark.parametrize(("word", "row"), [(Command.FOUR, 3), (Command.YES, 1), (Command.NO, 99)])
async def test_cards_answer(word: Command, row: int) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        asked = Asked(pilot)
        await asked.stands()
        await pilot.press("down")
        station.publish(ControlRead(word, None))

        assert await asked.left() == row


async def test_a_card_with_a_number_that_is_not_there_is_refused_aloud() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        asked = Asked(pilot)
        await asked.stands()
        station.publish(ControlRead(Command.NINE, None))
        await until_shown(pilot, "the list has no number 9")
        assert asked.answer == NOTHING_YET

        await pilot.press("escape")
        await asked.left()
        station.publish(ControlRead(Command.ONE, None))
        await until_shown(pilot, "no question waits")


@pytest.mark.parametrize("text", ["RB123456785CN", "1234567890128", "1", "22"])
async def test_a_scan_goes_to_the_lane_and_answers_nothing(text: str) -> None:
    """A short one is no number of a parcel: it may answer only as the digit that it is, else it is refused aloud."""
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24), notifications=True) as pilot:
        asked = Asked(pilot)
        await asked.stands()
        await typed(pilot, text)
        pilot.app.post_message(events.Key("enter", "\r"))
        if len(text) == 1:
            assert await asked.left() == int(text) - 1
        elif len(text) < 4:
            await until_shown(pilot, "Answer the question first")
        else:
            await until(pilot, lambda: station.told == [("key_in", text)], "the scan at the lane")
        if len(text) > 1:
            assert asked.answer == NOTHING_YET
            assert "Override the stop" in shown(pilot.app)


async def test_the_keys_of_the_app_rest_while_it_stands() -> None:
    async with app_of(ScriptedStation()).run_test(size=(80, 24)) as pilot:
        await Asked(pilot).stands()
        await pilot.press("f2", "f3", "f10", "f4")

        assert isinstance(pilot.app.screen, Choose)


def test_there_is_a_card_for_each_row_that_a_choice_may_have() -> None:
    assert len(NUMBERS) == len(set(NUMBERS)) == MOST == 9
    for rows in ((), ("row",) * 10):
        with pytest.raises(ValueError, match="rows"):
            Choose(TITLE, rows)
