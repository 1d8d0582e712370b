"""F6 on F3: the reader's own picture with its figures and advice; a scan reaches the lane meanwhile."""

from __future__ import annotations

from tests.station.ui.looking import app_of, shown, typed, until, until_shown
from tests.station.ui.scripted_station import PARCEL, ScriptedStation
from tests.station.ui.setup.scripted_bench import FIGURES


async def test_the_running_station_shows_light_sharpness_and_size_with_advice() -> None:
    station = ScriptedStation(figures_of_picture=FIGURES)
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until_shown(pilot, "Picture")
        await pilot.press("f6")
        await until_shown(pilot, "1.6 px for the narrowest bar")
        assert "from black to white" in shown(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: "narrowest bar" not in shown(pilot.app), "F3 again")


async def test_without_a_picture_it_says_so_and_a_scan_is_not_lost() -> None:
    station = ScriptedStation(frame=None)
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until_shown(pilot, "Picture")
        await pilot.press("f6")
        await until_shown(pilot, "No picture yet.")
        await typed(pilot, PARCEL.raw)
        await pilot.press("enter")
        await until(pilot, lambda: ("key_in", PARCEL.raw) in station.told, "the scan")
