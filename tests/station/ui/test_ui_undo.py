"""A wrong scan is taken back from the worker's screen: the last by one key, any of the last ten from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from station.core import RequestDone
from station.core.outcomes import Done, Nothing, Reason
from station.core.requests import VoidScan
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation, accepted

if TYPE_CHECKING:
    from tests.station.ui.looking import ScreenIs

TAKEN = Done(Reason.TAKEN_BACK, {"seq": 901, "by_seq": 902, "parcel_id": "RB123456785CN"})


async def test_no_verdict_outlives_its_scan(screen_is: ScreenIs) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        station.publish(accepted())
        await until_shown(pilot, "ACCEPT")
        await pilot.press("f5")
        await until(pilot, lambda: station.told == [("undo",)], "the undo")
        assert "ACCEPT" in shown(pilot.app)  # nothing is undone before the station says so
        station.publish(RequestDone(VoidScan(901, "Ana", "undo"), TAKEN))

        await screen_is(pilot, "scan-undone-80x24")
        assert "ACCEPT" not in shown(pilot.app)


async def test_of_another_scan_a_line_tells_and_the_verdict_stays() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        station.publish(accepted())
        await until_shown(pilot, "ACCEPT")
        station.publish(
            RequestDone(VoidScan(900, "Ana", "wrong bin"), Done(Reason.TAKEN_BACK, {"seq": 900, "by_seq": 902}))
        )

        await until_shown(pilot, "scan 900 is taken back")
        assert "ACCEPT" in shown(pilot.app)


async def test_an_undo_in_vain_says_why() -> None:
    station = ScriptedStation(outcome=Nothing(Reason.NEXT_PARCEL_BEGUN))
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        await pilot.press("f5")

        await until_shown(pilot, "the next parcel lies there already")


async def test_one_of_the_last_ten_is_taken_back_after_a_question(screen_is: ScreenIs) -> None:
    station = ScriptedStation(outcome=TAKEN)
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await until_shown(pilot, "Enter takes it back")
        await screen_is(pilot, "last-scans-80x24")
        await pilot.press("down", "down", "enter")
        await until_shown(pilot, "Take back scan 898")
        await until(pilot, lambda: getattr(pilot.app.screen, "armed", False), "an armed question")
        await pilot.press("left", "enter")

        await until(pilot, lambda: station.told == [("undo", "898")], "the request")


async def test_leaving_the_list_asks_nothing_and_a_scan_goes_through_it() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await until_shown(pilot, "Enter takes it back")
        for character in "RB123456785CN":
            pilot.app.post_message(_key(character, character))
        pilot.app.post_message(_key("enter", "\r"))
        await until(pilot, lambda: ("key_in", "RB123456785CN") in station.told, "the scan")
        await pilot.press("escape")

        await until_shown(pilot, "Put a parcel")
        assert station.asked == []


def _key(name: str, character: str) -> events.Key:
    return events.Key(name, character)
