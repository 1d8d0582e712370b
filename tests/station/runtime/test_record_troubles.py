"""What is wrong with the record and its disk, each under its own key."""

from __future__ import annotations

from hardware.contract import Notice, notice
from station.core.troubles import RecordAlarm
from station.record.log import StoreError
from station.runtime.record_troubles import alarm_troubles, disk_troubles, file_trouble

AT_UTC = "2026-11-23T13:58:00.000Z"
COPY = RecordAlarm("a copy", notice("record_copied", at=AT_UTC))
LOST = RecordAlarm("lost", Notice("record_lost"))
FILLING = notice("disk_filling", free=2**30, share="0.12", folder="/data")


def test_of_several_alarms_the_newest_is_told_with_their_number() -> None:
    (one,), (newest,) = alarm_troubles((COPY,), 7.0), alarm_troubles((COPY, LOST), 7.0)

    assert (one.key, one.grave, one.about, one.since) == ("record", True, COPY.about, 7.0)
    assert newest.about == notice("record_copied", alarms=2, at=AT_UTC)
    assert list(alarm_troubles((), 7.0)) == []


def test_a_disk_is_grave_once_no_scan_is_stored() -> None:
    (filling,), (full,) = (disk_troubles(FILLING, 7.0, stops=stops) for stops in (False, True))

    assert [(each.key, each.grave, each.about) for each in (filling, full)] == [
        ("disk", False, FILLING),
        ("disk", True, FILLING),
    ]
    assert list(disk_troubles(None, 7.0, stops=False)) == []


def test_a_file_that_cannot_be_read_is_another_trouble_than_an_alarm() -> None:
    told = file_trouble(StoreError("moved"), 7.0)

    assert (told.key, told.grave, told.about) == ("record-file", True, notice("record_unreadable", detail="moved"))
