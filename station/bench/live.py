"""The tracking server under live stations: processor time a scan, of server and database, by entries a request."""

from __future__ import annotations

import gzip
import hashlib
import heapq
import http.client
import json
import os
import random
import tempfile
import threading
import time
import uuid
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from station.bench.figures import Figure, figure
from station.bench.server import scan_of, server_on
from station.sync.upload import GATHER_MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STATIONS = 100
SCANS_PER_S = 0.3
"""Of one station, on an average; when, is left to chance."""
LINGERS_S = (0.5, 3.0)
"""For which live stations gather: as usual, and longer."""
STATUS_S = 30.0
"""As stations do that are configured as usual, and scan and do not change otherwise."""
SIZES = (1, 5, 50, 500)
REQUESTS_PER_S, MOST_SCANS_PER_S = 30.0, 3000.0
WARM_S = 3.0
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass
class _Station:
    """A connection that stays, the newest number, and the newest link of the hash chain."""

    link: http.client.HTTPConnection
    name: str
    epoch: str
    seq: int = 0
    head: bytes = b""
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True, order=True)
class _Due:
    """What goes out, and when: so many scans, or the status (0)."""

    at: float
    station: int
    scans: int


def run(seconds: float, seed: int, db: str | None = None) -> tuple[list[Figure], str]:
    """So many seconds for each row. Milliseconds are those of a request; the processor time stands beside. Words."""
    if db is None:
        words = "PostgreSQL was not measured: name an empty database with --db postgresql://..."
        with tempfile.TemporaryDirectory(prefix="parcel-station-") as folder:
            return list(_rows("SQLite", Path(folder) / "centre.db", seconds, seed)), words
    return list(_rows("PostgreSQL", db, seconds, seed)), ""


def _rows(name: str, db: Path | str, seconds: float, seed: int) -> Iterator[Figure]:
    rng = random.Random(seed)  # noqa: S311  # parcels of a benchmark, nothing secret
    with server_on(db) as (port, pid), ExitStack() as stack:
        stations = [
            _Station(
                stack.enter_context(closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60))),
                f"bench-{number}",
                str(uuid.UUID(int=rng.getrandbits(128))),
            )
            for number in range(STATIONS)
        ]
        database = processes_of(db)
        # The live ones first: what a database tidies up after large batches is not of their doing.
        for linger_s in LINGERS_S:
            plan = _live(rng, WARM_S + seconds, linger_s)
            yield _row(f"{name}, live, {linger_s:g} s", stations, plan, rng, pid, database)
        for size in SIZES:
            plan = _paced(size, WARM_S + seconds)
            yield _row(f"{name}, {size} a request", stations, plan, rng, pid, database)


def _paced(size: int, seconds: float) -> list[_Due]:
    """Requests of one size, one station after the other."""
    rate = min(REQUESTS_PER_S, MOST_SCANS_PER_S / size)
    return [_Due(number / rate, number % STATIONS, size) for number in range(int(seconds * rate))]


def _live(rng: random.Random, seconds: float, linger_s: float) -> list[_Due]:
    """As live stations gather, with the status of each."""
    due: list[_Due] = []
    for station in range(STATIONS):
        due += [_Due(at, station, 0) for at in _times(rng.uniform(0, STATUS_S), STATUS_S, seconds)]
        at, gathered, until = 0.0, 0, 0.0
        while at < seconds:
            at += rng.expovariate(SCANS_PER_S)
            if gathered and (at > until or gathered == GATHER_MOST):
                due.append(_Due(until, station, gathered))
                gathered = 0
            until, gathered = (at + linger_s, 1) if not gathered else (until, gathered + 1)
    return sorted(each for each in due if each.at < seconds)


def _times(first: float, step: float, last: float) -> Iterable[float]:
    while first < last:
        yield first
        first += step


def _row(
    name: str, stations: list[_Station], plan: list[_Due], rng: random.Random, pid: int, database: list[Path] | None
) -> Figure:
    """Send what is due in time; what goes out at first warms up and does not count."""
    work: SimpleQueue[tuple[_Due, dict[str, Any]] | None] = SimpleQueue()
    spent: list[float] = []
    threads = [threading.Thread(target=_send, args=(work, stations, spent)) for _ in stations]
    for thread in threads:
        thread.start()
    heap, scans, requests, before = list(plan), 0, 0, (0.0, 0.0)
    heapq.heapify(heap)
    began, warm = time.monotonic(), False
    while heap:
        due = heapq.heappop(heap)
        body = _body(stations[due.station], due.scans, rng)
        time.sleep(max(0.0, began + due.at - time.monotonic()))
        if not warm and due.at >= WARM_S:
            warm, before = True, (cpu_s([Path(f"/proc/{pid}")]), cpu_s(database or []))
            spent.clear()
        scans, requests = (scans + due.scans, requests + 1) if warm else (0, 0)
        work.put((due, body))
    for _ in threads:
        work.put(None)
    for thread in threads:
        thread.join()
    server, of_database = cpu_s([Path(f"/proc/{pid}")]) - before[0], cpu_s(database or []) - before[1]
    per_scan = [each * 1000 / max(1, scans) for each in (server, of_database)]
    there = f" + database {per_scan[1]:.3f} = {sum(per_scan):.3f}" if database is not None else ""
    return figure(
        name, spent, f"CPU ms a scan: server {per_scan[0]:.3f}{there}; {scans / max(1, requests):.2f} scans a request"
    )


def _send(work: SimpleQueue[tuple[_Due, dict[str, Any]] | None], stations: list[_Station], spent: list[float]) -> None:
    while (told := work.get()) is not None:
        due, body = told
        station = stations[due.station]
        path = "/v1/scan-batches" if due.scans else f"/v1/stations/{station.name}/status"
        packed, headers = json.dumps(body, separators=(",", ":")).encode(), {"content-type": "application/json"}
        if due.scans:
            packed, headers = gzip.compress(packed, 6), headers | {"content-encoding": "gzip"}
        with station.lock:
            began = time.monotonic()
            station.link.request("POST", path, packed, headers)
            answer = station.link.getresponse()
            answer.read()
            spent.append((time.monotonic() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"the server answers {answer.status}")


def _body(station: _Station, scans: int, rng: random.Random) -> dict[str, Any]:
    if not scans:
        return {
            "version": "0.1.0", "operation": "sort", "operator": "op-17", "clock": "synced",
            "backlog": {"pending": 0, "oldest": None, "refused": 0},
            "devices": [{"kind": kind, "name": kind, "health": "up", "words": ""} for kind in ("camera", "scale")],
            "troubles": [], "epochs": [station.epoch],
        }  # fmt: skip
    first, station.seq = station.seq + 1, station.seq + scans
    sent = [scan_of(rng, seq) for seq in range(first, station.seq + 1)]
    station.head = station.head or hashlib.sha256(f"{station.name}\n{station.epoch}".encode()).digest()
    for scan in sent:
        body = json.dumps(scan, sort_keys=True, separators=(",", ":"))
        station.head = hashlib.sha256(station.head + body.encode()).digest()
    return {
        "batch_id": str(uuid.UUID(int=rng.getrandbits(128))), "station_id": station.name, "epoch": station.epoch,
        "first_seq": first, "last_seq": station.seq, "head": station.head.hex(), "clock": _clock(station),
        "scans": sent,
    }  # fmt: skip


def _clock(station: _Station) -> dict[str, Any]:
    moment = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    return {"utc": moment, "mono_ns": time.monotonic_ns(), "boot_id": station.epoch, "state": "synced"}


def processes_of(db: Path | str) -> list[Path] | None:
    """The processes of PostgreSQL: the first one, whose children they are. None: SQLite, or another machine's."""
    if isinstance(db, Path):
        return None
    import psycopg

    with psycopg.connect(db) as connection:
        pid = connection.info.backend_pid
        parent = _stat(Path(f"/proc/{pid}"))[1]
    return [Path(f"/proc/{parent}")]


def cpu_s(roots: list[Path]) -> float:
    """Processor seconds of these processes, of their children, and of those that have ended."""
    spent = 0
    for root in roots:
        children = [path for path in Path("/proc").glob("[0-9]*") if _stat(path)[1] == int(root.name)]
        spent += sum(_stat(root)[11:15]) + sum(sum(_stat(child)[11:13]) for child in children)
    return spent / _TICKS_PER_S


def _stat(process: Path) -> list[int]:
    """The numbers of /proc/PID/stat from the state on, which is 0; zeros when it has ended."""
    with suppress(OSError):
        return [0, *map(int, (process / "stat").read_text().rpartition(")")[2].split()[1:20])]
    return [0] * 20
