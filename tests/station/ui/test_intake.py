"""A scan of a scanner with a line of its own, whatever screen or form is in front."""

from __future__ import annotations

from hardware.contract import Scanned
from station.core import HandScanned
from station.language import actions
from station.ui.screens.choice import ChooseNamed
from station.ui.screens.form import Form
from tests.station.ui.looking import app_of, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation


def scan(text: str) -> Scanned:
    return Scanned(text, "", text.encode(), 0.0)


async def test_what_the_lane_has_leads_to_the_workers_screen() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until_shown(pilot, "Technician")
        assert not station.screen_wants("RR473124829CN")
        station.publish(HandScanned(scan("RR473124829CN"), "hand", taken=True))
        await until(pilot, lambda: pilot.app.current_mode == "scan", "the worker's screen")


async def test_a_choice_has_its_label_and_anything_else_goes_to_the_lane() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        chosen: list[int | None] = []
        pilot.app.push_screen(ChooseNamed("Which bag?", ["BAG-1", "BAG-2"], actions.ACTIONS), chosen.append)
        await until(pilot, lambda: station.screen_wants("BAG-2"), "the choice")
        station.publish(HandScanned(scan("RR473124829CN"), "hand", taken=False))
        await until(pilot, lambda: ("take_scan", "RR473124829CN", "hand") in station.told, "the lane")
        station.publish(HandScanned(scan("BAG-2"), "hand", taken=False))
        await until(pilot, lambda: chosen == [1], "the choice")


async def test_a_line_that_wants_a_parcel_has_it() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        pilot.app.push_screen(Form("Correct", (actions.ACTIONS, actions.ACTIONS), station.check_keyed))
        await until(pilot, lambda: station.screen_wants("RR473124829CN"), "the form")
        station.publish(HandScanned(scan("RR473124829CN"), "hand", taken=False))
        await until(pilot, lambda: getattr(pilot.app.focused, "value", "") == "RR473124829CN", "in the line")
        assert station.told == []
