"""Some stations in one process, to be killed: records, upload loops and statuses as in a hub, parcels out of the air.

Each confirmed scan is a line on standard output: station, scan id. Standard input takes `stop`, and then its end.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hardware.simulated.camera import make_parcels
from station import __version__
from station.bench.sync import draft_of
from station.clock import Clock
from station.core import utc_text
from station.record import Reads, Settled, Store
from station.sync.transport import TrackingClient
from station.sync.upload import Pace, SyncLoop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.core import Held, Receipt, SyncMoved

BATCH, HEARTBEAT_S, LINGER_S = 500, 5.0, 0.5
"""As a station is shipped."""
_READ = ("presented", "first_time", "after_retries", "keyed", "not_read")


@dataclass(frozen=True, slots=True)
class Machine:
    """What a process is told in its only argument."""

    folder: str
    url: str
    stations: list[str]
    rate: float
    """Parcels a second of each."""
    status_s: float
    seed: int
    forgets: bool = False
    """Broken, for a control: a record does not outlive its process."""


def program(machine: Machine) -> list[str]:
    """The command that starts it."""
    return [sys.executable, "-c", "from station.bench.hub_stations import main; main()", json.dumps(asdict(machine))]


def record_of(folder: Path, station: str) -> Path:
    """Where a station keeps its scans."""
    return folder / f"{station}.db"


class _Station:
    """One lane thread's work, and its upload."""

    def __init__(self, machine: Machine, name: str, store: Store, client: TrackingClient) -> None:
        self._name, self._store, self._lock = name, store, threading.Lock()
        self._rate, self._clock = machine.rate, Clock()
        seed = f"{machine.seed} {name} {time.time_ns()}"
        self._chance = random.Random(seed)  # noqa: S311  # parcels of a benchmark, nothing secret
        pace = Pace(HEARTBEAT_S, LINGER_S, machine.status_s)
        reads = lambda: Reads(store.path)  # noqa: E731  # the loop opens it in its own thread
        self.loop = SyncLoop(reads, client, self._settle, name, BATCH, pace, _ignore)
        self.loop.tell_status(self._report)

    def scan(self, stop: threading.Event) -> None:
        """Parcels at random moments until `stop`."""
        parcels = make_parcels(self._chance.randrange(1 << 30))
        due = time.monotonic() + self._chance.expovariate(self._rate)
        for number, parcel in enumerate(parcels, 1):
            if stop.wait(max(0.0, due - time.monotonic())):
                return
            now = datetime.now(UTC)
            draft = replace(draft_of(number, parcel, now, self._chance), clock=self._clock.read())
            with self._lock:
                scan = self._store.commit(draft)
            sys.stdout.write(f"{self._name} {scan.scan_id}\n")
            sys.stdout.flush()
            self.loop.wake()
            due += self._chance.expovariate(self._rate)

    def _settle(self, receipts: Sequence[Receipt], held: Held | None) -> Settled:
        with self._lock:
            return self._store.settle(receipts, held)

    def _report(self) -> dict[str, Any]:
        with closing(Reads(self._store.path)) as reads:
            backlog, hour = reads.backlog(), reads.hour(utc_text(datetime.now(UTC)))
        return {
            "version": __version__,
            "operation": "sort",
            "clock": "synced",
            "sync": {"pending": backlog.pending, "oldest_pending": backlog.oldest, "dead": 0},
            "hour": {"accepted": hour.accepted, **{key: getattr(hour.read, key) for key in _READ}},
        }


def _ignore(_: SyncMoved) -> None:
    """Nobody looks."""


def main() -> None:
    """Scan until standard input says `stop`, send until it ends."""
    machine = Machine(**json.loads(sys.argv[1]))
    stop_scanning, stop = threading.Event(), threading.Event()
    with ExitStack() as stack:
        stations = []
        for name in machine.stations:
            path = record_of(Path(machine.folder), name)
            if machine.forgets:
                for beside in path.parent.glob(f"{path.name}*"):
                    beside.unlink()
            store = stack.enter_context(Store.open(path, name))
            stations.append(_Station(machine, name, store, TrackingClient(machine.url, None)))
        scanning = [threading.Thread(target=each.scan, args=(stop_scanning,)) for each in stations]
        sending = [threading.Thread(target=each.loop.run, args=(stop,)) for each in stations]
        for thread in (*scanning, *sending):
            thread.start()
        sys.stdin.readline()
        stop_scanning.set()
        for thread in scanning:
            thread.join()
        sys.stdin.read()
        stop.set()
        for each in stations:
            each.loop.hang_up()
        for thread in sending:
            thread.join()
