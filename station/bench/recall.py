"""A recalled parcel: how long until the centre names station, bin and bag, real record, upload and server."""

from __future__ import annotations

import json
import random
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

from hardware.simulated.camera import make_parcels
from station.bench.figures import Figure, figure
from station.bench.hub_stations import BATCH, HEARTBEAT_S, LINGER_S
from station.bench.server import server_on
from station.bench.sync import draft_of
from station.clock import Clock
from station.core import Accept, EntryDraft, EntryKind
from station.record import Reads, Settled, Store
from station.sync.transport import TrackingClient
from station.sync.upload import Pace, SyncLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.core import Held, Receipt, SyncMoved

STATION, BIN, BAG = "bench-1", "A01", "BAG-1"
GIVE_UP_S = 60.0
_LOOK_S = 0.02


class _Lane:
    """A station with an open bag; `sort` confirms a parcel into it."""

    def __init__(self, store: Store, port: int, seed: int) -> None:
        self._store, self._lock, self._clock = store, threading.Lock(), Clock()
        self._chance = random.Random(seed)  # noqa: S311  # parcels of a benchmark, nothing secret
        self._parcels = make_parcels(seed)
        self._next = next(self._parcels)
        self._number = 0
        client, pace = TrackingClient(f"http://127.0.0.1:{port}", None), Pace(HEARTBEAT_S, LINGER_S)
        self.loop = SyncLoop(lambda: Reads(store.path), client, self._settle, STATION, BATCH, pace, _ignore)
        opened: dict[str, object] = {"is": "opened", "bag": BAG}
        store.append(EntryDraft(EntryKind.RECEPTACLE, self._clock.read(), "sort", "op-17", bin=BIN, details=opened))

    @property
    def coming(self) -> str:
        """The number of the parcel that `sort` takes next."""
        return self._next.parcel_id

    def sort(self) -> str:
        """Confirm it; its number."""
        parcel, self._next, self._number = self._next, next(self._parcels), self._number + 1
        draft = draft_of(self._number, parcel, datetime.now(UTC), self._chance)
        with self._lock:
            self._store.commit(replace(draft, clock=self._clock.read(), decision=Accept(BIN, "New England")))
        self.loop.wake()
        return parcel.parcel_id

    def _settle(self, receipts: Sequence[Receipt], held: Held | None) -> Settled:
        with self._lock:
            return self._store.settle(receipts, held)


def _ignore(_: SyncMoved) -> None:
    """Nobody looks."""


def run(recalls: int, seed: int) -> list[Figure]:
    """So many recalls of parcels that were sorted before, and of such that are sorted while the recall stands."""
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as name, ExitStack() as stack:
        folder, lists = Path(name), Path(name) / "lists"
        lists.mkdir()
        port, _ = stack.enter_context(server_on(folder / "centre.db", lists=lists))
        lane = _Lane(stack.enter_context(Store.open(folder / "station.db", STATION)), port, seed)
        stop = threading.Event()
        thread = threading.Thread(target=lane.loop.run, args=(stop,))
        thread.start()
        try:
            before = [_recalled(lists, port, lane.sort()) for _ in range(recalls)]
            after = [_sorted(lists, port, lane) for _ in range(recalls)]
        finally:
            stop.set()
            lane.loop.hang_up()
            thread.join()
    note = "from the change of recalls.csv to station, bin and bag"
    return [
        figure("sorted, then recalled", before, note),
        figure("recalled, then sorted", after, "from the commit at the station to the same"),
    ]


def _recalled(lists: Path, port: int, parcel_id: str) -> float:
    """Milliseconds from the recall of a parcel that the centre holds."""
    _wait(port, f"/v1/parcels/{parcel_id}", lambda told: bool(told["scans"]))
    began = time.perf_counter()
    _recall(lists, parcel_id)
    _until_named(port, parcel_id)
    return (time.perf_counter() - began) * 1000


def _sorted(lists: Path, port: int, lane: _Lane) -> float:
    """Milliseconds from the commit of a parcel that was recalled before."""
    _recall(lists, coming := lane.coming)
    _wait(port, "/v1/recalls", lambda told: any(each["parcel_id"] == coming for each in told["recalls"]))
    began = time.perf_counter()
    _until_named(port, lane.sort())
    return (time.perf_counter() - began) * 1000


def _recall(lists: Path, parcel_id: str) -> None:
    """Replace the list at once."""
    draft = lists / ".recalls.csv.part"
    draft.write_text(f"parcel_id,reason\n{parcel_id},lithium\n", encoding="utf-8")
    draft.replace(lists / "recalls.csv")


def _until_named(port: int, parcel_id: str) -> None:
    place = {"station_id": STATION, "bin": BIN, "bag": BAG}

    def is_named(told: Any) -> bool:
        return any(
            each["parcel_id"] == parcel_id and any(place.items() <= seen.items() for seen in each["seen"])
            for each in told["recalls"]
        )

    _wait(port, "/v1/recalls", is_named)


def _wait(port: int, path: str, is_right: Callable[[Any], bool]) -> None:
    """RuntimeError after `GIVE_UP_S`. An answer that is none yet is as good as a wrong one."""
    until = time.monotonic() + GIVE_UP_S
    while True:
        with suppress(HTTPError), urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            if is_right(json.load(answer)):
                return
        if time.monotonic() > until:
            raise RuntimeError(f"{path} does not tell what is waited for")
        time.sleep(_LOOK_S)
