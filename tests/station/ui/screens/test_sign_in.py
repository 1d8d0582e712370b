"""Staff number and PIN at the screen: hidden, looked at by the station, refused aloud; a scan goes past it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from textual import events

from station.core import ControlRead, RequestDone
from station.core.outcomes import Done, Problem, Reason
from station.core.requests import CloseShift, OpenShift
from station.ui.screens.sign_in import SignIn
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import RIGHT_PIN, ScriptedStation

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
WRONG = "193847"


async def signing_in(pilot: Pilot[None], number: str = "4711", pin: str = RIGHT_PIN) -> None:
    await pilot.press("f12", *number, "enter", *pin)


def scanned(pilot: Pilot[None], text: str) -> None:
    """By a handheld scanner: its suffix comes as fast as the rest."""
    for character in text:
        pilot.app.post_message(events.Key(character, character))
    pilot.app.post_message(events.Key("enter", "\r"))


async def left(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: not isinstance(pilot.app.screen, SignIn), "the screen of the lane")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_a_refused_pin_as_a_picture(size: str, language: str, screen_is: ScreenIs) -> None:
    async with app_of(ScriptedStation(language=language)).run_test(size=SIZES[size]) as pilot:
        await signing_in(pilot, pin=WRONG)
        await pilot.press("enter")
        await until_shown(pilot, "PIN is wrong" if language == "en" else "有误")
        await pilot.press("4", "7", "1", "1", "enter", "4", "8")
        await screen_is(pilot, f"sign-in-{language}-{size}")


async def test_a_right_pin_logs_in_and_stands_nowhere() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24), notifications=True) as pilot:
        await signing_in(pilot)
        assert RIGHT_PIN not in shown(pilot.app)
        await pilot.press("enter")
        await left(pilot)

    assert station.badges.told == [("4711", RIGHT_PIN)]
    assert station.told == []


async def test_a_wrong_one_is_refused_and_both_are_typed_again() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await signing_in(pilot, pin=WRONG)
        await pilot.press("enter")
        await until_shown(pilot, "PIN is wrong")
        await pilot.press(*"4711", "enter", *RIGHT_PIN, "enter")
        await left(pilot)
    assert station.badges.told == [("4711", WRONG), ("4711", RIGHT_PIN)]


@pytest.mark.parametrize("text", ["RB123456785CN", "PS-B-W00000001-IFXGC-ABCDEFGHIJ"])
async def test_a_scan_goes_to_the_lane_and_is_no_part_of_a_number(text: str) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f12", "4", "7")
        scanned(pilot, text)
        await until(pilot, lambda: station.told == [("key_in", text)], "the scan at the lane")
        await pilot.press("1", "1", "enter", *RIGHT_PIN, "enter")
        await left(pilot)
    assert station.badges.told == [("4711", RIGHT_PIN)]


async def test_a_pin_that_comes_as_fast_as_a_scan_is_a_pin_and_stands_nowhere() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24), notifications=True) as pilot:
        await signing_in(pilot, pin="")
        scanned(pilot, RIGHT_PIN)
        await left(pilot)
        assert RIGHT_PIN not in shown(pilot.app)
    assert station.badges.told == [("4711", RIGHT_PIN)]
    assert station.told == [], "nothing at the lane"


async def test_a_badge_that_is_scanned_meanwhile_ends_it_or_is_refused_there() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f12")
        await until_shown(pilot, "Staff number")
        station.publish(ControlRead("", Problem(Reason.BADGE_REVOKED, {"operator": "Ana"})))
        await until_shown(pilot, "badge of Ana is revoked")
        station.publish(RequestDone(OpenShift("Bo"), Done(Reason.SHIFT_OPENED, {"operator": "Bo"})))
        await left(pilot)


async def test_the_same_key_again_logs_out() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f12", "f12")
        assert isinstance(pilot.app.screen, SignIn), "a key that was pressed twice by mistake"
        await until(pilot, lambda: cast("SignIn", pilot.app.screen).armed, "time to read")
        await pilot.press("f12")
        await left(pilot)
        await until(pilot, lambda: station.asked == [CloseShift(station.status().operator)], "the end of the shift")


async def test_escape_clears_and_then_leaves() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await signing_in(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, SignIn)
        await pilot.press("escape")
        await left(pilot)
    assert station.badges.told == []
