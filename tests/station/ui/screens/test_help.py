"""Help stands over the worker's screen alone; the lane works on, and the next verdict ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation, accepted, held

if TYPE_CHECKING:
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
OWN = "Shelf 3, then call Wang on 214"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_help_after_a_stop_as_a_picture(size: str, language: str, screen_is: ScreenIs) -> None:
    station = ScriptedStation(language=language, help={"HD": OWN})
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        station.publish(held())
        await until_shown(pilot, OWN)
        await pilot.press("f1")
        await screen_is(pilot, f"help-{language}-{size}")


async def test_f1_leads_to_the_worker_first_and_then_to_help_and_back() -> None:
    async with app_of(ScriptedStation()).run_test(size=(80, 24)) as pilot:
        await pilot.press("f2", "f1")
        await until_shown(pilot, "under the camera")
        for key in ("f1", "escape"):
            await pilot.press("f1")
            await until_shown(pilot, "leaves the help")
            await pilot.press(key)
            await until(pilot, lambda: "leaves the help" not in shown(pilot.app), "the parcel again")


async def test_a_verdict_ends_the_help() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        await pilot.press("f1")
        await until_shown(pilot, "leaves the help")
        station.publish(accepted())
        await until_shown(pilot, "ACCEPT")
        assert "leaves the help" not in shown(pilot.app)
