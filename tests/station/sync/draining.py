"""A record and the loop that empties it, in a thread of its own, as in the station."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from station.core.events import SyncMoved
from station.core.models import Held, Receipt, ScanDraft
from station.record.log.errors import StoreError
from station.record.reads import Reads
from station.record.writer import Settled, Store
from station.sync.upload.loop import SyncLoop
from station.sync.upload.ports import Client
from station.sync.upload.state import Pace

SOON = 30.0


class Draining:
    """Settling is serialised as the core thread does it."""

    def __init__(self, folder: Path, client: Client, drafts: Sequence[ScanDraft], batch: int = 20) -> None:
        self.store = Store.open(folder / "station.db", "test-1")
        self.ids = [self.store.commit(one).scan_id for one in drafts]
        self.moves: list[SyncMoved] = []
        self.lock = threading.Lock()
        self.broken = False
        """Verdicts cannot be written."""
        self.loop = SyncLoop(
            lambda: Reads(self.store.path), client, self.settle, "test-1", batch, Pace(0.05), self.moves.append
        )
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.loop.run, args=(self.stop,))

    def settle(self, receipts: Sequence[Receipt], held: Held | None = None) -> Settled:
        if self.broken:
            raise StoreError("seeded")
        with self.lock:
            return self.store.settle(receipts, held)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop.set()
        self.loop.wake()
        self.thread.join()
        self.store.close()

    def backlog(self) -> tuple[int, int]:
        """Scans that wait, and refused ones."""
        with Reads(self.store.path) as reads:
            now = reads.backlog()
        return now.pending, now.dead

    def until(self, condition: Callable[[], bool], what: str, soon: float = SOON) -> None:
        deadline = time.monotonic() + soon
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain for {what}: {self.backlog()} {self.loop.status()}"
            time.sleep(0.01)
