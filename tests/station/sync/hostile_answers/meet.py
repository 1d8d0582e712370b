"""A station's line in a process of its own: for each line `URL` on standard input it commits three scans, lets the real
loop send them until nothing waits, and prints what it saw and how far its memory rose.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from pathlib import Path

from station.record.reads import Reads
from station.record.writer import Store
from station.sync.transport.backoff import Backoff
from station.sync.transport.client import TrackingClient
from station.sync.upload import pauses
from station.sync.upload.facts import Fact
from station.sync.upload.loop import SyncLoop
from station.sync.upload.state import Pace, Step, Upload
from station.sync.upload.steps import step
from tests.station.record.drafts import draft

SCANS, GIVE_UP_S = 3, 60.0


def meet(store: Store, url: str) -> dict[str, object]:
    ids = [store.commit(draft(parcel_id=f"P{n}")).scan_id for n in range(SCANS)]
    client = TrackingClient(url, "token", total_s=0.7)
    loop = SyncLoop(lambda: Reads(store.path), client, store.settle, "test-1", 500, Pace(0.05), lambda _: None)
    shown: list[str] = []

    def kept(state: Upload, fact: Fact, now: float, chance: float) -> Step:
        after = step(state, fact, now, chance)
        shown.append(after[0].link.words)
        return after

    vars(loop)["step"] = kept
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=(stop,))
    Path("/proc/self/clear_refs").write_text("5")
    before = _kib("VmRSS")
    thread.start()
    deadline = time.monotonic() + GIVE_UP_S
    with Reads(store.path) as reads:
        while (left := reads.backlog().pending) and time.monotonic() < deadline:
            time.sleep(0.01)
        refused = {scan.scan_id: f"{scan.code} {scan.message}" for scan in reads.refused(10_000)}
    stop.set()
    loop.hang_up()
    thread.join()
    dead = {scan_id: words for scan_id, words in refused.items() if scan_id in ids}
    return {"ids": ids, "left": left, "dead": dead, "shown": shown, "grown_kib": _kib("VmHWM") - before}


def _kib(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main() -> None:
    Backoff.wait_s = lambda self, chance, retry_after=None: 0.02  # type: ignore[method-assign]
    vars(pauses)["ALARM_S"] = 0.05
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "station.db", "test-1") as store:
        for line in sys.stdin:
            print(json.dumps(meet(store, line.strip())), flush=True)


if __name__ == "__main__":
    main()
