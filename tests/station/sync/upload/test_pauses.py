"""A live station gathers: a fresh scan waits a little for others; whatever lay there before goes at once."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.record.reads import Reads
from station.sync.transport.client import TrackingClient
from station.sync.upload.loop import SyncLoop
from station.sync.upload.pauses import GATHER_MOST
from station.sync.upload.state import Pace
from station.tracking_server import EmbeddedServer
from tests.station.record.drafts import draft
from tests.station.sync.centre import TOKEN
from tests.station.sync.draining import Draining
from tests.station.sync.upload.memory_hub import MemoryHub
from tests.station.sync.upload.stepped import Stepped

LINGER_S = 0.5


def scanned(pauses: list[float], linger_s: float) -> tuple[MemoryHub, float]:
    """A scan after each of these pauses, seconds; the hub, and the longest that one waited for its request."""
    hub = MemoryHub()
    station = Stepped(hub, batch=500, linger_s=linger_s)
    made, longest = dict[str, float](), 0.0
    moments = [station.now + sum(pauses[: n + 1]) for n in range(len(pauses))]
    while moments or hub.queued:
        rest = station.rounds.rest
        while moments and moments[0] <= (station.now if rest is None else rest.until):
            at = moments.pop(0)
            hub.commit(1)
            made[next(reversed(hub.queued))] = at
            if rest is not None and rest.wakes is not None and hub.wakes >= rest.wakes:
                station.now = max(station.now, at)  # it ends the rest
                break
        station.round(None)
        for scan_id in [each for each in made if each in hub.there]:
            longest = max(longest, station.now - made.pop(scan_id))
    return hub, longest


@given(st.lists(st.floats(0.0, 3.0), min_size=1, max_size=60))
def test_no_scan_waits_longer_than_it_may_and_requests_are_a_linger_apart(pauses: list[float]) -> None:
    hub, longest = scanned(pauses, LINGER_S)

    assert longest <= LINGER_S + 1e-6
    assert hub.requests <= sum(pauses) / LINGER_S + 2


def test_without_a_linger_each_scan_goes_alone() -> None:
    hub, longest = scanned([0.1] * 40, 0.0)

    assert (hub.requests, longest) == (40, 0.0)


def test_many_fresh_scans_go_without_waiting() -> None:
    hub = MemoryHub()
    station = Stepped(hub, batch=500, linger_s=LINGER_S)
    while station.rounds.rest is None:
        station.round(None)
    began = station.now
    for _ in range(GATHER_MOST):
        hub.commit(1)
        station.round(None) if hub.wakes == 1 else None
    station.now = began + 0.01
    station.round(None)

    assert (hub.requests, len(hub.queued), station.now) == (1, 0, began + 0.01)


@pytest.mark.parametrize("scans", [1, 7, 1000])
def test_a_backlog_drains_without_waiting(scans: int) -> None:
    hub = MemoryHub()
    hub.commit(scans)
    hub.wakes = 0
    station = Stepped(hub, batch=100, linger_s=LINGER_S)
    began = station.now
    while hub.queued:
        station.round(None)

    assert station.now == began
    assert hub.requests == -(-scans // 100)


def test_a_station_that_scans_often_sends_two_requests_a_second_to_a_real_server(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server:
        client = TrackingClient(server.url, TOKEN)
        line = Draining(tmp_path, client, [])
        line.loop = SyncLoop(
            lambda: Reads(line.store.path), client, line.settle, "test-1", 500, Pace(1.2, LINGER_S), line.moves.append
        )
        line.thread = threading.Thread(target=line.loop.run, args=(line.stop,))
        with line:
            began = time.monotonic()
            for number in range(40):
                with line.lock:
                    line.store.commit(draft(parcel_id=f"P{number}"))
                line.loop.wake()
                time.sleep(0.1)
            seconds = time.monotonic() - began
            line.until(lambda: line.backlog() == (0, 0), "an empty queue")
        headers = {"authorization": f"Bearer {TOKEN}"}
        text = httpx2.get(f"{server.url}/metrics", headers=headers, trust_env=False).text
    posts = re.search(r'path="/v1/scan-batches",status="200"} (\d+)', text)

    assert posts is not None
    assert 1 <= int(posts[1]) <= seconds / LINGER_S + 2
