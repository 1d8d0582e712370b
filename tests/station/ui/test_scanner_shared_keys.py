"""Keys after public reports, from the data beside the checkout: each number reaches the lane once."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from tests.shared_data import shared_cases
from tests.station.ui.looking import app_of, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation

TYPED = {"Enter": ("enter", "\r"), "Ctrl+J": ("ctrl+j", "\n"), "Tab": ("tab", "\t")}


@pytest.mark.parametrize("case", shared_cases("field/keys.json"))
async def test_each_number_reaches_the_lane_once(case: dict[str, Any]) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Put a parcel")
        if case["screen"].startswith("F2"):
            await pilot.press("f2")
            await until_shown(pilot, "refused by the centre")
        for keys in case["keys"]:
            for key, character in [TYPED[keys]] if keys in TYPED else [(each, each) for each in keys]:
                pilot.app.post_message(events.Key(key, character))
        numbers = [keys for keys in case["keys"] if keys not in TYPED]

        await until(pilot, lambda: len(station.told) >= len(numbers), "the number")
        await pilot.pause(1.2)
        assert station.told == [("key_in", number) for number in numbers]
