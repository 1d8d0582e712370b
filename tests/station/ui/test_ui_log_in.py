"""Before the log-in the screen asks for a badge, whatever lies there; a verdict that stands is not lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.core import RequestDone
from station.core.events import LaneStatus, Presence
from station.core.outcomes import Done, Reason
from station.core.requests import OpenShift
from station.ui.state import NEVER, State, shown
from tests.station.ui.looking import app_of, until, until_shown
from tests.station.ui.scripted_station import AT, ScriptedStation, accepted, status

if TYPE_CHECKING:
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}


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


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_a_locked_lane_says_who_unlocks_it(size: str, language: str, screen_is: ScreenIs) -> None:
    station = ScriptedStation(language=language)
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        station.publish(accepted())
        station.now = status(locked=True, log_in_first=True)
        await screen_is(pilot, f"locked-{language}-{size}")
