"""The tracking server: scans stored a second, straight into the database and over HTTP, SQLite beside PostgreSQL."""

from __future__ import annotations

import gzip
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from station.bench.figures import Figure, figure
from station.tracking_server import Centre, Envelope, open_centre

BATCH = 500
SENDERS = 4
SERVERS = 2
PROGRAM = "from station.cli.main import main; main()"

Batch = dict[str, Any]
Send = Callable[[Batch | bytes], int]
"""Delivers a batch; how many scans of it were stored."""


def run(scans: int, seed: int, db: str | None = None) -> tuple[list[Figure], str]:
    """So many scans into each; `db`: an address of PostgreSQL; without it SQLite alone. Words beside."""
    rows: list[Figure] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parcel-station-")))
        rows += _of("SQLite", lambda: folder / f"{uuid.uuid4().hex}.db", scans, seed, (1,))
        if db is None:
            return rows, "PostgreSQL was not measured: name an empty database with --db postgresql://..."
        rows += _of("PostgreSQL", lambda: db, scans, seed, (1, SERVERS))
    return rows, ""


def _of(name: str, place: Callable[[], Path | str], scans: int, seed: int, servers: Sequence[int]) -> list[Figure]:
    db = place()
    with closing(open_centre(db)) as centre:
        before = centre.stored()
        rows = [_measured(f"{name}, no HTTP", [_straight(centre)] * SENDERS, _batches(scans, seed))]
        stored = centre.stored()
    if not before:
        rows[0] = replace(rows[0], note=f"{rows[0].note}, {_bytes(db) / max(1, stored):.0f} B a scan")
    for count in servers:
        with ExitStack() as stack:
            target = place()
            ports = [stack.enter_context(server_on(target))[0] for _ in range(count)]
            batches = [gzip.compress(json.dumps(batch).encode(), 6) for batch in _batches(scans, seed + count)]
            sends = [stack.enter_context(_over_http(ports[i % count])) for i in range(SENDERS)]
            rows.append(_measured(f"{name}, {count} server{'s' * (count > 1)}", sends, batches))
    return rows


def _measured(name: str, sends: Sequence[Send], batches: Sequence[Batch | bytes]) -> Figure:
    """All batches, by as many threads as there are ways to send; a batch's time from sending to its answer."""
    waiting, spent, stored = iter(batches), list[float](), list[int]()
    lock = threading.Lock()

    def work(send: Send) -> None:
        while True:
            with lock:
                batch = next(waiting, None)
            if batch is None:
                return
            began = time.monotonic()
            stored.append(send(batch))
            spent.append((time.monotonic() - began) * 1000)

    threads = [threading.Thread(target=work, args=(send,)) for send in sends]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return figure(name, spent, f"{sum(stored) / (time.monotonic() - began):,.0f} scans/s stored")


def _straight(centre: Centre) -> Send:
    def send(batch: Batch | bytes) -> int:
        assert isinstance(batch, dict)  # noqa: S101  # as they were made for this
        received = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        results = centre.take(batch["station_id"], batch["epoch"], batch["scans"], received, Envelope())
        return sum(result["status"] == "stored" for result in results)

    return send


@contextmanager
def _over_http(port: int) -> Iterator[Send]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def send(batch: Batch | bytes) -> int:
        headers = {"content-type": "application/json", "content-encoding": "gzip"}
        link.request("POST", "/v1/scan-batches", batch, headers)  # type: ignore[arg-type]  # bytes for this
        return link.getresponse().read().count(b'"status":"stored"')

    with closing(link):
        yield send


@contextmanager
def server_on(db: Path | str, port: int = 0, lists: Path | None = None) -> Iterator[tuple[int, int]]:
    """A tracking server in a process of its own; its port (0: a free one), and the number of the process."""
    command = [sys.executable, "-c", PROGRAM, "tracking-server", "--db", str(db), "--port", str(port), "--json"]
    command += [] if lists is None else ["--lists", str(lists)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own command
        try:
            line = process.stdout.readline() if process.stdout is not None else ""
            yield int(json.loads(line)["url"].rpartition(":")[2]), process.pid
        finally:
            process.terminate()


def _batches(scans: int, seed: int) -> list[Batch]:
    """Batches of as many stations as there are senders, each in order."""
    rng = random.Random(seed)  # noqa: S311  # parcels of a benchmark, nothing secret
    epochs = [str(uuid.UUID(int=rng.getrandbits(128))) for _ in range(SENDERS)]
    count = max(1, scans // BATCH)
    return [
        {
            "batch_id": str(uuid.UUID(int=rng.getrandbits(128))),
            "station_id": f"bench-{i % SENDERS}",
            "epoch": epochs[i % SENDERS],
            "scans": [scan_of(rng, i // SENDERS * BATCH + n) for n in range(1, BATCH + 1)],
        }
        for i in range(count)
    ]


def scan_of(rng: random.Random, seq: int) -> dict[str, Any]:
    """A scan as a station sends it, about 700 bytes of JSON."""
    parcel_id = f"RR{rng.randrange(10**9):09d}CN"
    grams = str(rng.randrange(50, 30_000))
    return {
        "scan_id": str(uuid.UUID(int=rng.getrandbits(128))),
        "seq": seq,
        "scanned_at": time.strftime("%Y-%m-%dT%H:%M:%S.123Z", time.gmtime()),
        "mono_ns": rng.randrange(10**15),
        "boot_id": "11111111-2222-4333-8444-555555555555",
        "clock_state": "synced",
        "operation": "sort",
        "raw_hex": parcel_id.encode().hex(),
        "symbology": "Code128",
        "aim": "]C0",
        "frames": 3,
        "keyed": False,
        "engine": "zxing+zbar",
        "parcel_id": parcel_id,
        "kind": "scan",
        "id_kind": "parcel_id",
        "presentation_id": str(uuid.UUID(int=rng.getrandbits(128))),
        "carrier": "china-post",
        "country": "CN",
        "service": "registered",
        "check": True,
        "bin": f"A{rng.randrange(40):02d}",
        "plan_version": "2026-11",
        "decision": "accept",
        "operator": "op-17",
        "verdict_ms": rng.randrange(1000) / 10,
        "weight": {"grams": grams, "value": grams, "unit": "g", "mode": "gross", "stable": True, "settle_ms": 420,
                   "samples": 5, "age_ms": 31, "raw_hex": "532053202020322e333530206b670d0a",
                   "scale_serial": "B912", "capture_id": seq, "settled_by": "flag"},
    }  # fmt: skip


def _bytes(db: Path | str) -> int:
    """What the database takes on the disk."""
    if isinstance(db, Path):
        return sum(path.stat().st_size for path in db.parent.glob(f"{db.name}*"))
    import psycopg

    with psycopg.connect(db) as connection:
        found = connection.execute("SELECT pg_database_size(current_database()) - pg_database_size('template1')")
        return int((found.fetchone() or (0,))[0])
