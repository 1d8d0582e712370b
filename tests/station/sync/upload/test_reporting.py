"""The station's status takes the place of looks at the line; an old centre is looked at as before."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.record.reads import Reads
from station.sync.transport.client import TrackingClient
from station.sync.upload import facts
from station.sync.upload.facts import Look, Report
from station.sync.upload.loop import SyncLoop
from station.sync.upload.reporting import OLD_CENTRE_S, UNCHANGED_TIMES, Reporting
from station.sync.upload.state import Pace
from station.sync.upload.station_status import notable, status_of
from station.sync.upload.steps import begun, step
from station.tracking_server import EmbeddedServer
from station.tracking_server.stations import read_status
from tests.station.record.drafts import draft
from tests.station.sync.centre import TOKEN
from tests.station.sync.draining import Draining
from tests.station.sync.link import Line, centre

JSON = {"content-type": "application/json"}
OK, OLD = (200, JSON, b"{}"), (404, JSON, b"{}")
EVERY_S = 15.0
ANSWERS: dict[type, facts.Fact] = {
    Look: facts.LookAnswered(200, renewed=False),
    facts.AskCentre: facts.CentreTold((404, JSON, b"{}")),
}


def told(
    answers: Callable[[float], facts.Raw],
    changes: Callable[[float], bool],
    seconds: float,
    chance: Callable[[], float] = lambda: 0.5,
) -> list[tuple[float, str]]:
    """What an idle station asks the centre in so many seconds, and when: `Report`, or another action's name."""
    state, now, asked = begun("http://centre", 8, Pace(1.2, 0.5, EVERY_S)), 0.0, list[tuple[float, str]]()
    fact: facts.Fact = facts.Began()
    while now < seconds:
        state, actions = step(state, fact, now, chance())
        (action,) = [each for each in actions if not isinstance(each, facts.Tell)]
        match action:
            case facts.TakeBatch():
                fact = facts.Taken(None, 0)
            case facts.Rest():
                now = max(now, action.until)
                fact = facts.Rested(0)
            case facts.Report(anyway=anyway):
                if anyway or changes(now):
                    asked.append((now, "Report"))
                    fact = facts.Reported(answers(now), renewed=False)
                else:
                    fact = facts.Unchanged()
            case _:
                asked.append((now, type(action).__name__))
                fact = ANSWERS.get(type(action), facts.GapsTold(()))
    return asked


@given(chances=st.lists(st.floats(0.0, 0.999), min_size=1, max_size=30))
def test_an_idle_station_that_does_not_change_tells_so_within_the_time_that_it_named_and_asks_nothing_else(
    chances: list[float],
) -> None:
    asked = told(lambda _: OK, lambda _: False, 3600.0, partial(next, cycle(chances)))

    reports = [at for at, name in asked if name == "Report"]
    longest = Reporting(EVERY_S).longest_s
    assert longest == UNCHANGED_TIMES * EVERY_S
    assert max(after - before for before, after in pairwise(reports)) <= longest + 0.001
    assert len(reports) <= 3600 / (0.7 * longest) + 3
    assert {name for _, name in asked} == {"Report", "AskGaps"}


def test_what_has_changed_is_told_within_the_time() -> None:
    reports = [at for at, _ in told(lambda _: OK, lambda _: True, 600.0) if at]

    assert len(reports) == pytest.approx(600 / EVERY_S, abs=2)


@given(renewed_at=st.floats(0.0, 4000.0))
def test_an_old_centre_is_looked_at_and_asked_again_later(renewed_at: float) -> None:
    asked = told(lambda now: OLD if now < renewed_at else OK, lambda _: True, renewed_at + 2 * OLD_CENTRE_S)

    refused = [at for at, name in asked if name == "Report" and at < renewed_at]
    looks = [at for at, name in asked if name == "Look"]
    assert len(refused) <= renewed_at / OLD_CENTRE_S + 1
    assert len(looks) >= (renewed_at - 10) / 1.3
    assert any(at >= renewed_at for at, name in asked if name == "Report"), "it is never asked again"


@pytest.mark.parametrize(("status", "alarm"), [(401, True), (403, True), (500, False), (503, False)])
def test_the_answer_tells_as_well_what_would_keep_a_scan_from_being_taken(status: int, alarm: bool) -> None:
    state = begun("http://centre", 8, Pace(1.2, 0.5, EVERY_S))
    state, _ = step(state, facts.Reported((status, JSON, b"{}"), renewed=False), 1.0, 0.5)

    assert str(status) in state.link.words
    assert state.link.alarm is alarm


def test_the_end_of_an_idle_connection_makes_it_look_at_once() -> None:
    state = begun("http://centre", 8, Pace(1.2, 0.5, EVERY_S))
    state, _ = step(state, facts.Reported(OK, renewed=False), 1.0, 0.5)
    state = replace(state, gaps=replace(state.gaps, due_at=1e9))

    assert step(state, facts.Rested(0, cut=True), 2.0, 0.5)[1] == (Report(anyway=True),)
    assert Report(anyway=True) not in step(state, facts.Rested(0), 2.0, 0.5)[1]


REPORT: dict[str, Any] = {
    "station_id": "lane-1", "version": "0.1.0", "at": "2026-11-22T10:00:00.000Z", "operation": "sort", "operator": None,
    "clock": "synced", "plan_version": None, "hour": {"presented": 5},
    "devices": [{"kind": "camera", "name": "c", "health": "up", "words": "", "since_s": 5.2, "fps": 29.9}],
    "sync": {"pending": 0, "oldest_pending": None, "dead": 0, "words": ""},
    "troubles": [{"key": "disk", "grave": False, "code": "disk_filling", "values": {"free": 7}, "since_s": 7.0}],
}  # fmt: skip


def test_the_status_has_what_the_centre_takes_and_nothing_that_only_time_changes() -> None:
    status = status_of(REPORT, ("e1", "e2"))
    later = REPORT | {"at": "2026-11-22T10:00:09.000Z"}
    assert status["hour"]["presented"] == 5
    later["devices"] = [REPORT["devices"][0] | {"since_s": 14.2, "fps": 30.0}]

    read_status(json.dumps(status).encode())
    assert status_of(later, ("e1", "e2")) == status
    assert status_of(REPORT | {"operator": "op-17"}, ("e1", "e2")) != status
    assert status["epochs"] == ["e1", "e2"]


def test_a_few_scans_in_the_queue_and_the_figures_of_a_trouble_are_no_news() -> None:
    def with_(pending: int, hours: int = 9, code: str = "disk_low", presented: int = 5) -> dict[str, Any]:
        troubles = [REPORT["troubles"][0] | {"code": code, "values": {"hours": hours}}]
        changed = {"sync": {"pending": pending}, "troubles": troubles, "hour": {"presented": presented}}
        return notable(status_of(REPORT | changed, ()))

    assert with_(0) == with_(3) == with_(0, hours=8) == with_(0, presented=6)
    assert with_(0) != with_(500)
    assert with_(0) != with_(0, code="disk_full")


def reporting(line: Draining, client: TrackingClient, pace: Pace) -> None:
    line.loop = SyncLoop(lambda: Reads(line.store.path), client, line.settle, "test-1", 500, pace, line.moves.append)
    line.loop.tell_status(lambda: REPORT)
    line.thread = threading.Thread(target=line.loop.run, args=(line.stop,))


def requests_of(server: EmbeddedServer) -> dict[str, int]:
    headers = {"authorization": f"Bearer {TOKEN}"}
    text = httpx2.get(f"{server.url}/metrics", headers=headers, trust_env=False).text
    return {path: int(count) for path, count in re.findall(r'path="([^"]+)",status="\d+"} (\d+)', text)}


def test_a_station_that_scans_once_a_second_sends_at_most_two_requests_a_second_in_all(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server:
        client = TrackingClient(server.url, TOKEN)
        line = Draining(tmp_path, client, [])
        reporting(line, client, Pace(1.2, 0.5, 15.0))
        with line:
            began = time.monotonic()
            for number in range(6):
                with line.lock:
                    line.store.commit(draft(parcel_id=f"P{number}"))
                line.loop.wake()
                time.sleep(1.0)
            seconds = time.monotonic() - began
            line.until(lambda: line.backlog() == (0, 0), "an empty queue")
        counted = requests_of(server)
        told = httpx2.get(f"{server.url}/v1/stations/test-1", headers={"authorization": f"Bearer {TOKEN}"}).json()

    assert 1 <= counted["/v1/scan-batches"] <= 8
    assert counted["/v1/stations/{station_id}/status"] >= 1
    assert sum(counted.values()) <= 2 * seconds
    assert (told["clock"], told["epochs"][0]["high_water"]) == ("synced", 6)


def test_a_centre_that_goes_is_noticed_by_an_idle_station_though_it_seldom_asks(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server:
        client = TrackingClient(server.url, TOKEN)
        line = Draining(tmp_path, client, [])
        reporting(line, client, Pace(0.2, 0.5, 3600.0))
        with line:
            line.until(lambda: line.loop.status().online is True, "the line")
            server.stop()
            line.until(lambda: line.loop.status().online is False, "its end")
            server.start()
            line.until(lambda: line.loop.status().online is True, "the line again")


def test_a_centre_of_before_is_spoken_to_as_before(tmp_path: Path) -> None:
    with centre() as moody, Line(tmp_path, moody.url, 0) as line:
        client = TrackingClient(moody.url, "token")
        line.stop.set()
        line.loop.wake()
        line.thread.join()
        line.stop.clear()
        reporting(line, client, Pace(0.05, 0.0, 0.2))
        line.thread.start()
        with line.lock:
            line.store.commit(draft())
        line.loop.wake()
        line.until(lambda: line.backlog() == (0, 0), "an empty queue")
        line.until(lambda: line.loop.status().online is True and not line.loop.status().words, "no complaint")
        assert moody.reports == 1
