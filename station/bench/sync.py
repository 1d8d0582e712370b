"""The line on loopback: how fast a backlog drains into a tracking server of its own process, and bytes a scan."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hardware.contract import Symbol
from hardware.simulated.camera import make_parcels
from station.bench.figures import Figure, figure
from station.core import Accept, Capture, ClockReading, Held, Receipt, ScanDraft, utc_text
from station.core.identify import identify
from station.record import Reads, Settled, Store
from station.sync.transport import TrackingClient
from station.sync.upload import Pace, SyncLoop

if TYPE_CHECKING:
    from hardware.simulated.camera import SimulatedParcel
    from station.core import SyncMoved

STATION, BOOT = "bench-1", "11111111-2222-4333-8444-555555555555"
BATCH = 500
GIVE_UP_S = 120.0


class _Timed(TrackingClient):
    """Notes how long each batch took to be answered."""

    def __init__(self, url: str) -> None:
        super().__init__(url, None)
        self.milliseconds: list[float] = []

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None]) -> tuple[int, dict[str, str], bytes]:
        began = time.perf_counter()
        answer = super().post_batch(batch, meanwhile)
        self.milliseconds.append((time.perf_counter() - began) * 1000)
        return answer


def run(scans: int, seed: int) -> list[Figure]:
    """Commit `scans` scans, then let the loop send them; milliseconds are those of a batch, from sending to answer."""
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as name:
        folder = Path(name)
        with Store.open(folder / "station.db", STATION) as store, _server(folder) as url:
            began = datetime(2026, 11, 22, 6, tzinfo=UTC)
            rng = random.Random(seed)  # noqa: S311  # parcels of a benchmark, nothing secret
            for number, parcel in enumerate(islice(make_parcels(seed), scans), 1):
                store.commit(draft_of(number, parcel, began, rng))
            with _Timed(url) as client:
                seconds = _drain(store, client)
            rate, size = scans / seconds, client.sent_bytes / scans
            return [figure("backlog to centre", client.milliseconds, f"{rate:,.0f} scans/s, {size:.1f} B a scan")]


def _drain(store: Store, client: TrackingClient) -> float:
    """Seconds until nothing waits."""
    left, empty = _waiting(store.path), threading.Event()

    def settle(receipts: Sequence[Receipt], held: Held | None) -> Settled:
        nonlocal left
        settled = store.settle(receipts, held)
        left -= settled.acknowledged + settled.refused
        if left <= 0:
            empty.set()
        return settled

    def ignore(_: SyncMoved) -> None:
        """Nobody looks."""

    loop = SyncLoop(lambda: Reads(store.path), client, settle, STATION, BATCH, Pace(1.0), ignore)
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=(stop,))
    began = time.perf_counter()
    thread.start()
    drained = empty.wait(GIVE_UP_S)
    seconds = time.perf_counter() - began
    stop.set()
    loop.hang_up()
    thread.join()
    if not drained:
        raise RuntimeError(f"{left} scans still wait after {GIVE_UP_S:.0f} s: {loop.status().words}")
    return seconds


def _waiting(path: Path) -> int:
    """How many scans wait."""
    with Reads(path) as reads:
        return reads.backlog().pending


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """A tracking server in a process of its own; its address."""
    program = "from station.cli.main import main; main()"
    words = ["tracking-server", "--db", str(folder / "centre.db"), "--port", "0", "--json"]
    with subprocess.Popen([sys.executable, "-c", program, *words], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own command
        try:
            line = process.stdout.readline() if process.stdout is not None else ""
            yield json.loads(line)["url"]
        finally:
            process.terminate()


def draft_of(number: int, parcel: SimulatedParcel, began: datetime, rng: random.Random) -> ScanDraft:
    """What a station makes of a parcel, four seconds apart."""
    monotonic = number * 4_000_000_000 + rng.randrange(10**9)
    moment = began + timedelta(microseconds=monotonic // 1000)
    grams, text = parcel.grams, parcel.parcel_id
    raw = f"S S {grams / 1000:10.3f} kg\r\n".encode()
    settled = monotonic / 1e9 - rng.randrange(40, 400) / 1000
    return ScanDraft(
        clock=ClockReading(utc_text(moment), monotonic, BOOT, "synced"),
        operation="sort",
        identity=identify(text),
        symbol=Symbol(text, text.encode(), "Code128", "]C0", (), "zxing+zbar"),
        frames=rng.randrange(2, 5),
        keyed=False,
        references=(),
        capture=Capture(
            number, grams, grams / Decimal(1000), "kg", "gross", None, True, rng.randrange(200, 900), 5, raw, settled
        ),
        scale_serial="B912",
        decision=Accept(rng.choice(("A01", "A02", "B07")), "New England"),
        cause=None,
        plan_version="2026-11",
        operator="op-17",
        verdict_ms=rng.randrange(300, 1200) / 10,
    )
