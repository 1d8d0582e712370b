"""F2 and F3 in words that a reader who has only the screen understands, and nothing offered that does nothing."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from station.core.events import LaneStatus, Presence
from station.ui.screens.confirm import Confirm
from station.ui.screens.refused import DeskScreen
from station.ui.widgets.weight import live
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation, status, weight


async def test_the_cure_of_a_clock_stands_on_the_technicians_screen_alone() -> None:
    station = ScriptedStation(now=status(clock="unsynced"))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Put a parcel")
        assert "timedatectl" not in shown(pilot.app)

        await pilot.press("f3")
        await until_shown(pilot, "run: sudo timedatectl set-ntp true")


async def test_a_message_of_the_scale_is_told_in_words() -> None:
    station = ScriptedStation(now=status(live_weight=replace(weight(), mode="net")))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until_shown(pilot, "net weight, 0.0 s ago")
        assert "100%: the sharpest while on F3" in shown(pilot.app)


async def test_nothing_is_sent_again_when_nothing_was_refused() -> None:
    now = status()
    station = ScriptedStation(now=replace(now, sync=replace(now.sync, dead=0)), dead=())
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "refused by the centre: 0")
        assert "F5" not in shown(pilot.app)
        await pilot.press("f5", "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen), "the desk, and no question before it")
        assert not any(isinstance(screen, Confirm) for screen in pilot.app.screen_stack)


def test_a_booked_parcel_that_is_taken_off_does_not_settle() -> None:
    moving = weight(stable=False)
    taken_off = LaneStatus(presence=Presence.DECIDED, weigh_phase="loading")
    put_down = replace(taken_off, presence=Presence.OPEN)

    assert live(status(live_weight=moving, lane=taken_off))[1] == "moving"
    assert live(status(live_weight=moving, lane=put_down))[1] == "moving · settling"


async def test_the_last_seconds_are_recorded_by_a_key_where_they_are_kept() -> None:
    answers = [True, False]
    for recorder in (SimpleNamespace(record=lambda: answers.pop(0)), None):
        async with app_of(ScriptedStation(recorder=recorder)).run_test(size=(80, 24), notifications=True) as pilot:
            await pilot.press("f3")
            await until_shown(pilot, "F8")
            assert ("F7" in shown(pilot.app)) is (recorder is not None)
            await pilot.press("f7")
            if recorder is not None:
                await until_shown(pilot, "The last seconds are recorded")
                await pilot.press("f7")
                await until_shown(pilot, "another recording is being written")
