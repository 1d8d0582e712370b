"""A device that is down, and what is wrong with what one that is up sends, reach the list and the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hardware.contract import Defect, Notice, notice
from hardware.reading.engines.zbar import MISSING
from station.core.devices import DeviceKind, Health
from station.core.events import DeviceStatus, LaneStatus, Status, SyncStatus
from station.language import ENGLISH, language, trouble_texts
from station.runtime.device_threads import Devices, DeviceThreads
from station.runtime.device_troubles import device_troubles, reader_trouble
from station.runtime.inbox import Inbox
from station.runtime.status_report import About, status_report
from station.ui.screens.technician import _defects

BLACK = Defect("black", grave=True, about=Notice("camera_black"))
SMALL = Defect("small", grave=False, about=Notice("camera_small"))


def status(*defects: Defect) -> Status:
    camera = DeviceStatus(DeviceKind.CAMERA, "cam", Health.UP, "cam", 1.0, defects)
    return Status(5.0, "lane-1", (camera,), LaneStatus(), None, None, None, None, SyncStatus("", None, ""))


def test_only_a_grave_defect_is_a_trouble_and_it_is_the_technicians() -> None:
    (trouble,) = device_troubles(status(BLACK, SMALL).devices, 7.0)
    assert (trouble.key, trouble.about, trouble.since) == ("camera-black", BLACK.about, 7.0)
    assert list(device_troubles(status().devices, 7.0)) == []


def test_a_device_is_down_since_its_watch_says() -> None:
    down = DeviceStatus(DeviceKind.SCALE, "/dev/ttyUSB0", Health.DOWN, "gone", 3.0)
    (trouble,) = device_troubles((down,), 7.0)
    assert (trouble.key, trouble.grave, trouble.since) == ("scale", True, 3.0)
    assert trouble.about == notice("scale_down", detail="gone")


def test_the_watch_tells_since_when_a_defect_is_seen_and_a_device_that_goes_twice_since_the_second_time() -> None:
    watch = DeviceThreads(Devices(None, None), Inbox(), lambda _: None, lambda _, reading: reading)
    seen = DeviceStatus(DeviceKind.CAMERA, "cam", Health.UP, "cam", 1.0, (BLACK,))
    (first,), (later,) = watch.troubles((seen,)), watch.troubles((seen,))
    assert later.since == first.since
    down = DeviceStatus(DeviceKind.CAMERA, "cam", Health.DOWN, "gone", 4.0)
    watch.troubles((down,))
    (again,) = watch.troubles((replace(down, since=9.0),))
    assert again.since == 9.0


def test_a_reader_without_an_engine_tells_what_to_install() -> None:
    text = trouble_texts(reader_trouble(MISSING, 7.0).about, language(ENGLISH)).technician
    assert text == "libzbar is missing, labels are read with zxing alone: apt-get install libzbar0"


def test_the_report_and_the_technicians_screen_show_each() -> None:
    (told,) = status_report(status(BLACK, SMALL), About(Path("station.db")), None)["devices"]
    assert [each["key"] for each in told["defects"]] == ["black", "small"]
    rows = _defects(status(BLACK, SMALL).devices[0])
    assert ["black" in row.plain for row in rows] == [True, False]
