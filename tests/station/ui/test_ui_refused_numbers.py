"""A number that is none, or comes again, is told: once, long enough, and not before it is typed."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input

from hardware.contract import values_of
from station.core.events import LaneStatus, Presence, ReviewAsked
from station.core.exception_codes import Code
from station.core.models import Choice, ReadVerdict, Review
from station.ui.widgets import entry
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import PARCEL, ScriptedStation, accepted, review, status

NO_NUMBER = values_of(typed="1", cause="not_a_parcel_id")


async def test_a_number_is_called_none_once_the_typing_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    async with app_of(ScriptedStation()).run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(entry, "PAUSE_S", 3600.0)
        await pilot.press(*"RB12345678")
        assert "×" not in shown(pilot.app)
        monkeypatch.setattr(entry, "PAUSE_S", 0.01)
        await pilot.press("6")
        await until_shown(pilot, "× not a parcel id")

        await pilot.press("enter")
        await until(pilot, lambda: "×" not in shown(pilot.app), "an end: the verdict says it")
        assert pilot.app.screen.query_one(Input).value == "RB123456786"


async def test_the_same_scan_again_is_told_and_handed_in_once() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24), notifications=True) as pilot:
        await until_shown(pilot, "Put a parcel")
        for character in f"{PARCEL.raw}\r{PARCEL.raw}\r":
            pilot.app.post_message(events.Key("enter" if character == "\r" else character.lower(), character))
        await until_shown(pilot, f"Taken already: {PARCEL.raw}")

        assert station.told == [("key_in", PARCEL.raw)]


async def test_a_refused_number_is_told_although_another_parcel_is_booked_at_once() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24), notifications=True) as pilot:
        await until_shown(pilot, "Put a parcel")
        station.publish(ReviewAsked(Choice(ReadVerdict.NO_READ, None), Review(Code.NO_READ, NO_NUMBER)))
        station.publish(accepted("B12"))

        await until_shown(pilot, "Put it into B12")
        await until_shown(pilot, "NOT SAVED: 1: not a parcel id")


async def test_escape_forgets_a_refused_number_and_no_question_of_the_lane() -> None:
    asking = LaneStatus(presence=Presence.OPEN, asking=True)
    station = ScriptedStation(now=status(lane=asking))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        station.publish(review())
        await until_shown(pilot, "QUESTION   MR")
        station.publish(ReviewAsked(Choice(ReadVerdict.NO_READ, None), Review(Code.NO_READ, NO_NUMBER)))
        await until_shown(pilot, "1: not a parcel id")

        await pilot.press("escape")
        await until_shown(pilot, "QUESTION   MR")
        await pilot.press("escape")
        await until(pilot, lambda: station.told == [("cancel_keyed",)] * 2, "both keys")
        assert "QUESTION   MR" in shown(pilot.app)
