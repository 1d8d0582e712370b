"""A centre that keeps lists, as a folder and a real server, and a station's side of the line."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from station.core.events import ListStatus
from station.core.sort_plan.index import PlanIndex
from station.record.list_ages import list_ages
from station.record.lists import centre_schema
from station.record.log.errors import StoreError
from station.record.reads import Reads
from station.record.writer import Store
from station.sync.lists.downlink import Downlink
from station.sync.transport.client import TrackingClient
from station.tracking_server import EmbeddedServer
from station.tracking_server import lists as centre_lists
from tests.station.sync.centre import TOKEN

SOON = 30.0
LOOK_S = 0.02


def put(folder: Path, name: str, *lines: str) -> None:
    """Replace a file at once."""
    draft = folder / f".{name}.part"
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.replace(folder / name)


@contextmanager
def centre(folder: Path, lists: Path | None, db: Path | str | None = None) -> Iterator[EmbeddedServer]:
    """A running server."""
    server = EmbeddedServer(db or folder / "centre.db", TOKEN, lists=lists)
    with server:
        yield server


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.01)


def until_looked(server: EmbeddedServer) -> centre_lists.Lists:
    """The server has read what is in the folder now."""
    lists = server._lists
    assert lists is not None
    until(lambda: lists.looked, "the first look")
    lists.looked = False
    until(lambda: lists.looked, "a look")
    lists.looked = False
    until(lambda: lists.looked, "the look after it")
    return lists


class Side:
    """A record and a downlink over it. Lists are written in its thread as the core thread does it."""

    def __init__(self, folder: Path, url: str, token: str = TOKEN, every_s: float = 0.02) -> None:
        self.path = folder / "station.db"
        self.store = Store.open(self.path, "test-1")
        self.index: PlanIndex | None = None
        self.taken = 0
        self.broken = False
        client = TrackingClient(url, token, total_s=0.6)
        self.downlink = Downlink(self.path, client, self.write, self.replace_plan, every_s, 24)
        self.stop = threading.Event()
        self.failed: list[BaseException] = []
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.downlink.run(self.stop)
        except BaseException as error:
            self.failed.append(error)
            raise

    def write(self, write: Callable[[Store], object]) -> None:
        if self.broken:
            raise StoreError("seeded")
        write(self.store)
        self.taken += 1

    def replace_plan(self, store: Store, index: PlanIndex) -> None:
        store.replace_plan(index.plan)
        self.index = index

    def __enter__(self) -> Side:
        self.thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.end()
        self.store.close()
        assert not self.failed

    def end(self) -> None:
        self.stop.set()
        self.thread.join()

    def status(self, name: str) -> ListStatus:
        with Reads(self.path) as reads:
            return next(one for one in self.downlink.judged(list_ages(reads, datetime.now(UTC))) if one.name == name)

    def has(self) -> tuple[str | None, set[str], set[str]]:
        return self.plan(), self.holds(), self.parcels()

    def plan(self) -> str | None:
        with Reads(self.path) as reads:
            plan = reads.plan()
        return plan.rules[0].bin if plan else None

    def holds(self) -> set[str]:
        with closing(sqlite3.connect(self.path)) as connection:
            return {parcel_id for (parcel_id,) in connection.execute("SELECT parcel_id FROM hold")}

    def parcels(self) -> set[str]:
        """Every parcel of the manifest in force with its contents, through the station's own look-up."""
        with Reads(self.path) as reads:
            reads.manifest.look()
            if not reads.manifest.of_centre:
                return set()
            path = centre_schema.path_of(self.path)
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                connection.execute("BEGIN")
                half, count = connection.execute("SELECT live, parcels FROM manifest").fetchone()
                ids = [parcel_id for (parcel_id,) in connection.execute(f"SELECT parcel_id FROM parcel_{half}")]
            assert len(ids) == count
            found = [reads.manifest.announced(parcel_id) for parcel_id in ids]
        return {f"{one.parcel_id} {'|'.join(one.alt_ids)} {one.contents}" for one in found if one is not None}
