"""What the centre holds: SQLite, each scan once, answered for only after the commit."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, TypedDict

from station.tracking_server.scans import LARGEST_SEQ, Checked, check_scan
from station.tracking_server.schema import open_database
from station.tracking_server.verdicts import STORED, Known, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

MOST_PARCEL_SCANS = 1000
"""Scans of one parcel that are told, the latest ones."""

_INSERT = "INSERT INTO scan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_GAPS = """SELECT previous + 1, seq - 1 FROM
  (SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS previous FROM scan WHERE station_id = ? AND epoch = ?)
  WHERE seq > previous + 1 ORDER BY seq"""

# The stations one by one, each through the index: the age of the database does not matter.
_THROUGHPUT = """WITH RECURSIVE station(id) AS (
    SELECT min(station_id) FROM scan
    UNION ALL SELECT (SELECT min(station_id) FROM scan WHERE station_id > id) FROM station WHERE id IS NOT NULL)
  SELECT station_id, substr(scanned_at, 1, 13) || ':00:00Z' AS hour, count(*) AS scans,
    count(DISTINCT parcel_id) AS parcels, total(decision = 'exception') AS exceptions
  FROM station JOIN scan ON station_id = id AND scanned_at >= ? GROUP BY station_id, hour ORDER BY hour, station_id"""


class Result(TypedDict):
    """The verdict on one sent scan."""

    scan_id: str | None
    """As it was sent; None when what was sent is no text."""
    status: str
    """stored, duplicate, conflict or rejected."""
    code: str | None
    message: str | None


class CentreStore:
    """One connection behind one lock; every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Open or make the database. CentreError in words when it cannot be used."""
        self.path = path
        self._lock = threading.Lock()
        self._connection = open_database(path)

    def take(
        self,
        station_id: str,
        epoch: str,
        scans: Sequence[Any],
        received_at: str,
        *,
        first_seq: int = 1,
        last_seq: int = LARGEST_SEQ,
    ) -> list[Result]:
        """Store what is new in one transaction; one result a scan, in their order, once the commit has returned.

        `scans` are JSON values that nobody has checked. sqlite3.Error: nothing is known to be stored.
        """
        checked = [check_scan(scan, first_seq, last_seq) for scan in scans]
        fit = [scan for scan in checked if isinstance(scan, Checked)]
        with self._transaction():
            known = self._known(station_id, epoch, fit)
            results, new = [], []
            for sent, scan in zip(scans, checked, strict=True):
                verdict = known.judge(scan) if isinstance(scan, Checked) else scan
                if verdict is STORED and isinstance(scan, Checked):
                    new.append(scan)
                results.append(_result(sent, verdict))
            self._connection.executemany(_INSERT, (_row(scan, station_id, epoch, received_at) for scan in new))
        return results

    def high_water(self, station_id: str, epoch: str) -> int:
        """The highest seq that is held of an epoch; 0: none."""
        query = "SELECT ifnull(max(seq), 0) FROM scan WHERE station_id = ? AND epoch = ?"
        return int(self._rows(query, station_id, epoch)[0][0])

    def gaps(self, station_id: str, epoch: str) -> dict[str, Any]:
        """Which seqs below the highest are not held: `{station_id, epoch, stored, high_water, gaps}`."""
        with self._lock:
            count, high = self._connection.execute(
                "SELECT count(*), ifnull(max(seq), 0) FROM scan WHERE station_id = ? AND epoch = ?", (station_id, epoch)
            ).fetchone()
            gaps = self._connection.execute(_GAPS, (station_id, epoch)).fetchall()
        missing = [list(gap) for gap in gaps]
        return {"station_id": station_id, "epoch": epoch, "stored": count, "high_water": high, "gaps": missing}

    def parcel(self, parcel_id: str) -> list[dict[str, Any]]:
        """The scans of a parcel in the order of their time, as they were sent, with where and when they came in."""
        query = """SELECT body, station_id, epoch, received_at FROM (SELECT * FROM scan WHERE parcel_id = ?
            ORDER BY rowid DESC LIMIT ?) ORDER BY scanned_at, station_id, epoch, seq"""
        rows = self._rows(query, parcel_id, MOST_PARCEL_SCANS)
        return [
            {**json.loads(body), "station_id": station_id, "epoch": epoch, "received_at": received_at}
            for body, station_id, epoch, received_at in rows
        ]

    def throughput(self, since: str) -> list[dict[str, Any]]:
        """Counts by station and hour of scanning from `since` (ISO 8601, UTC) on."""
        return [
            {"station_id": station, "hour": hour, "scans": scans, "parcels": parcels, "exceptions": int(exceptions)}
            for station, hour, scans, parcels, exceptions in self._rows(_THROUGHPUT, since)
        ]

    def stored(self) -> int:
        """How many scans are held."""
        # Nothing is ever deleted, so that the last row's number is the count; count(*) would walk the table.
        return int(self._rows("SELECT ifnull(max(rowid), 0) FROM scan")[0][0])

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


def _result(sent: Any, verdict: Verdict) -> Result:
    scan_id = sent.get("scan_id") if isinstance(sent, dict) else None
    return {
        "scan_id": scan_id if isinstance(scan_id, str) else None,
        "status": verdict.status,
        "code": verdict.code,
        "message": verdict.message,
    }


def _row(scan: Checked, station_id: str, epoch: str, received_at: str) -> tuple[object, ...]:
    identity = (scan.scan_id, station_id, epoch, scan.seq)
    return (*identity, scan.scanned_at, scan.parcel_id, scan.decision, scan.content_hash, scan.body, received_at)
