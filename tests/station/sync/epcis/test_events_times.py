"""Times of EPCIS events: of the scan, of its weight, of a clock that was wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from station.core.models import ScanDraft
from station.sync.epcis.events import event_of, rightly_timed
from station.sync.epcis.naming import Naming
from tests.station.record.drafts import BOOT, draft, drafts
from tests.station.sync.epcis.namings import NAMED, PLAIN, scan


@given(drafts)
def test_a_weight_was_never_captured_after_the_event(of: ScanDraft) -> None:
    event = event_of(scan(of), PLAIN)

    assert ("sensorElementList" in event) == (of.capture is not None)
    for element in event.get("sensorElementList", []):
        assert element["sensorMetadata"]["time"] <= event["eventTime"]
        (report,) = element["sensorReport"]
        assert of.capture is not None
        told = of.capture.value if of.capture.unit in ("kg", "g") else of.capture.grams
        assert (report["type"], report["value"]) == ("Mass", pytest.approx(float(told)))
        assert report["uom"] == {"kg": "KGM"}.get(of.capture.unit, "GRM")


def test_a_weight_keeps_its_unit_and_the_moment_of_its_capture() -> None:
    (element,) = event_of(scan(draft(grams="2350")), PLAIN)["sensorElementList"]

    assert element == {
        "sensorMetadata": {"time": "2026-11-22T09:59:59.500Z"},
        "sensorReport": [{"type": "Mass", "value": 2.35, "uom": "KGM"}],
    }


@pytest.mark.parametrize(("at", "offset"), [("2026-07-01", "-02:30"), ("2026-01-01", "-03:30")])
def test_local_time_follows_the_seasons(at: str, offset: str) -> None:
    naming = Naming("urn:example:{id}", zone=ZoneInfo("America/St_Johns"))

    event = event_of(scan(draft(at=f"{at}T12:00:00.000Z")), naming)

    assert (event["eventTime"], event["eventTimeZoneOffset"]) == (f"{at}T12:00:00.000Z", offset)


RIGHT = {"utc": "2026-11-22T12:00:00.000Z", "mono_ns": 160_000_000_000, "boot_id": BOOT, "state": "synced"}


@pytest.mark.parametrize(
    ("scan_keys", "clock_keys", "at"),
    [
        ({"clock_state": "unsynced"}, {}, "2026-11-22T11:59:00.000Z"),
        ({"clock_state": "stepped"}, {}, "2026-11-22T11:59:00.000Z"),
        ({"clock_state": "synced"}, {}, "1970-01-01T00:00:07.000Z"),
        ({"clock_state": "unsynced"}, {"state": "unsynced"}, "1970-01-01T00:00:07.000Z"),
        ({"clock_state": "unsynced"}, {"boot_id": "another"}, "1970-01-01T00:00:07.000Z"),
        ({"clock_state": "unsynced"}, {"mono_ns": 99}, "1970-01-01T00:00:07.000Z"),
    ],
)
def test_a_scan_of_a_wrong_clock_gets_its_time_from_one_that_is_right(
    scan_keys: dict[str, str], clock_keys: dict[str, object], at: str
) -> None:
    sent = scan(draft(at="1970-01-01T00:00:07.000Z")) | scan_keys

    event = event_of(rightly_timed(sent, RIGHT | clock_keys), PLAIN)

    assert event["eventTime"] == at
    assert event["sensorElementList"][0]["sensorMetadata"]["time"] <= at
    assert rightly_timed(sent, None) == sent


def test_event_times_of_a_day_are_the_moments_of_the_scans() -> None:
    start = datetime.fromisoformat("2026-11-22T00:00:00+00:00")
    for minute in range(0, 1440, 97):
        text = f"{start + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%S}.123Z"
        assert event_of(scan(draft(at=text)), NAMED)["eventTime"] == text
