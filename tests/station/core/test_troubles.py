"""The list of troubles: each part tells its own, once, since when, and to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hardware.contract import Notice, notice
from station.core.events import Health, ListStatus, RecordAlarm, SyncStatus, Trouble
from station.core.troubles import is_same, list_troubles
from station.language import ENGLISH, language, trouble_texts
from tests.station.ui.scripted_station import AT, devices, status

URL = "https://centre.example"
AT_UTC = "2026-11-23T13:58:00.000Z"
COPY = RecordAlarm("a copy", notice("record_copied", at=AT_UTC))
LOST = RecordAlarm("lost", Notice("record_lost"))
FILLING = notice("disk_filling", free=2**30, share="0.12", folder="/data")


def only(**changes: object) -> Trouble:
    (trouble,) = list_troubles(status(**changes))
    return trouble


def test_a_well_station_and_one_whose_line_is_switched_off_have_none() -> None:
    assert list_troubles(status()) == ()
    assert list_troubles(status(sync=SyncStatus("", None, "switched off"))) == ()
    assert list_troubles(status(sync=SyncStatus(URL, None, "not tried yet"))) == ()


@pytest.mark.parametrize(
    ("sync", "grave", "code"),
    [
        (SyncStatus(URL, online=False, words="no answer"), False, "centre_offline"),
        (SyncStatus(URL, online=True, words="the line answers with text/html"), False, "centre_useless"),
        (SyncStatus(URL, online=True, words="token refused", alarm=True), True, "centre_refuses"),
        (SyncStatus(URL, online=False, words="certificate expired", alarm=True), True, "centre_refuses"),
    ],
)
def test_a_line_that_is_away_useless_or_refused_is_told_with_its_reason(
    sync: SyncStatus, grave: bool, code: str
) -> None:
    trouble = only(sync=sync)

    assert (trouble.key, trouble.grave, trouble.about) == ("centre", grave, notice(code, detail=sync.words))


@pytest.mark.parametrize(
    ("changes", "key", "grave", "about"),
    [
        (
            {"devices": devices(scale=Health.DOWN, words="gone")},
            "scale",
            True,
            notice("scale_down", detail="gone"),
        ),
        (
            {"devices": devices(camera=Health.DOWN, camera_words="dark")},
            "camera",
            True,
            notice("camera_down", detail="dark"),
        ),
        ({"record_alarms": (COPY,)}, "record", True, COPY.about),
        ({"record_alarms": (COPY, LOST)}, "record", True, notice("record_copied", alarms=2, at=AT_UTC)),
        ({"record_words": "moved"}, "record-file", True, notice("record_unreadable", detail="moved")),
        ({"disk": FILLING}, "disk", False, FILLING),
        ({"disk": FILLING, "disk_stops": True}, "disk", True, FILLING),
        ({"plan_trouble": Notice("no_plan")}, "plan", False, Notice("no_plan")),
        ({"backup_words": "no backup"}, "backup", False, notice("no_backup", detail="no backup")),
        ({"peers_words": "no network"}, "peers", False, notice("peers_unheard", detail="no network")),
        ({"reader_warning": "no libzbar"}, "reader", False, notice("reader_reduced", detail="no libzbar")),
        ({"socket_words": "no socket"}, "status", False, notice("status_unanswered", detail="no socket")),
        ({"clock": "stepped"}, "clock", False, Notice("clock_stepped")),
    ],
)
def test_each_part_tells_its_own_under_its_own_key(
    changes: dict[str, object], key: str, grave: bool, about: Notice
) -> None:
    trouble = only(**changes)

    assert (trouble.key, trouble.grave, trouble.about) == (key, grave, about)


@pytest.mark.parametrize(
    "changes",
    [
        {"clock": "unsynced"},
        {"socket_words": "no socket"},
        {"lists": (ListStatus("holds", None, kept_by_centre=True, words="answered 500"),)},
    ],
)
def test_what_only_a_technician_can_use_is_not_shown_to_the_worker(changes: dict[str, object]) -> None:
    words = trouble_texts(only(**changes).about, language(ENGLISH))

    assert (words.everybody, bool(words.technician)) == ("", True)


def test_a_list_that_is_refused_and_one_that_is_old_have_keys_of_their_own() -> None:
    each = ListStatus("sort plan", None, 9000, of_centre=True, kept_by_centre=True, words="bad row", refused=True)

    keys = [trouble.key for trouble in list_troubles(status(lists=(replace(each, stale=True),)))]

    assert keys == ["list-sort-plan-refused", "list-sort-plan-old"]


def test_a_trouble_goes_on_standing_since_it_came_and_the_grave_are_first() -> None:
    first = status(plan_trouble=Notice("no_plan"))
    came = list_troubles(first)
    later = replace(first, at=AT + 60, disk=FILLING, disk_stops=True)

    now = list_troubles(later, came)

    assert [(t.key, t.since) for t in now] == [("disk", AT + 60), ("plan", AT)]


def test_a_device_is_down_since_its_watch_says() -> None:
    assert only(devices=devices(scale=Health.DOWN)).since == AT - 130


def test_figures_that_run_by_themselves_are_no_change_and_others_are() -> None:
    little, less = (only(disk=notice("disk_filling", free=free, folder="/data")) for free in (2**30, 2**29))
    assert is_same(little, less)
    assert not is_same(little, replace(less, grave=True))
    old, older = (
        only(lists=(ListStatus("holds", None, age_s, of_centre=True, stale=True),)) for age_s in (3000, 90_000)
    )
    assert is_same(old, older)
    refused, broken = (
        only(sync=SyncStatus(URL, online=True, words=f"the centre answered {code}")) for code in (401, 500)
    )
    assert not is_same(refused, broken)
