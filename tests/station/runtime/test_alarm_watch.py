"""An alarm is noted once when it comes, once when it ends, and is grave until somebody has seen it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station.core import AlarmLimits, RequestDone
from station.core.check_requests import NoteAlarm
from station.core.counting import ReadCounts
from station.core.events import HourCounts
from station.core.outcomes import Done, Reason
from station.record import Reads, ReportReads, Store
from station.runtime import AlarmWatch
from tests.station.requests.doing import do
from tests.station.ui.scripted_station import status, warning

if TYPE_CHECKING:
    from station.core.outcomes import Outcome
    from station.core.requests import Asked

from hardware.contract import notice

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
LOW = HourCounts(scans=100, read=ReadCounts(not_read=20, first_time=80))
GOOD = HourCounts(scans=100, read=ReadCounts(first_time=100))


class Noting:
    """Keeps what was asked."""

    def __init__(self, **before: str) -> None:
        self.noted: list[tuple[str, str]] = []
        self.watch = AlarmWatch(AlarmLimits(first_read_percent=90), tuple, self.ask, before)

    def ask(self, asked: Asked) -> Outcome:
        assert isinstance(asked.request, NoteAlarm)
        self.noted.append((asked.request.alarm, asked.request.state))
        return Done(Reason.ALARM_NOTED)

    def look(self, at: float, hour: HourCounts, **changes: Any) -> None:
        self.watch.look(replace(status(hour=hour), troubles=(), **changes), at, NOW)


def test_it_comes_is_seen_and_ends_once_each() -> None:
    lane = Noting()
    for at in (0.0, 15.0, 30.0, 35.0):
        lane.look(at, LOW)
    assert [each.grave for each in lane.watch.troubles] == [True]
    lane.watch.heard(RequestDone(NoteAlarm("read_rate_low", "seen", who="Bo"), Done(Reason.ALARM_NOTED)))
    assert [each.grave for each in lane.watch.troubles] == [False]
    lane.look(40.0, GOOD)
    assert not lane.watch.troubles
    lane.look(50.0, LOW)  # it runs around its limit: it never ended
    for at in (60.0, 100.0, 120.0, 220.0):
        lane.look(at, GOOD)
    assert lane.noted == [("read_rate_low", "came"), ("read_rate_low", "ended")]
    lane.look(300.0, LOW)
    assert [each.grave for each in lane.watch.troubles] == [True], "another one nobody has seen"


def test_a_device_that_is_down_and_a_full_disk_are_noted_and_a_flicker_is_not() -> None:
    lane = Noting()
    disk = replace(warning("disk", notice("disk_full", free=1)), since=0.0)
    scale = replace(warning("scale", notice("scale_down")), since=0.0)
    ntp = replace(warning("clock", notice("clock_unsynced")), since=0.0)
    for at in (5.0, 32.0, 40.0):
        lane.watch.look(replace(status(hour=GOOD), troubles=(disk, ntp, scale) if at < 35 else (disk,)), at, NOW)
    flicker = replace(warning("camera", notice("camera_down")), since=42.0)
    lane.watch.look(replace(status(hour=GOOD), troubles=(disk, flicker)), 43.0, NOW)
    lane.watch.look(replace(status(hour=GOOD), troubles=(disk,)), 110.0, NOW)
    assert lane.noted == [("disk_full", "came"), ("scale_down", "came"), ("scale_down", "ended")]


def test_the_log_tells_what_came_and_who_has_seen_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        do(store, NoteAlarm("read_rate_low", "came", "percent 80.0, limit 90"))
        do(store, NoteAlarm("read_rate_low", "seen", who="Bo"))
        wrong = do(store, NoteAlarm("read_rate_low", "forgotten"))
    assert wrong.reason is Reason.NO_CHECK
    with Reads(tmp_path / "station.db") as reads:
        came, seen = (dict[str, Any](entry) for entry in reads.exported())
    assert came["details"] == {
        "is": "alarm",
        "alarm": "read_rate_low",
        "state": "came",
        "value": "percent 80.0, limit 90",
    }
    assert (seen["operator"], seen["details"]["state"], seen["kind"]) == ("Bo", "seen", "check")


def test_an_alarm_that_was_seen_stays_so_over_a_restart_and_its_end_is_noted(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        for told in ("read_rate_low came", "scale_down came", "read_rate_low seen"):
            do(store, NoteAlarm(*told.split()))
        for state in ("came", "seen", "ended"):
            do(store, NoteAlarm("no_reads_many", state))
    with ReportReads(tmp_path / "station.db") as reads:
        before = reads.alarms_standing()
    assert before == {"read_rate_low": "seen", "scale_down": "came"}

    began = time.monotonic()
    again, forgetful = Noting(**before), Noting()
    for lane in (again, forgetful):
        for later in (1.0, 40.0, 70.0):
            lane.look(began + later, LOW)
    assert [each.grave for each in again.watch.troubles] == [False], "it is red no more"
    assert again.noted == [("scale_down", "ended")], "what stands on did not come anew, what went has ended"
    assert [each.grave for each in forgetful.watch.troubles] == [True], "a control: without the log it is red again"
