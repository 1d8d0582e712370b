"""The set-up screens in both sizes and languages, and what their keys do."""

from __future__ import annotations

import pytest

from station.ui.setup import SetUpApp
from tests.station.ui.looking import ScreenIs, shown, until, until_shown
from tests.station.ui.setup.scripted_bench import ScriptedBench

SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])
CAMERA, SCALE, SCANNER, OUTPUTS, CHECK = 1, 2, 3, 4, 7


@SIZES
@LANGUAGES
@pytest.mark.parametrize("step", [CAMERA, SCALE, CHECK], ids=["camera", "scale", "check"])
async def test_it_looks_so(size: tuple[int, int], language: str, step: int, screen_is: ScreenIs) -> None:
    app = SetUpApp(ScriptedBench(), language)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*["f6"] * step)
        await until_shown(pilot, {CAMERA: "C920", SCALE: "yaohua-a9", CHECK: "timedatectl"}[step])
        if step == SCALE:
            await pilot.press("enter")
            await until_shown(pilot, "53 54 2c")
        name = {CAMERA: "camera", SCALE: "scale", CHECK: "check"}[step]
        await screen_is(pilot, f"setup-{name}-{language}-{size[0]}x{size[1]}")


async def test_a_scale_without_a_unit_is_asked_for_it() -> None:
    bench = ScriptedBench()
    app = SetUpApp(bench)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6", "f6")
        await until_shown(pilot, "yaohua-a9")
        await pilot.press("down", "enter")
        await until_shown(pilot, "choose the one on its display")
        await pilot.press("enter")
        assert not any(key.startswith("scale.") for key, _ in bench.written), "no unit is marked by itself"
        await pilot.press("down", "enter")
        await until(pilot, lambda: ("scale.settings.unit", "kg") in bench.written, "the unit")
        await pilot.press("f7", "f9")
        await pilot.press(*"1000", "enter")
        await until_shown(pilot, "The test weight is wrong: 850 g, -150 g (limit 5 g)")
        assert ("zero", "") in bench.written


async def test_an_error_of_a_device_is_shown_and_ends_nothing() -> None:
    app = SetUpApp(ScriptedBench())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["f6"] * OUTPUTS)
        await until_shown(pilot, "/dev/usb/lp0")
        await pilot.press("f7")
        await until_shown(pilot, "seeded")
        await pilot.press("enter")
        await until_shown(pilot, "paper out")
        await pilot.press("escape")
        await until_shown(pilot, "4 of 8")


async def test_a_step_with_a_wrong_line_is_not_left() -> None:
    app = SetUpApp(ScriptedBench())
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "1 of 8")
        await pilot.press(*"a b", "f6")
        await until_shown(pilot, "Not taken: write 1 to 64 letters")
        assert "1 of 8" in shown(app)


@pytest.mark.parametrize("size", [(40, 12), (20, 5)], ids=["40x12", "20x5"])
async def test_a_narrow_terminal_shows_what_fits(size: tuple[int, int]) -> None:
    app = SetUpApp(ScriptedBench())
    async with app.run_test(size=size) as pilot:
        await pilot.press(*["f6"] * CHECK)
        await until(pilot, lambda: "Set up" in shown(app), "the title")
        await pilot.press("f9")
    assert app.wants_start
