"""What devices, the line, the lists and the record say of an error stands on F3 in the language of the screen."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hardware.contract import DeviceError, notice
from station.core import StoreTrouble, caused_by
from station.core.devices import Health
from station.core.events import SyncStatus
from station.record.log.errors import in_words
from station.sync.transport.errors import LineError
from station.sync.upload.link_status import down, up
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import AT, ScriptedStation, devices, lists, status

if TYPE_CHECKING:
    from station.core import Status
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z]+[a-z'][,:;]? +[a-z']{2,}\b")
SCALE = notice("scale_silent", what="scale", port="/dev/ttyUSB0", protocol="mt-sics", seconds="1.5")
CAMERA = notice("camera_hangs", name="/dev/video0", seconds="1.5")
TOKEN = notice("answered_no_token", status=401, said="invalid_token")
CENTRE = SyncStatus("https://centre.example", None, "", pending=412, oldest_pending="2026-11-23T13:07:12.000Z")


class _FullError(sqlite3.OperationalError):
    sqlite_errorcode = sqlite3.SQLITE_FULL
    sqlite_errorname = "SQLITE_FULL"


DISK_FULL = StoreTrouble(caused_by("not_written", in_words(_FullError("full"), Path("/data/station.db"))))


def everything_lost() -> Status:
    """A lost scale, a lost camera, a refused line, an old list that does not come."""
    camera, scale = devices(Health.DOWN, Health.DOWN, str(DeviceError(SCALE)), str(DeviceError(CAMERA)))
    plan, holds, manifest = lists()
    garbled = notice("list_garbled")
    old = replace(plan, age_s=200_000.0, stale=True, words="the list is cut off", about=garbled)
    line = replace(up(CENTRE, TOKEN, alarm=True), since=AT - 400)
    both = (replace(camera, about=CAMERA), replace(scale, about=SCALE))
    return status(devices=both, live_weight=None, camera=None, focus=None, sync=line, lists=(old, holds, manifest))


def parts_above(screen: str) -> str:
    """What F3 says of the devices, the line, the lists and the record: the rows above the picture."""
    return "\n".join(screen.splitlines()[1:14])


@pytest.mark.parametrize("size", SIZES)
async def test_a_chinese_technician_reads_no_english_sentence(size: str, screen_is: ScreenIs) -> None:
    station = ScriptedStation(language="zh_CN", now=everything_lost())
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        station.publish(DISK_FULL)
        await until_shown(pilot, "扫描未保存")
        await pilot.press("f3")
        await until_shown(pilot, "磁盘已满")

        rows = parts_above(shown(pilot.app))
        assert all(part in rows for part in ("卡住", "无数据", "令牌被拒绝", "清单不完整", "磁盘已满"))
        assert ENGLISH_SENTENCE.findall(rows) == []
        await screen_is(pilot, f"zh-technician-errors-{size}")


async def test_an_error_without_a_code_stands_there_in_english() -> None:
    lost = devices(scale=Health.DOWN, words="scale port COM9: nobody knows what this is")
    station = ScriptedStation(language="zh_CN", now=status(devices=lost))
    async with app_of(station).run_test(size=SIZES["140x45"]) as pilot:
        await pilot.press("f3")
        await until_shown(pilot, "nobody knows what this is")

        assert ENGLISH_SENTENCE.search(parts_above(shown(pilot.app)))


async def test_the_words_change_with_the_language() -> None:
    offline = down(CENTRE, LineError(notice("line_refused", url="https://centre.example")))
    station = ScriptedStation(language="zh_CN", now=status(sync=offline))
    async with app_of(station).run_test(size=SIZES["140x45"]) as pilot:
        await pilot.press("f3")
        await until_shown(pilot, "此端口无人应答")
        await pilot.press("escape", "f2", "f8", "f3")
        await until_shown(pilot, "nobody answers at this port")
