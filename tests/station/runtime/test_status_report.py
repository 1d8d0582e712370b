"""The report: the keys that scripts depend on, and figures that are unknown are null, never 0."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path

from hardware.contract import Frame
from station.core.bag import Bag
from station.core.devices import Health
from station.core.moments import utc_text_of
from station.runtime.status_report import About, status_report
from tests.places import ROOT
from tests.station.ui.scripted_station import AT, devices, picture, status

ABOUT = About(Path("/var/lib/parcel-station/station.db"), headless=True)
KEYS = [
    "station_id", "version", "pid", "started_at", "at", "record", "in_test", "headless", "operation", "operator",
    "log_in_first", "checking", "stopped_by_check", "devices", "sync",
    "lists", "plan_version", "clock", "disk_hours", "hour", "bags", "troubles", "failed",
]  # fmt: skip
CAMERA = {"width", "height", "fps", "dropped", "pixel_format", "frames", "picture_age_s", "focus", "read_ms"}
SCALE = {"value", "unit", "stable", "status", "age_s"}


def test_the_keys_are_those_of_the_page_and_it_goes_through_json() -> None:
    report = status_report(status(), ABOUT, Frame(picture(), 7, AT - 0.25))
    camera, scale = report["devices"]

    assert list(report) == KEYS
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    bag = Bag("BAG-1", "A01", count=3, net_g=Decimal("8410.5"), most_parcels=40)
    assert status_report(status(bags=(bag,)), ABOUT, None)["bags"] == [
        {
            "bag": "BAG-1", "bin": "A01", "destination": None, "count": 3, "net_g": "8410.5", "full_percent": 7,
            "opened_at": "",
        }
    ]  # fmt: skip
    assert {key: camera[key] for key in ("width", "height", "fps", "frames", "pixel_format")} == {
        "width": 1280, "height": 720, "fps": 29.9, "frames": 7, "pixel_format": "MJPG",
    }  # fmt: skip
    assert camera["picture_age_s"] == 0.2
    assert (scale["value"], scale["unit"], scale["stable"], scale["age_s"]) == ("1234", "g", True, 0.0)
    page = (ROOT / "docs" / "reference" / "status.md").read_text()
    assert {key for key in {*KEYS, *camera, *scale, *report["sync"]} if f"`{key}`" not in page} == set()


def test_what_is_not_known_is_null() -> None:
    away = status(devices=devices(Health.DOWN, Health.DOWN), camera=None, focus=None, read_ms=None, live_weight=None)
    camera, scale = status_report(away, ABOUT, None)["devices"]

    assert {camera[key] for key in CAMERA} | {scale[key] for key in SCALE} == {None}


def test_a_trouble_is_told_with_its_key_gravity_words_and_age() -> None:
    report = status_report(status(devices=devices(scale=Health.DOWN, words="unplugged")), ABOUT, None)
    (told,) = report["troubles"]
    since = told.pop("since")

    assert utc_text_of(time.time() - 131) <= since <= utc_text_of(time.time() - 129)
    assert told == {
        "key": "scale", "grave": True, "code": "scale_down", "values": {"detail": "unplugged"}, "since_s": 130,
        "who": "technician", "do": "reconnect",
    }  # fmt: skip
