"""Metrics of the station: what was committed is counted, hostile names are escaped, no client holds anybody up."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx2
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.exposition import choose_encoder
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from station.core import DeviceKind, DeviceStatus, Health, ScanCommitted
from station.web import MetricsServer, StationMetrics
from station.web.metrics import Gauged
from tests.station.ui.scripted_station import ScriptedStation, accepted, held

if TYPE_CHECKING:
    from station.core import Status

OPEN = {"accept": "application/openmetrics-text; version=1.0.0"}


class Named(Gauged):
    """A station of these names."""

    def __init__(self, station_id: str, devices: list[str], codes: list[str]) -> None:
        self._id, self._devices, self._codes = station_id, devices, codes

    @property
    def station_id(self) -> str:
        return self._id

    def status(self) -> Status:
        now = ScriptedStation().status()
        devices = tuple(
            DeviceStatus(DeviceKind.SCANNER, name, Health.UP, name, 0.0, label=f"{number}{name}")
            for number, name in enumerate(self._devices)
        )
        hour = replace(now.hour, exceptions=tuple((code, 1) for code in self._codes))
        return replace(now, devices=devices, hour=hour)


def shown(metrics: StationMetrics) -> str:
    return choose_encoder(OPEN["accept"])[0](metrics.registry).decode()


def samples(text: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    told: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(text):  # type: ignore[no-untyped-call]
        for each in family.samples:
            told.setdefault(each.name, []).append((each.labels, each.value))
    return told


HOSTILE = st.text(max_size=200) | st.sampled_from(['"} 1\nevil 2', "\\", "\x1b[31m", "王\u202e", "a\nb", "\ud800"])


@given(HOSTILE, st.lists(HOSTILE, max_size=3, unique=True), st.lists(HOSTILE, max_size=3, unique=True))
def test_hostile_names_stay_values_of_labels(name: str, devices: list[str], codes: list[str]) -> None:
    text = shown(StationMetrics(Named(name, devices, codes)))

    told = samples(text)
    assert "evil" not in told
    assert {labels["station"] for each in told.values() for labels, _ in each if labels} <= {
        told["parcel_station_info"][0][0]["station"]
    }
    assert len(told.get("parcel_station_device_up", [])) == len(devices)
    assert not any(ord(letter) < 32 for letter in text if letter != "\n")


def test_each_committed_scan_is_counted_once_and_presentations_by_their_first_scan() -> None:
    metrics = StationMetrics(ScriptedStation())
    first, stopped = accepted().scan, held().scan
    again = replace(first, draft=replace(first.draft, presentation=first.scan_id))
    for scan in (first, again, stopped):
        metrics.heard(ScanCommitted(scan))

    told = samples(shown(metrics))
    by_code = {labels["code"]: value for labels, value in told["parcel_station_scans_total"]}
    assert by_code == {"": 2.0, stopped.code: 1.0}
    assert sum(value for _, value in told["parcel_station_presented_total"]) == 2, (
        "the second scan is of the same parcel"
    )
    weighed = sum(each.draft.capture is not None for each in (first, again, stopped))
    assert told["parcel_station_settle_seconds_count"][0][1] == weighed > 0
    buckets = [value for labels, value in told["parcel_station_verdict_seconds_bucket"]]
    assert buckets == sorted(buckets), "a bucket holds those below it"


def test_the_answer_wants_the_token_and_no_client_holds_up_the_next() -> None:
    metrics = StationMetrics(ScriptedStation())
    with MetricsServer(metrics, "secret", "127.0.0.1", 0) as server:
        at = f"http://127.0.0.1:{server.port}/metrics"
        deaf = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
        for each in deaf[:10]:
            each.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n\r\n")
        for number in range(2000):
            metrics.heard(ScanCommitted(replace(accepted().scan, seq=number + 1)))
        for wrong in ({}, {"authorization": "Bearer secre"}, {"authorization": "Basic secret"}):
            assert httpx2.get(at, headers=wrong).status_code == 401
        given = {"authorization": "Bearer secret"}
        answer = httpx2.get(at, headers=given | OPEN)
        assert answer.headers["content-type"].startswith("application/openmetrics-text")
        assert samples(answer.text)["parcel_station_scans_total"][0][1] == 2000
        assert httpx2.get(at, headers=given).headers["content-type"].startswith("text/plain")
        assert httpx2.post(at, headers=given).status_code == 405
        for each in deaf:
            each.close()
