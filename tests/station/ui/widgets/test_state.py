"""A station with many devices: nothing that matters is pushed off the panel."""

from __future__ import annotations

import pytest

from station.core.devices import DeviceKind, Health
from station.core.events import DeviceStatus
from tests.station.ui.looking import app_of, until_shown
from tests.station.ui.scripted_station import AT, ScriptedStation, devices, status


def scanner(name: str, health: Health = Health.UP) -> DeviceStatus:
    return DeviceStatus(DeviceKind.SCANNER, f"/dev/{name}", health, "", AT - 10, label=name)


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_many_devices_hide_neither_the_one_that_is_down_nor_the_centre(size: tuple[int, int]) -> None:
    many = (*devices(), *(scanner(f"hand{number}") for number in range(12)), scanner("wall", Health.DOWN))
    async with app_of(ScriptedStation(now=status(devices=many))).run_test(size=size) as pilot:
        for text in ("14 devices up", "scanner wall", "centre online", "2 refused"):
            await until_shown(pilot, text)


async def test_a_few_devices_are_named_each() -> None:
    async with app_of(ScriptedStation()).run_test(size=(140, 45)) as pilot:
        for text in ("camera up", "scale up", "centre online", "3 waiting"):
            await until_shown(pilot, text)
