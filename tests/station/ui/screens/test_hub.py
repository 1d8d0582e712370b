"""F2 once more shows every station as the centre tells it; a centre that does not answer holds nothing up."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from hardware.contract import DeviceError
from station.core.counting import HubRow, hub_rows
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation
from tests.station.ui.shown_counts import ScriptedFigures

if TYPE_CHECKING:
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
TOLD = [
    {"station_id": "lane-1", "age_s": 3, "silent": False, "operator": "Ana", "operation": "sort", "clock": "synced",
     "hour": {"presented": 412, "first_time": 401}, "backlog": {"pending": 2, "refused": 0}, "version": "0.1.0"},
    {"station_id": "lane-2", "age_s": 61, "silent": True, "operator": "陈 Bo\x1b[31m", "operation": "sort",
     "hour": {"presented": 20, "first_time": 12}, "devices": [{"kind": "scale", "name": "s1", "health": "down"}]},
]  # fmt: skip


class Centre:
    """Answers when it may, and then as it was told."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.why = ""

    def rows(self) -> Sequence[HubRow]:
        self.may.wait(20)
        if self.why:
            raise DeviceError(self.why)
        return hub_rows(TOLD)


@pytest.mark.parametrize("size", SIZES)
async def test_silent_stations_stand_first_and_the_screen_waits_for_nothing(size: str, screen_is: ScreenIs) -> None:
    centre = Centre()
    station = ScriptedStation(figures=ScriptedFigures(hub=centre))
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "2843")
        await pilot.press("f2")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "HubScreen", "the hub")
        await pilot.press("f1")  # while the centre has not answered
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "ScanScreen", "the worker's screen")
        centre.may.set()
        await pilot.press("f2", "f2")
        await until_shown(pilot, "! lane-2")
        await screen_is(pilot, f"hub-{size}")
        assert shown(pilot.app).index("lane-2") < shown(pilot.app).index("lane-1")
        assert "\x1b" not in shown(pilot.app)
        centre.why = "the centre is away"
        await pilot.press("f2", "f2")
        await until_shown(pilot, "the centre is away")
        assert "lane-1" not in shown(pilot.app), "figures of before would pass for those of now"
