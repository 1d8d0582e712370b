"""Alarms of the hub: each comes and ends once, a flicker is none, and a receiver that is away gets all in order."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx2

from station.tracking_server import AlarmPost, EmbeddedServer, Service, hub_alarms, open_centre
from station.tracking_server.hub_alarms import MOST, HubAlarms
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NOW = "2026-01-31T10:20:30.000Z"


class Hub:
    """A centre whose stations are written down here."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.broken = 0

    def stations(self) -> list[dict[str, Any]]:
        return self.told

    def broken_chains(self) -> int:
        return self.broken


def station(*codes: str, status_at: str = NOW) -> dict[str, Any]:
    troubles = [{"code": code, "grave": True} for code in codes] + [{"code": "clock_unsynced", "grave": False}]
    return {"station_id": "lane-1", "status_at": status_at, "last_contact": status_at, "every_s": 30,
            "troubles": troubles}  # fmt: skip


def test_each_alarm_comes_and_ends_once_and_a_flicker_is_none() -> None:
    hub, posted = Hub(), list[dict[str, Any]]()

    def post(told: dict[str, Any]) -> bool:
        posted.extend(told["alarms"])
        return True

    watch = HubAlarms(hub, lambda: NOW, post)  # type: ignore[arg-type]

    def looks(*stations: dict[str, Any], count: int = 1) -> list[tuple[str, str, str]]:
        hub.told = list(stations)
        for _ in range(count):
            watch.look()
        assert watch.send()
        told = [(each["event"], each["station_id"], each["alarm"]) for each in posted]
        posted.clear()
        return told

    assert looks(station("scale_down")) == []
    assert looks(station(), count=3) == [], "a flicker"
    assert looks(station("scale_down"), count=3) == [("came", "lane-1", "scale_down")]
    silent = station(status_at="2026-01-31T10:00:00.000Z")
    assert looks(silent, count=3) == [("came", "lane-1", "silent")], "nobody knows of its scale"
    assert looks(station("scale_down"), count=3) == [("ended", "lane-1", "silent")]
    hub.broken = 1
    assert looks(station(), count=3) == [("came", "", "chains_broken"), ("ended", "lane-1", "scale_down")]


def test_while_the_receiver_is_away_the_newest_wait_in_order() -> None:
    hub, away, posted = Hub(), [True], list[int]()

    def post(told: dict[str, Any]) -> bool:
        if away[0]:
            return False
        posted.extend(each["number"] for each in told["alarms"])
        return True

    watch = HubAlarms(hub, lambda: NOW, post)  # type: ignore[arg-type]
    for number in range(700):
        hub.told = [station("scale_down")] if number % 2 else [station()]
        watch.look()
        watch.look()
        assert watch.send() is (number == 0)
    away[0] = False
    assert watch.send()
    assert posted == sorted(posted)
    assert len(posted) == min(MOST, 699)


def test_a_real_centre_posts_to_a_real_receiver_that_refuses_at_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_alarms, "LOOK_S", 0.05)
    monkeypatch.setattr(hub_alarms, "PAUSE_S", 0.05)
    told: list[tuple[str, dict[str, Any]]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            told.append((self.headers["authorization"], body))
            self.send_response(503 if len(told) == 1 else 204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        post = AlarmPost(f"http://127.0.0.1:{receiver.server_port}/alarms", "secret")
        open_centre(tmp_path / "centre.db").close()
        with EmbeddedServer(tmp_path / "centre.db", None, service=Service(webhook=post)) as server:
            status = {"every_s": 30, "troubles": [{"code": "scale_down", "key": "scale", "grave": True}]}
            httpx2.post(f"{server.url}/v1/stations/lane-1/status", json=status).raise_for_status()
            until(lambda: len(told) >= 2, "the alarm, again")
        receiver.shutdown()
    assert told[0] == told[1]
    assert told[0][0] == "Bearer secret"
    assert [each["alarm"] for each in told[0][1]["alarms"]] == ["scale_down"]
