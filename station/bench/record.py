"""A record of millions of scans, made by SQL through the true tables: a thousand scans are committed, then multiplied.

The copies have names, times and parcel ids of their own and random links; the scan after them is chained to the last
one as in any record.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.contract import Notice, Symbol
from station.core import Accept, Capture, ClockReading, Code, Refusal, ScanDraft, utc_text
from station.core.identify import identify, s10_digit
from station.record import Store

if TYPE_CHECKING:
    from pathlib import Path

STATION = "bench-1"
PATTERN = 1000
BINS = 20
CARRIERS = ("china-post", "usps", "correios", "correos", "ups", "russian-post")
APART = timedelta(seconds=0.25)
"""Between two scans: 4 a second, ten million in 29 days."""
BOOT = "11111111-2222-4333-8444-555555555555"
_OWN = {
    "seq": "n",
    "scan_id": "randomblob(16)",
    "scanned_at": "strftime('%Y-%m-%dT%H:%M:%fZ', :first + (n - 1) * :apart)",
    "mono_ns": "n * 250000000",
    "parcel_id": "CASE WHEN s.parcel_id IS NULL THEN NULL ELSE printf('RB%09dCN', n) END",
    "raw": "CASE WHEN s.raw IS NULL THEN NULL ELSE CAST(printf('RB%09dCN', n) AS BLOB) END",
    "chain": "randomblob(32)",
}


def draft(number: int, at: datetime) -> ScanDraft:
    """The scan of a parcel; one in nine is stopped, one in 45 for want of a number."""
    serial = f"{number % 10**8:08}"
    parcel_id = f"RB{serial}{s10_digit(serial)}CN"
    grams = Decimal(200 + number * 7 % 20000)
    raw = f"S S {grams / 1000:.3f} kg\r\n".encode()
    unread = number % 45 == 0
    stopped = Refusal(Code.NO_READ, (), "REJECT") if unread else Refusal(Code.HOLD, (("reason", "customs"),), "HOLD")
    identity = replace(identify(parcel_id), carrier=CARRIERS[number // BINS % len(CARRIERS)])
    return ScanDraft(
        clock=ClockReading(utc_text(at), number * 250_000_000, BOOT, "synced"),
        operation="sort",
        identity=None if unread else identity,
        symbol=None if unread else Symbol(parcel_id, parcel_id.encode(), "Code128", "]C0", (), "zxing+zbar"),
        frames=3,
        keyed=False,
        references=(),
        capture=Capture(number, grams, grams / 1000, "kg", "gross", None, True, 420, 5, raw, 0.0),
        scale_serial="B912",
        decision=stopped if number % 9 == 0 else Accept(f"B{number % BINS:02}", "New England"),
        cause=Notice("glare") if unread else None,
        plan_version="2026-11",
        operator=f"op-{number // 500 % 2 + 3}",
        verdict_ms=41.2,
    )


def fill(path: Path, rows: int) -> None:
    """Make a database with `rows` scans, the newest of now, all of them queued."""
    first = datetime.now(UTC) - rows * APART
    with Store.open(path, STATION) as store:
        for number in range(1, min(rows, PATTERN) + 1):
            store.commit(draft(number, first + number * APART))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _multiply(connection, first, rows)
    with Store.open(path, None) as store:
        store.count_anew()


def acknowledge_all_but(path: Path, waiting: int) -> None:
    """Let the centre have all but the newest `waiting` scans; after a clean end of the station."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = 0")
        triggers = _without(connection, "trigger")
        connection.execute("CREATE TABLE rest AS SELECT * FROM outbox ORDER BY seq DESC LIMIT ?", (waiting,))
        connection.execute("DELETE FROM outbox")
        connection.execute("INSERT INTO outbox SELECT * FROM rest")
        connection.execute("DROP TABLE rest")
        connection.execute("UPDATE tally SET pending = ?", (waiting,))
        _again(connection, triggers)


def _multiply(connection: sqlite3.Connection, first: datetime, rows: int) -> None:
    """Without indexes, triggers and syncs, which come back at the end."""
    for pragma in ("synchronous = 0", "cache_size = -400000", "temp_store = 2"):
        connection.execute(f"PRAGMA {pragma}")
    names = [name for _, name, *_ in connection.execute("PRAGMA table_info(scan)")]
    parts = [*_without(connection, "index"), *_without(connection, "trigger")]
    numbers = (
        f"WITH RECURSIVE numbers (n) AS (SELECT {PATTERN + 1} UNION ALL SELECT n + 1 FROM numbers WHERE n < :rows) "  # noqa: S608  # own names
        f"INSERT INTO scan ({', '.join(names)}) SELECT {', '.join(_OWN.get(name, f's.{name}') for name in names)} "
        f"FROM numbers CROSS JOIN scan s ON s.seq = (n - 1) % {PATTERN} + 1"
    )
    julian = first.timestamp() / 86400 + 2440587.5
    if rows > PATTERN:
        connection.execute(numbers, {"rows": rows, "first": julian, "apart": APART.total_seconds() / 86400})
        connection.execute("INSERT INTO outbox SELECT seq, scan_id FROM scan WHERE seq > ?", (PATTERN,))
    connection.execute("UPDATE tally SET scans = ?, pending = ?", (rows, rows))
    _again(connection, parts)


def _without(connection: sqlite3.Connection, kind: str) -> list[str]:
    """Drop the indexes or triggers; the statements that make them."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL AND tbl_name IN ('scan', 'outbox')",
        (kind,),
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    return [sql for _, sql in found]


def _again(connection: sqlite3.Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
