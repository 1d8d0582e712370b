"""The record: commits alone, and with `rows` every question that screens, line and housekeeping put to a large one."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station.bench.figures import Figure, figure
from station.bench.record import BOOT, STATION, acknowledge_all_but, draft, fill
from station.core import ClockReading, Receipt, utc_text
from station.core.counting import Chosen, Span
from station.record import Reads, ReportReads, Store
from station.record.log import utc_now
from station.runtime import LAST, LOOKED_AT_ONCE, RETIRED_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable

BATCH = 500
BATCHES = 40
LOOKS = 200
"""How often each question is put."""
AFTER_ALL = "9999"
VIEWS = {
    **{span.value: Chosen(span) for span in Span},
    "week of a worker": Chosen(Span.WEEK, operator="op-3"),
    "week of a worker's operation": Chosen(Span.WEEK, "op-3", "sort"),
}
WAITING = 10_000
"""Scans that still wait when retention is measured."""
_START = """
import json, sys, time
from pathlib import Path
began = time.perf_counter()
from station.record.writer import Store
from station.record.reads import Reads
loaded = time.perf_counter()
with Store.open(Path(sys.argv[1]), None) as store, Reads(store.path) as reads:
    reads.backlog(), reads.recent(30), reads.next_batch(500)
    ready = time.perf_counter()
    mib = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps([(loaded - began) * 1000, (ready - loaded) * 1000, mib, store.unchecked]))
"""


def run(count: int, seed: int, rows: int = 0) -> list[Figure]:  # noqa: ARG001  # as every bench
    """`count` commits on a new record; then, with `rows`, the same and more on one of so many scans."""
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as name:
        figures = _commits("commit, new record", Path(name) / "new.db", count, 0)
        return figures + (_large(Path(name) / "station.db", rows, count) if rows else [])


def _commits(name: str, path: Path, count: int, after: int) -> list[Figure]:
    with Store.open(path, STATION) as store:
        times = [_ms(partial(store.commit, draft(after + n, datetime.now(UTC)))) for n in range(1, count + 1)]
    with Reads(path) as reads:
        size = reads.size()
    rate = 1000 * count / sum(times)
    return [figure(name, times, f"{rate:,.0f} commits/s, {size.used / size.scans:.0f} B a scan")]


def _large(path: Path, rows: int, count: int) -> list[Figure]:
    fill(path, rows)
    with Reads(path) as reads:
        size = reads.size()
    note = f"{rows:,} scans, all waiting; {size.used / rows:.0f} B each, {size.used / 1e9:.2f} GB"
    figures = [*_starts(path, note), *_questions(path), *_line(path)]
    acknowledge_all_but(path, WAITING)
    return [*figures, *_commits(f"commit, {rows:,} scans", path, count, rows)]


def _starts(path: Path, note: str) -> list[Figure]:
    """In a process of its own, after an unclean end, up to the first batch; then the check that runs beside it."""
    opened: list[float] = []
    for _ in range(3):
        path.with_name(f"{path.name}.lock").write_text("4711")
        answer = subprocess.run([sys.executable, "-c", _START, path], capture_output=True, check=True)  # noqa: S603  # ourselves
        told: list[Any] = json.loads(answer.stdout)
        opened.append(told[1])
    path.with_name(f"{path.name}.lock").write_text("")
    words = f"after an unclean end, {told[2]:.0f} MiB at most, check {'beside the work' if told[3] else 'done'}"
    with Reads(path) as reads:
        check = [_ms(reads.quick_check)]
    return [figure("start to first batch", opened, words), figure("quick_check", check, note)]


def _questions(path: Path) -> list[Figure]:
    with ReportReads(path) as reads:
        since = utc_text(datetime.now(UTC) - timedelta(days=1))
        week = (utc_text(datetime.now(UTC) - timedelta(days=7)), "9999")
        asked: dict[str, Callable[[], object]] = {
            "screen: hour": lambda: reads.hour(utc_now()),
            **{
                f"screen: figures, {name}": partial(reads.shift_figures, utc_now(), chosen)
                for name, chosen in VIEWS.items()
            },
            **{
                f"screen: scans behind {group} {name or 'none'}": partial(reads.behind, {group: name}, week, 200)
                for group, name in (("code", "HD"), ("bin", "B07"), ("carrier", "usps"), ("cause", "glare"))
            },
            "screen: backlog": reads.backlog,
            "screen: recent": partial(reads.recent, 30),
            "screen: refused": partial(reads.refused, 200),
            "screen: room": reads.size,
            "lane: facts of a parcel": lambda: reads.facts("RB000500000CN", since, since[:10]),
            "next batch of 500": partial(reads.next_batch, BATCH),
        }
        return [figure(name, [_ms(ask) for _ in range(LOOKS)]) for name, ask in asked.items()]


def _line(path: Path) -> list[Figure]:
    """Batches read and settled, one scan in each refused; then the steps of housekeeping."""
    settled, retired, redated = [], [], []
    now = ClockReading(utc_now(), 2**62, BOOT, "synced")
    with Store.open(path, None) as store, Reads(path) as reads:
        for _ in range(BATCHES):
            batch = reads.next_batch(BATCH)
            if batch is None:
                break
            names = [str(scan["scan_id"]) for scan in batch.scans]
            receipts = [Receipt(names[0], "rejected", "x", "y"), *(Receipt(name, "stored") for name in names[1:])]
            settled.append(_ms(partial(store.settle, receipts)))
        store.note_time(now.utc)
        for _ in range(LOOKS // 2):
            retired.append(_ms(partial(store.retire, AFTER_ALL, RETIRED_AT_ONCE)))
            redated.append(_ms(partial(store.redate, now, 0, LAST, LOOKED_AT_ONCE)))
    return [
        figure("settle 500", settled),
        figure(f"retire {RETIRED_AT_ONCE}", retired),
        figure("look for doubtful times", redated),
    ]


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
