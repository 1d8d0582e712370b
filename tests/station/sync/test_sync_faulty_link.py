"""The real record, loop and centre with a faulty line between: what was committed is at the centre, once."""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from station.record.reads import Reads
from station.sync.transport.client import TrackingClient
from station.sync.upload.facts import Answered, Fact
from station.sync.upload.loop import SyncLoop
from station.sync.upload.state import Pace, Step, Upload
from station.sync.upload.steps import step
from station.tracking_server import EmbeddedServer
from tests.station.record.drafts import draft
from tests.station.sync.centre import TOKEN
from tests.station.sync.fault_proxy import FaultProxy
from tests.station.sync.link import Line

pytestmark = pytest.mark.usefixtures("short_pauses")
SHARE = 0.35


class Credulous(SyncLoop):
    """The control: a status 200 counts, whatever it says."""

    @staticmethod
    def step(state: Upload, fact: Fact, now: float, chance: float) -> Step:
        if isinstance(fact, Answered) and fact.raw[0] == 200 and state.under_way is not None:
            results = [{"scan_id": scan_id, "status": "stored"} for scan_id in state.under_way.scan_ids()]
            body = json.dumps({"batch_id": fact.batch_id, "results": results}).encode()
            fact = Answered((200, {"content-type": "application/json"}, body), fact.batch_id)
        return step(state, fact, now, chance)


def soak(folder: Path, requests: int, seed: int, kind: type[SyncLoop] = SyncLoop) -> tuple[Line, set[str], set[int]]:
    """Scans until the line has met so many requests, then a mended line; the closed station, and ids and numbers at the
    centre.
    """
    chance = random.Random(seed)
    with EmbeddedServer(folder / "centre.db", TOKEN) as server, FaultProxy(server.url, seed, SHARE) as proxy:
        line = Line(folder, proxy.url, 0)
        client = TrackingClient(proxy.url, TOKEN, total_s=0.6)
        line.loop = kind(
            lambda: Reads(line.store.path), client, line.settle, "test-1", 50, Pace(0.05), line.moves.append
        )
        line.thread = threading.Thread(target=line.loop.run, args=(line.stop,))
        with line:
            while sum(proxy.met.values()) < requests:
                for _ in range(chance.choice((1, 1, 1, 2, 60))):
                    with line.lock:
                        line.ids.append(line.store.commit(draft(parcel_id=f"P{len(line.ids)}")).scan_id)
                line.loop.wake()
                time.sleep(chance.random() * 0.04)
            proxy.share = 0.0
            line.until(lambda: line.backlog()[0] == 0, "an empty queue")
            assert line.backlog() == (0, 0)
    with closing(sqlite3.connect(folder / "centre.db")) as held:
        rows = held.execute("SELECT scan_id, seq FROM scan").fetchall()
    assert len(rows) == len({scan_id for scan_id, _ in rows})
    return line, {scan_id for scan_id, _ in rows}, {seq for _, seq in rows}


def test_faults_lose_and_double_nothing(tmp_path: Path) -> None:
    line, held, numbers = soak(tmp_path, 60, seed=11)

    assert held == set(line.ids)
    assert numbers == set(range(1, len(line.ids) + 1))


def test_the_same_faults_cost_scans_where_any_200_counts(tmp_path: Path) -> None:
    line, held, _ = soak(tmp_path, 60, seed=11, kind=Credulous)

    assert held < set(line.ids)
