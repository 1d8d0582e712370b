"""The station is told once that the worker sees the screen, and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.station.ui.looking import app_of, shown, until
from tests.station.ui.scripted_station import ScriptedStation

if TYPE_CHECKING:
    from station.ui.app import StationApp


async def test_devices_are_opened_once_the_screen_is_painted() -> None:
    class Watching(ScriptedStation):
        app: StationApp
        seen: tuple[str, ...] = ()

        def screen_stands(self) -> None:
            self.seen += (shown(self.app),)

    station = Watching()
    station.app = app_of(station)
    async with station.app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(station.seen), "the screen")
        await pilot.press("f3", "f1")
        await pilot.pause()

    (screen,) = station.seen
    assert "Type:" in screen
