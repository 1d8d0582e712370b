"""A hostile centre: nothing is lost, nothing counts as stored that was not, and a good answer still helps."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from station.core.printable import printable
from tests.sync.hostile import CORPUS, HostileCentre
from tests.sync.test_loop import Line, _quick  # noqa: F401  # short waits

CLIENT = """
import resource, sys, threading
from pathlib import Path
from station.store.reads import Reads
from station.store.writer import Store
from station.sync import loop as loops
from station.sync.backoff import Backoff
from station.sync.client import TrackingClient
from station.sync.loop import SyncLoop
Backoff.wait_s = lambda self, chance, retry_after=None: 0.01
loops.ALARM_S = 0.01
stop, most = threading.Event(), lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with Store.open(Path(sys.argv[1]), "test-1") as store:
    def settle(receipts, held=None):
        settled = store.settle(receipts, held)
        if settled.acknowledged:
            stop.set()
        return settled
    client = TrackingClient(sys.argv[2], "token", total_s=0.6)
    loop = SyncLoop(lambda: Reads(store.path), client, settle, "test-1", 50, 0.05, lambda _: None)
    before = most()
    loop.run(stop)
    print((most() - before) // 1024)
"""


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 40


@pytest.mark.parametrize("answer", CORPUS)
def test_after_a_hostile_answer_every_scan_waits_and_then_arrives_once(answer: str, tmp_path: Path) -> None:
    moods = [answer] * 2
    centre = HostileCentre(lambda number: moods[number - 1] if number <= len(moods) else "ok")
    try:
        with Line(tmp_path, centre.url, 7) as line:
            line.until(lambda: centre.requests >= 2, "two tries")
            assert not centre.stored
            line.until(lambda: line.backlog() == (0, 0), "an empty queue")
            words = line.loop.status().words
        assert set(centre.stored) == set(line.ids)
        assert centre.redirected == 0
        assert printable(words, 10_000) == words
    finally:
        centre.close()


def test_the_memory_of_a_station_stays_under_the_whole_corpus(tmp_path: Path) -> None:
    """In a process of its own, fed every answer in turn. MiB above what it had before."""
    moods = list(CORPUS)
    centre = HostileCentre(lambda number: moods[number - 1] if number <= len(moods) else "ok")
    try:
        line = Line(tmp_path, centre.url, 7)
        line.store.close()
        told = subprocess.run(
            [sys.executable, "-c", CLIENT, str(tmp_path / "station.db"), centre.url],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        assert int(told.stdout) < 50
        assert set(centre.stored) == set(line.ids)
    finally:
        centre.close()
