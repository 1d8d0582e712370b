"""The list of troubles: each part tells its own, once, since when, and to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.core.events import Health, ListStatus, SyncStatus, Trouble
from station.core.troubles import NO_CONNECTION, NOT_TAKEN, is_same, list_troubles
from tests.station.ui.scripted_station import AT, devices, status

URL = "https://centre.example"


def only(**changes: object) -> Trouble:
    (trouble,) = list_troubles(status(**changes))
    return trouble


def test_a_well_station_and_one_whose_line_is_switched_off_have_none() -> None:
    assert list_troubles(status()) == ()
    assert list_troubles(status(sync=SyncStatus("", None, "switched off"))) == ()
    assert list_troubles(status(sync=SyncStatus(URL, None, "not tried yet"))) == ()


@pytest.mark.parametrize(
    ("sync", "grave", "worker_text"),
    [
        (SyncStatus(URL, online=False, words="no answer"), False, NO_CONNECTION),
        (SyncStatus(URL, online=True, words="the line answers with text/html"), False, NO_CONNECTION),
        (SyncStatus(URL, online=True, words="token refused", alarm=True), True, NOT_TAKEN),
        (SyncStatus(URL, online=False, words="certificate expired", alarm=True), True, NOT_TAKEN),
    ],
)
def test_a_line_that_is_away_useless_or_refused_is_told_with_its_reason(
    sync: SyncStatus, grave: bool, worker_text: str
) -> None:
    trouble = only(sync=sync)

    assert (trouble.key, trouble.grave, trouble.text) == ("centre", grave, sync.words)
    assert trouble.worker_text == worker_text


@pytest.mark.parametrize(
    ("changes", "key", "grave", "text"),
    [
        ({"devices": devices(scale=Health.DOWN, words="unplugged")}, "scale", True, "unplugged"),
        ({"devices": devices(camera=Health.DOWN, camera_words="dark")}, "camera", True, "dark"),
        ({"record_alarms": ("a copy",)}, "record", True, "a copy"),
        ({"record_alarms": ("a copy", "b")}, "record", True, "2 alarms, the newest: a copy"),
        ({"record_words": "was moved"}, "record-file", True, "was moved"),
        ({"disk_words": "filling up"}, "disk", False, "filling up"),
        ({"disk_words": "full", "disk_stops": True}, "disk", True, "full"),
        ({"plan_words": "no sort plan"}, "plan", False, "no sort plan"),
        ({"backup_words": "no backup"}, "backup", False, "no backup"),
        ({"peers_words": "no network"}, "peers", False, "no network"),
        ({"reader_warning": "no libzbar"}, "reader", False, "no libzbar"),
        ({"socket_words": "no socket"}, "status", False, "no socket"),
        ({"clock": "stepped"}, "clock", False, "the clock was set while running"),
    ],
)
def test_each_part_tells_its_own_under_its_own_key(
    changes: dict[str, object], key: str, grave: bool, text: str
) -> None:
    trouble = only(**changes)

    assert (trouble.key, trouble.grave, trouble.text) == (key, grave, text)


@pytest.mark.parametrize(
    "changes",
    [
        {"clock": "unsynced"},
        {"socket_words": "no socket"},
        {"lists": (ListStatus("holds", None, kept_by_centre=True, words="answered 500"),)},
    ],
)
def test_what_only_a_technician_can_use_is_not_shown_to_the_worker(changes: dict[str, object]) -> None:
    assert only(**changes).worker_text == ""


def test_a_list_that_is_refused_and_one_that_is_old_have_keys_of_their_own() -> None:
    each = ListStatus("sort plan", None, 9000, of_centre=True, kept_by_centre=True, words="bad row", refused=True)

    keys = [trouble.key for trouble in list_troubles(status(lists=(replace(each, stale=True),)))]

    assert keys == ["list-sort-plan-refused", "list-sort-plan-old"]


def test_a_trouble_goes_on_standing_since_it_came_and_the_grave_are_first() -> None:
    first = status(plan_words="none")
    came = list_troubles(first)
    later = replace(first, at=AT + 60, disk_words="full", disk_stops=True)

    now = list_troubles(later, came)

    assert [(t.key, t.since) for t in now] == [("disk", AT + 60), ("plan", AT)]


def test_a_device_is_down_since_its_watch_says() -> None:
    assert only(devices=devices(scale=Health.DOWN)).since == AT - 130


def test_figures_that_run_by_themselves_are_no_change_and_others_are() -> None:
    little, less = (
        only(disk_words=f"disk filling up: {left} left; free some space") for left in ("1.1 GiB", "900 MiB")
    )
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
