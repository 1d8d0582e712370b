"""What the centre holds: SQLite, each scan once, answered for only after the commit."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from station.tracking_server.chain import Chain, advanced, beginning
from station.tracking_server.deliveries import Delivery, Taken, checked
from station.tracking_server.envelope import CLOCK_KEPT_NS, BootClock, Envelope
from station.tracking_server.quarters import answer, bucket_start, cells, question
from station.tracking_server.results import (
    HOUR,
    MOST_GAPS,
    MOST_PARCEL_SCANS,
    Result,
    Standing,
    before,
    chain_answer,
    gaps_answer,
    held_scans,
    held_seqs,
    judged,
)
from station.tracking_server.schema import COUNT, open_database
from station.tracking_server.stations import station_answer
from station.tracking_server.store_feed import feed_page
from station.tracking_server.store_stations import station_row, station_rows
from station.tracking_server.verdicts import Checked, Known, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from station.tracking_server.feed import Page

_INSERT = "INSERT INTO scan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_HIGH_WATER = "SELECT ifnull(max(seq), 0) FROM scan WHERE station_id = ? AND epoch = ?"
_GAPS = """SELECT previous + 1, seq - 1 FROM
  (SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS previous FROM scan WHERE station_id = ? AND epoch = ?)
  WHERE seq > previous + 1 ORDER BY seq LIMIT ?"""

# Of each number that is not held though the next one is, the run of missing ones that it ends.
_MISSING = """SELECT 1 + (SELECT ifnull(max(seq), 0) FROM scan WHERE station_id = ?1 AND epoch = ?2 AND seq < value),
    value
  FROM json_each(?3) WHERE NOT EXISTS (SELECT 1 FROM scan WHERE station_id = ?1 AND epoch = ?2 AND seq = value)
  AND EXISTS (SELECT 1 FROM scan WHERE station_id = ?1 AND epoch = ?2 AND seq = value + 1)
  ORDER BY value"""

# The stations one by one, each through the index: the age of the database does not matter.
_THROUGHPUT = """WITH RECURSIVE station(id) AS (
    SELECT min(station_id) FROM scan
    UNION ALL SELECT (SELECT min(station_id) FROM scan WHERE station_id > id) FROM station WHERE id IS NOT NULL)
  SELECT station_id, substr(scanned_at, 1, 13) || ':00:00Z' AS hour, total(is_scan),
    count(DISTINCT iif(is_scan, parcel_id, NULL)), total(is_scan AND decision IS 'exception'),
    total(CASE WHEN is_scan THEN decision IS NOT 'exception' WHEN kind = 'override' THEN 1
      WHEN kind = 'void' THEN -(code IS NULL) ELSE 0 END)
  FROM (SELECT station_id, scanned_at, parcel_id, decision, decision IS NOT NULL OR ifnull(kind, 'scan') = 'scan'
      AS is_scan, kind, code
    FROM (SELECT station_id, scanned_at, parcel_id, decision, iif(decision IS NULL, body ->> 'kind', NULL) AS kind,
        iif(decision IS NULL, body ->> 'code', NULL) AS code
      FROM station JOIN scan ON station_id = id AND scanned_at >= ?))
  GROUP BY station_id, hour HAVING total(is_scan OR kind = 'override' OR kind = 'void' AND code IS NULL) > 0
  ORDER BY hour, station_id"""


class CentreStore:
    """One connection behind one lock; every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Open or make the database. CentreError in words when it cannot be used."""
        self.path = path
        self._lock = threading.Lock()
        self._connection = open_database(path)

    def take_all(self, deliveries: Sequence[Delivery], received_at: str) -> list[Taken]:
        """Store what is new of them in one transaction; what became of each, once the commit has returned.

        sqlite3.Error: nothing is known to be stored.
        """
        scans = [checked(each) for each in deliveries]  # before anybody has to wait
        with self._transaction():
            return [self._take(*each, received_at) for each in zip(deliveries, scans, strict=True)]

    def _take(self, delivery: Delivery, scans: Sequence[Checked | Verdict], received_at: str) -> Taken:
        station_id, epoch = delivery.station_id, delivery.epoch
        fit = [scan for scan in scans if isinstance(scan, Checked)]
        results, new = judged(delivery.scans, scans, self._known(station_id, epoch, fit))
        self._connection.executemany(_INSERT, (_row(scan, station_id, epoch, received_at) for scan in new))
        self._connection.executemany(COUNT, cells((station_id, scan.counted) for scan in new))
        self._keep_chain(station_id, epoch, fit, delivery.envelope)
        self._keep_clock(station_id, delivery.envelope.clock)
        return Taken(results, self._standing(station_id, epoch, held_seqs(delivery.scans, results)))

    def take(
        self, station_id: str, epoch: str, scans: Sequence[Any], received_at: str, envelope: Envelope | None = None
    ) -> list[Result]:
        """What became of each scan of a single delivery."""
        return self.take_all([Delivery(station_id, epoch, scans, envelope or Envelope())], received_at)[0].results

    def standing(self, station_id: str, epoch: str, seqs: Sequence[int]) -> Standing:
        """How the epoch stands after a batch of scans with these numbers."""
        with self._lock:
            return self._standing(station_id, epoch, seqs)

    def _standing(self, station_id: str, epoch: str, seqs: Sequence[int]) -> Standing:
        runs = self._connection.execute(_MISSING, (station_id, epoch, json.dumps(before(seqs)))).fetchall()
        (high_water,) = self._connection.execute(_HIGH_WATER, (station_id, epoch)).fetchone()
        return Standing(high_water, tuple((first, last) for first, last in runs))

    def high_water(self, station_id: str, epoch: str) -> int:
        """The highest seq that is held of an epoch; 0: none."""
        return int(self._rows(_HIGH_WATER, station_id, epoch)[0][0])

    def gaps(self, station_id: str, epoch: str) -> dict[str, Any]:
        """Which seqs below the highest are not held, and the chain's newest head:
        `{station_id, epoch, stored, high_water, gaps, head, chain}`.
        """
        with self._lock:
            count, high = self._connection.execute(
                "SELECT count(*), ifnull(max(seq), 0) FROM scan WHERE station_id = ? AND epoch = ?", (station_id, epoch)
            ).fetchone()
            found = self._connection.execute(_GAPS, (station_id, epoch, MOST_GAPS)) if count < high else ()
            gaps = list(found)
            chain = self._chain(station_id, epoch)
        return gaps_answer(station_id, epoch, count, high, gaps) | chain_answer(chain)

    def parcel(self, parcel_id: str) -> list[dict[str, Any]]:
        """The scans of a parcel in the order of their time, as they were sent, with where and when they came in."""
        query = """SELECT body, station_id, epoch, received_at FROM (SELECT * FROM scan WHERE parcel_id = ?
            ORDER BY rowid DESC LIMIT ?) ORDER BY scanned_at, station_id, epoch, seq"""
        clocks = """SELECT station_id, boot_id, utc, mono_ns FROM boot_clock
            WHERE station_id IN (SELECT station_id FROM scan WHERE parcel_id = ?)"""
        rows = self._rows(query, parcel_id, MOST_PARCEL_SCANS)
        known = {(station, boot): BootClock(boot, *rest) for station, boot, *rest in self._rows(clocks, parcel_id)}
        return held_scans(rows, known)

    def feed(self, after: str, limit: int) -> Page:
        """At most so many entries behind a cursor, in the order of storing; empty: from the first one on.

        Problem: the cursor is none of this database.
        """
        with self._lock:
            return feed_page(self._connection, after, limit)

    def throughput(self, since: str) -> list[dict[str, Any]]:
        """Counts by station and hour of scanning from `since` (ISO 8601, UTC) on; other entries are no scans."""
        return [
            dict(zip(HOUR, (station, hour, *map(int, counts)), strict=True))
            for station, hour, *counts in self._rows(_THROUGHPUT, since)
        ]

    def figures(self, since: str, bucket: str, by: str | None, station_id: str) -> list[dict[str, Any]]:
        """Counts of presented parcels by station, bucket and name, from the bucket of `since` on; see `quarters`.
        `station_id`: of it alone, empty: of all. One row more than may be told where there are more.
        """
        return answer(self._rows(question(bucket, by, "?"), bucket_start(since, bucket), station_id, station_id))

    def keep_statuses(self, statuses: Mapping[str, str], received_at: str) -> None:
        """The newest status by station, JSON that was checked. sqlite3.Error: they may not be kept."""
        rows = [(station_id, received_at, status) for station_id, status in statuses.items()]
        with self._transaction():
            self._connection.executemany("INSERT OR REPLACE INTO station_status VALUES (?, ?, ?)", rows)

    def stations(self) -> list[dict[str, Any]]:
        """Every station that ever sent a scan or a status, by its id."""
        with self._lock:
            return station_rows(self._connection)

    def station(self, station_id: str) -> dict[str, Any] | None:
        """One of them, with the account of each of its epochs; None: it never sent anything."""
        with self._lock:
            status, held = station_row(self._connection, station_id)
        accounts = [self.gaps(station_id, each.epoch) for each in held]
        return station_answer(station_id, status, held, accounts) if status or held else None

    def stored(self) -> int:
        """How many scans are held."""
        # Nothing is ever deleted, so that the last row's number is the count; count(*) would walk the table.
        return int(self._rows("SELECT ifnull(max(rowid), 0) FROM scan")[0][0])

    def broken_chains(self) -> int:
        """How many epochs' chains are broken."""
        return int(self._rows("SELECT count(*) FROM chain WHERE state = 'broken'")[0][0])

    def close(self) -> None:
        """Wait for what is being done, then close the database."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        """Life is a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _known(self, station_id: str, epoch: str, scans: list[Checked]) -> Known:
        """What is held already under the ids and the numbers of these scans."""
        ids = self._connection.execute(
            "SELECT scan_id, content_hash FROM scan WHERE scan_id IN (SELECT value FROM json_each(?))",
            (json.dumps([scan.scan_id for scan in scans]),),
        )
        hashes = dict(ids.fetchall())
        seqs = self._connection.execute(
            "SELECT seq FROM scan WHERE station_id = ? AND epoch = ? AND seq IN (SELECT value FROM json_each(?))",
            (station_id, epoch, json.dumps([scan.seq for scan in scans])),
        )
        return Known(hashes, {seq for (seq,) in seqs})

    def _chain(self, station_id: str, epoch: str) -> Chain:
        query = "SELECT seq, head, state FROM chain WHERE station_id = ? AND epoch = ?"
        found = self._connection.execute(query, (station_id, epoch)).fetchone()
        return Chain(*found) if found is not None else Chain()

    def _keep_chain(self, station_id: str, epoch: str, scans: Sequence[Checked], envelope: Envelope) -> None:
        chain = self._chain(station_id, epoch)
        now = advanced(chain, beginning(station_id, epoch), scans, envelope.last_seq, envelope.head)
        if now != chain:
            row = (station_id, epoch, now.seq, now.head, now.state)
            self._connection.execute("INSERT OR REPLACE INTO chain VALUES (?, ?, ?, ?, ?)", row)

    def _keep_clock(self, station_id: str, clock: BootClock | None) -> None:
        if clock is not None:
            self._connection.execute(
                "INSERT INTO boot_clock VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET utc = ?3, mono_ns = ?4 "
                "WHERE mono_ns < ?4 - ?5",
                (station_id, clock.boot_id, clock.utc, clock.mono_ns, CLOCK_KEPT_NS),
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")


def _row(scan: Checked, station_id: str, epoch: str, received_at: str) -> tuple[object, ...]:
    identity = (scan.scan_id, station_id, epoch, scan.seq)
    return (*identity, scan.scanned_at, scan.parcel_id, scan.decision, scan.content_hash, scan.body, received_at)
