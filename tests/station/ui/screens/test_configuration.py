"""F5 on F3: the keys of a real file, found by typing, changed after a look at the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config import load
from station.setup import ConfigurationDesk
from tests.station.ui.looking import app_of, shown, typed, until, until_shown
from tests.station.ui.scripted_station import PARCEL, ScriptedStation

if TYPE_CHECKING:
    from pathlib import Path

    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "station.toml"
    path.write_text('# ours\n[station]\nid = "hub-7"\ndata_dir = "data"\n')
    return path


def station_of(file: Path, language: str = "en") -> ScriptedStation:
    return ScriptedStation(configuration=ConfigurationDesk(file), language=language)


async def test_a_key_is_found_judged_while_typed_and_written_after_the_difference(file: Path) -> None:
    async with app_of(station_of(file)).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until_shown(pilot, "F5: search and change")
        await pilot.press("f5")
        await until_shown(pilot, "station.operation")
        await pilot.press(*"camera.roi")
        await until(pilot, lambda: "station.id" not in shown(pilot.app), "those that are meant alone")
        await pilot.press("enter")
        await until_shown(pilot, "New value")
        await pilot.press("escape", *"[10")
        await until_shown(pilot, "Not taken: camera.roi")
        await pilot.press(*", 0, 100, 100]")
        await until_shown(pilot, "camera.roi: [0, 0, 100, 100] → [10, 0, 100, 100]")
        assert load(file).camera.roi == (0, 0, 100, 100)

        await pilot.press("enter", *"dirt", "enter")
        await until_shown(pilot, "Write this?")
        await pilot.pause(0.6)
        await pilot.press("left", "enter")
        await until_shown(pilot, "Written: camera.roi")
        assert load(file).camera.roi == (10, 0, 100, 100)
        assert file.read_text().startswith("# ours\n")


async def test_a_scan_meanwhile_is_booked_and_is_no_value(file: Path) -> None:
    station = station_of(file)
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3", "f5")
        await until_shown(pilot, "station.id")
        await typed(pilot, PARCEL.raw)
        await pilot.press("enter")
        await until(pilot, lambda: ("key_in", PARCEL.raw) in station.told, "the scan")
        await until(pilot, lambda: PARCEL.raw not in shown(pilot.app).splitlines()[1], "the line without it")


async def test_without_a_file_there_is_no_such_key() -> None:
    async with app_of(ScriptedStation()).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until_shown(pilot, "Picture")
        assert "F5" not in shown(pilot.app)
        await pilot.press("f5")
        await until_shown(pilot, "Picture")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_screens(size: str, language: str, file: Path, screen_is: ScreenIs) -> None:
    station = ScriptedStation(configuration=ConfigurationDesk(file.relative_to(file.parent)), language=language)
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f3", "f5")
        await until_shown(pilot, "station.id")
        await pilot.press("down")
        await screen_is(pilot, f"configuration-{language}-{size}")
        await pilot.press(*"camera.roi")
        await until(pilot, lambda: "station.id" not in shown(pilot.app), "those that are meant alone")
        await pilot.press("enter", "escape", *"[10, 0, 100, 100]")
        await until_shown(pilot, "→")
        await screen_is(pilot, f"configuration-change-{language}-{size}")
