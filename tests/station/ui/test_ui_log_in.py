"""Before the log-in the screen asks for a badge, whatever lies there; a verdict that stands is not lost."""

from __future__ import annotations

from dataclasses import replace

from station.core import RequestDone
from station.core.events import LaneStatus, Presence
from station.core.outcomes import Done, Reason
from station.core.requests import OpenShift
from station.ui.state import NEVER, State, shown
from tests.station.ui.looking import app_of, until, until_shown
from tests.station.ui.scripted_station import AT, ScriptedStation, status


def test_the_screen_asks_for_a_badge_whatever_lies_there() -> None:
    for presence in Presence:
        now = replace(status(), log_in_first=True, lane=LaneStatus(at=AT, presence=presence))
        on_screen = shown(now, None, NEVER)
        assert (on_screen.state, on_screen.verdict.action) == (State.BLOCKED, "Log in: scan your badge")


async def test_a_line_tells_who_takes_over() -> None:
    station = ScriptedStation(now=replace(status(), log_in_first=True))
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        await until_shown(pilot, "scan your badge")
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        outcome = Done(Reason.SHIFT_HANDED_OVER, {"operator": "Bo", "before": "Ana"})
        station.publish(RequestDone(OpenShift("Bo", "worker", hand_over=True), outcome))

        await until_shown(pilot, "Bo takes over from Ana")
