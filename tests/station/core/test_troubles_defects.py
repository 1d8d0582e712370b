"""What is wrong with what a device sends reaches the list of troubles and the report, as long as it is up."""

from __future__ import annotations

from pathlib import Path

from hardware.contract import Defect, Notice
from station.core.events import DeviceKind, DeviceStatus, Health, LaneStatus, Status, SyncStatus
from station.core.troubles import list_troubles
from station.runtime.status_report import About, status_report
from station.ui.screens.technician import _defects

BLACK = Defect("black", grave=True, about=Notice("camera_black"))
SMALL = Defect("small", grave=False, about=Notice("camera_small"))


def status(*defects: Defect) -> Status:
    camera = DeviceStatus(DeviceKind.CAMERA, "cam", Health.UP, "cam", 1.0, defects)
    return Status(5.0, "lane-1", (camera,), LaneStatus(), None, None, None, None, SyncStatus("", None, ""))


def test_only_a_grave_defect_is_a_trouble_and_it_is_the_technicians() -> None:
    (trouble,) = list_troubles(status(BLACK, SMALL))
    assert (trouble.key, trouble.about) == ("camera-black", BLACK.about)
    assert list_troubles(status()) == ()


def test_the_report_and_the_technicians_screen_show_each() -> None:
    (told,) = status_report(status(BLACK, SMALL), About(Path("station.db")), None)["devices"]
    assert [each["key"] for each in told["defects"]] == ["black", "small"]
    rows = _defects(status(BLACK, SMALL).devices[0])
    assert ["black" in row.plain for row in rows] == [True, False]
