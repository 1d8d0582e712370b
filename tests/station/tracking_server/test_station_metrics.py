"""Metrics of stations: any name is escaped, each sample stands once, and what is not known has none."""

from __future__ import annotations

import re
from typing import Any

import httpx2
from hypothesis import given
from hypothesis import strategies as st

from station.tracking_server.metrics import Metrics
from station.tracking_server.station_metrics import station_metrics

_VALUE = r'"(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"([a-z_]+)\{{([a-z]+={_VALUE}(?:,[a-z]+={_VALUE})*)\}} (-?[0-9.e+]+)")
TEXTS = st.text(max_size=20) | st.sampled_from(['a"b', "a\\", "x\ny", "}", 'a",station="b', "\x1b[31m"])


def text_of(station: dict[str, Any]) -> str:
    """What is told of the station alone."""
    body, _ = Metrics().answer("", 0, 0, station_metrics([station]))
    return "\n".join(row for row in body.decode().split("\n") if row.startswith("tracking_station_"))


def samples(text: str) -> dict[tuple[str, str], float]:
    """By family and labels; a row that is none, or comes twice, fails."""
    found: dict[tuple[str, str], float] = {}
    for row in text.removesuffix("\n").split("\n"):
        if row.startswith("# "):
            continue
        match = SAMPLE.fullmatch(row)
        assert match is not None, row
        key = (match[1], match[2])
        assert key not in found
        found[key] = float(match[3])
    return found


@given(name=TEXTS, device=TEXTS, kind=TEXTS, age=st.none() | st.floats(0, 1e6).map(lambda age: round(age, 1)))
def test_any_name_is_one_label(name: str, device: str, kind: str, age: float | None) -> None:
    station = {
        "station_id": name, "age_s": age, "silent": None if age is None else age > 45, "backlog": {"pending": 3},
        "hour": {"first_time": 9, "keyed": None}, "devices": [{"kind": kind, "name": device, "health": "up"}] * 2,
        "troubles": [{"grave": True}, {}],
    }  # fmt: skip
    found = samples(text_of(station))
    families = [family for family, _ in found]
    assert families.count("tracking_station_device_up") == 1
    assert ("tracking_station_contact_age_seconds" in families) == (age is not None)
    assert [value for (family, _), value in found.items() if family == "tracking_station_hour_presented"] == [9]
    assert sorted(value for (family, _), value in found.items() if family == "tracking_station_troubles") == [1, 1]


def test_a_station_that_never_told_anything_has_no_samples_but_no_troubles() -> None:
    found = samples(text_of({"station_id": "lane-1"}))
    assert set(found.values()) == {0}


def test_the_centre_tells_them(client: httpx2.Client) -> None:
    status: dict[str, Any] = {"backlog": {"pending": 7}, "every_s": 30, "hour": {"first_time": 5, "not_read": 1}}
    client.post("/v1/stations/metric-1/status", json=status)
    text = client.get("/metrics").text
    assert 'tracking_station_backlog{station="metric-1"} 7.0\n' in text
    assert 'tracking_station_silent{station="metric-1"} 0.0\n' in text
    assert 'tracking_station_hour_presented{read="first_time",station="metric-1"} 5.0\n' in text
    samples("\n".join(row for row in text.splitlines() if row.startswith("tracking_station_")) + "\n")
