"""Command barcodes at the screen: an answer to the question that stands, a list, or a sentence why nothing was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from station.core import Command, ControlRead, command_text
from station.core.outcomes import Done, Problem, Reason
from station.core.requests import ResendRejected
from tests.station.ui.looking import app_of, shown, typed, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation

if TYPE_CHECKING:
    from station.core.outcomes import Value
    from station.core.requests import Request

UNDO = command_text("UNDO", bytes(32))


@pytest.mark.parametrize(("answer", "asked"), [(Command.YES, [ResendRejected(None, "Ana")]), (Command.NO, [])])
async def test_a_question_takes_its_answer_from_a_barcode(answer: Command, asked: list[Request]) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f2", "f5")
        await until_shown(pilot, "Send every refused scan again?")
        station.publish(ControlRead(answer, None))

        await until(pilot, lambda: "Send every refused scan" not in shown(pilot.app), "the answer")
        await until(pilot, lambda: station.asked == asked, "the request")


async def test_one_of_the_last_ten_is_taken_back_by_barcodes_alone() -> None:
    station = ScriptedStation(outcome=Done(Reason.TAKEN_BACK, {"seq": 900, "by_seq": 902}))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        for word, text in ((Command.VOID, "14:07:25  RB123456785CN"), (Command.YES, "Take back scan 900")):
            station.publish(ControlRead(word, None))
            await until_shown(pilot, text)
        station.publish(ControlRead(Command.YES, None))

        await until(pilot, lambda: station.told == [("undo", "900")], "the request")


@pytest.mark.parametrize(("answer", "told"), [(Command.YES, [("stop_by_hand", "DM last")]), (Command.NO, [])])
async def test_damaged_over_an_empty_scale_asks_which_parcel(answer: Command, told: list[tuple[str, str]]) -> None:
    station = ScriptedStation()
    values: dict[str, Value] = {"code": "DM", "seq": 900, "bin": "B1", "parcel_id": "RB123456785CN"}
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        station.publish(ControlRead("", Problem(Reason.WHICH_PARCEL, values)))
        await until_shown(pilot, "Is it the last one, RB123456785CN")
        station.publish(ControlRead(answer, None))
        await until(pilot, lambda: "Is it the last one" not in shown(pilot.app), "the answer")
    assert [each for each in station.told if each[0] == "stop_by_hand"] == told


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (ControlRead("", Done(Reason.WILL_STOP, {"code": "DM"})), "will be stopped: DM"),
        (ControlRead(Command.YES, None), "no question waits"),
        (ControlRead("", Problem(Reason.NOT_OF_THIS_HUB)), "not of this hub: nothing was done"),
        (ControlRead("", Problem(Reason.SEVERAL_COMMANDS)), "cover all but one"),
    ],
)
async def test_a_command_in_vain_says_why(event: ControlRead, text: str) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        station.publish(event)

        await until_shown(pilot, text)


async def test_a_scanned_command_reaches_the_station_over_any_screen_and_is_no_refused_number() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        await pilot.press("f2", "f5")
        await until_shown(pilot, "Send every refused scan again?")
        await typed(pilot, UNDO)
        pilot.app.post_message(events.Key("enter", "\r"))

        await until(pilot, lambda: station.told == [("key_in", UNDO)], "the command")
        assert "NOT TAKEN" not in shown(pilot.app)
        assert "Send every refused scan" in shown(pilot.app)
