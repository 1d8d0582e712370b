"""The screens in Chinese as pictures, and the change of the language while they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from hardware.contract import notice
from station.core.devices import Health
from station.core.events import KeyedEnded, LaneStatus, Presence, StoreTrouble, SyncStatus
from station.core.exception_codes import Code
from station.core.models import Refusal
from station.language import EXCEPTIONS, LANGUAGES, language
from station.ui.start import StartApp
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import (
    AT,
    ScriptedStation,
    accepted,
    devices,
    held,
    no_read,
    review,
    scan,
    status,
    warning,
)

if TYPE_CHECKING:
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
ZH = language("zh_CN")


def chinese(**changes: object) -> ScriptedStation:
    return ScriptedStation(language="zh_CN", **changes)  # type: ignore[arg-type]  # fields of ScriptedStation


@pytest.mark.parametrize("size", SIZES)
async def test_an_accepted_parcel(size: str, screen_is: ScreenIs) -> None:
    station = chinese()
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        station.publish(accepted())
        await until_shown(pilot, "通过")

        await screen_is(pilot, f"zh-scan-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_no_read(size: str, screen_is: ScreenIs) -> None:
    station = chinese()
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        station.publish(no_read())
        await until_shown(pilot, "未识读")

        await screen_is(pilot, f"zh-no-read-{size}")


async def test_nothing_lies_there(screen_is: ScreenIs) -> None:
    async with app_of(chinese(now=status(lane=LaneStatus(weigh_phase="empty")))).run_test(size=SIZES["80x24"]) as pilot:
        await until_shown(pilot, "就绪")
        await screen_is(pilot, "zh-ready-80x24")


async def test_the_scale_is_to_be_cleared(screen_is: ScreenIs) -> None:
    lane = LaneStatus(weigh_phase="blocked", prompt=notice("clear"), prompt_kind="clear", presence=Presence.DECIDED)
    async with app_of(chinese(now=status(lane=lane))).run_test(size=SIZES["80x24"]) as pilot:
        await screen_is(pilot, "zh-clear-80x24")


async def test_a_question(screen_is: ScreenIs) -> None:
    station = chinese(now=status(lane=LaneStatus(at=AT, asking=True, presence=Presence.OPEN)))
    async with app_of(station).run_test(size=SIZES["80x24"]) as pilot:
        station.publish(review())
        await until_shown(pilot, "是哪一个")
        await screen_is(pilot, "zh-question-80x24")


@pytest.mark.parametrize("size", SIZES)
async def test_the_supervisor(size: str, screen_is: ScreenIs) -> None:
    async with app_of(chinese()).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f2")
        await screen_is(pilot, f"zh-supervisor-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_the_technician(size: str, screen_is: ScreenIs) -> None:
    async with app_of(chinese()).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f3")
        await screen_is(pilot, f"zh-technician-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_the_desk(size: str, screen_is: ScreenIs) -> None:
    async with app_of(chinese()).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "被中心拒收")
        await pilot.press("f6")
        await until_shown(pilot, "搁置")
        await screen_is(pilot, f"zh-desk-{size}")


async def test_the_form_of_the_desk(screen_is: ScreenIs) -> None:
    async with app_of(chinese()).run_test(size=SIZES["80x24"]) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "被中心拒收")
        await pilot.press("f6")
        await until_shown(pilot, "RB123456785CN")
        await pilot.press("f6")
        await until_shown(pilot, "您的姓名")
        await screen_is(pilot, "zh-desk-fix-80x24")


@pytest.mark.parametrize("size", SIZES)
async def test_everything_wrong(size: str, screen_is: ScreenIs) -> None:
    line = SyncStatus(
        "https://c", online=False, words="connection refused", pending=412, oldest_pending="2026-11-23T13:07:12.000Z"
    )
    now = status(
        warning("disk", notice("disk_filling", free=1_288_490_189, share="0.12", folder="/var/lib/parcel-station")),
        devices=devices(scale=Health.DOWN, words="/dev/ttyUSB0 is gone"),
        live_weight=None,
        sync=line,
    )
    station = chinese(now=now)
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        station.publish(held())
        await until_shown(pilot, "拦截")
        await screen_is(pilot, f"zh-troubles-{size}")


async def test_a_scan_that_was_not_stored(screen_is: ScreenIs) -> None:
    station = chinese()
    async with app_of(station).run_test(size=SIZES["80x24"]) as pilot:
        about = notice("disk_full", free=1_288_490_189, share="0.04", folder="/var/lib/parcel-station")
        station.publish(StoreTrouble(about))
        await until_shown(pilot, "扫描未保存")
        await screen_is(pilot, "zh-stop-80x24")


async def test_a_question_with_yes_and_no(screen_is: ScreenIs) -> None:
    async with app_of(chinese()).run_test(size=SIZES["80x24"]) as pilot:
        await pilot.press("f10")
        await until_shown(pilot, "退出工位")
        await screen_is(pilot, "zh-quit-80x24")


async def test_the_start_up_screen(screen_is: ScreenIs) -> None:
    app: StartApp[int] = StartApp(lambda: "x", "/data/station.db is locked", "zh_CN")
    async with app.run_test(size=SIZES["80x24"]) as pilot:
        await until_shown(pilot, "工位无法启动")
        await screen_is(pilot, "zh-start-80x24")


@pytest.mark.parametrize("code", list(Code))
async def test_every_code_fits_the_smallest_screen(code: Code) -> None:
    text = EXCEPTIONS[code]
    station = chinese()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        station.publish(scan(Refusal(code, (), "REJECT")))
        await until_shown(pilot, f"{code.value}  {ZH.text(text.term)}")

        assert ZH.text(text.sentences[-1]) in shown(pilot.app)
        assert "█" in shown(pilot.app)
        assert all(cell_len(row) == 80 for row in shown(pilot.app).splitlines())


async def test_f8_changes_all_that_stands_and_back() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        station.publish(held())
        await until_shown(pilot, "On hold: customs")
        await until_shown(pilot, LANGUAGES["zh_CN"])
        await until_shown(pilot, "saved 1234 g")
        english = shown(pilot.app)

        await pilot.press("f8")
        await until_shown(pilot, "拦截：customs")
        screen = shown(pilot.app)
        assert "异常   HD  拦截" in screen
        assert not {"EXCEPTION", "Put", "weight", "camera", "scans", "Scan", "Type"} & set(screen.split())

        await pilot.press("f2")
        await until_shown(pilot, "每 15 分钟")
        await pilot.press("f8")
        await until_shown(pilot, "quarter hour")
        await pilot.press("f1")
        await until(pilot, lambda: shown(pilot.app) == english, f"the screen as it was:\n{english}")


async def test_a_number_that_was_refused_is_said_again_in_the_other_language() -> None:
    station = ScriptedStation(now=replace(status(), lane=LaneStatus(at=AT)))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        station.publish(KeyedEnded("RB123456785CN", cancelled=False))
        await until_shown(pilot, "its parcel did not come")
        await pilot.press("f8")
        await until_shown(pilot, "RB123456785CN：包裹未放上")
