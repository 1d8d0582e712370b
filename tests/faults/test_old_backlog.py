"""Thirty days without a line: retention takes nothing of them, then each scan reaches the centre once, on its day."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station.core import utc_text
from station.record.reads import Reads
from station.record.writer import Store
from station.sync.transport.client import TrackingClient
from station.sync.upload.facts import Began
from station.sync.upload.loop import SyncLoop
from station.sync.upload.state import Pace
from station.tracking_server import EmbeddedServer
from tests.faults.memory import quick_folder
from tests.station.record.drafts import draft
from tests.station.sync.centre import TOKEN
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

DAYS, KEEP = 30, 7


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as quick:
        yield quick


@pytest.mark.parametrize("a_day", [20, pytest.param(5000, marks=pytest.mark.soak)], ids=["short", "soak"])
@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_a_backlog_of_thirty_days(
    back_end: str, a_day: int, folder: Path, request: pytest.FixtureRequest, figure: Callable[[str], None]
) -> None:
    now = datetime.now(UTC)
    moments = [now - timedelta(days=DAYS) + n * timedelta(days=DAYS) / (DAYS * a_day) for n in range(DAYS * a_day)]
    kept_from = utc_text(now - timedelta(days=KEEP))
    with Store.open(folder / "station.db", "lane-1") as store:
        sent = set()
        for n, at in enumerate(moments):
            sent.add(store.commit(draft(parcel_id=f"P{n}", at=utc_text(at))).scan_id)
            store.note_time(utc_text(at))
        assert store.retire(kept_from, len(sent)) == 0, "what the centre does not have stays"

        server = EmbeddedServer(place_of(back_end, folder, request), TOKEN)
        with server, TrackingClient(server.url, TOKEN) as client, Reads(store.path) as reads:
            loop = SyncLoop(lambda: reads, client, store.settle, "lane-1", 500, Pace(1.0), lambda _: None)
            began = time.perf_counter()
            loop.work(Began(), reads)
            seconds = time.perf_counter() - began
            assert (reads.backlog().pending, reads.backlog().dead) == (0, 0)
            _, _, told = client.request("GET", f"/v1/throughput?hours={24 * (DAYS + 1)}", 30.0)
            _, _, gaps = client.request("GET", f"/v1/stations/lane-1/{store.epoch}/gaps", 30.0)

        days = hours_by_day(told)
        assert days == Counter(utc_text(at)[:10] for at in moments)
        assert b'"gaps":[]' in gaps
        assert f'"stored":{len(sent)}'.encode() in gaps
        # The first look passed the head of the queue: a look that begins anew finds that.
        gone = sum(sum(iter(lambda: store.retire(kept_from, len(sent)), 0)) for _ in range(2))
        assert gone == sum(utc_text(at) < kept_from for at in moments)
    figure(
        f"backlog of {DAYS} days, {back_end}: {len(sent)} scans in {seconds:.1f} s, {len(sent) / seconds:,.0f} a second"
    )


def hours_by_day(answer: bytes) -> Counter[str]:
    told: Counter[str] = Counter()
    for row in json.loads(answer)["buckets"]:
        told[row["hour"][:10]] += row["scans"]
    return told
