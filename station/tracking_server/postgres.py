"""What the centre holds, in PostgreSQL 15 or newer: the same answers as `CentreStore`, for any number of servers.

The row of an epoch in `series` is locked while a batch of it is stored, so that two batches of one station wait for
each other and those of several stations do not. The same scan under two epochs at once is left to the unique key:
who comes second begins again and finds it held.
"""

from __future__ import annotations

import random
import threading
import time
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

import psycopg
from psycopg import errors

from station.core import printable
from station.tracking_server import postgres_sql
from station.tracking_server.chain import Chain, advanced, beginning
from station.tracking_server.envelope import BootClock, Envelope
from station.tracking_server.postgres_connections import Connections
from station.tracking_server.postgres_hours import array, count_hours
from station.tracking_server.postgres_tables import make_days, make_tables
from station.tracking_server.results import (
    MOST_GAPS,
    MOST_PARCEL_SCANS,
    Result,
    Standing,
    before,
    chain_answer,
    gaps_answer,
    held_scans,
    judged,
)
from station.tracking_server.scans import check_scan
from station.tracking_server.schema import CentreAwayError, CentreError
from station.tracking_server.stations import HeldEpoch, station_answer
from station.tracking_server.verdicts import Checked, Known

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

T = TypeVar("T")
TRIES = 5
"""How often a transaction is begun that others, or a restart of the database, got in the way of."""


class _OvertakenError(Exception):
    """Another batch stored one of these scans between our look and our insert."""


class PostgresStore:
    """Every method may be called from any thread. CentreAwayError: nothing is known to be stored."""

    def __init__(self, url: str) -> None:
        """Make the tables where they are missing. CentreError in words, CentreAwayError when nobody answers."""
        self._connections = Connections(url)
        self._ready_day: date | None = None
        self._day_lock = threading.Lock()
        place = self._connections.place
        try:
            with self._connections.lent() as connection:
                make_tables(connection, place)
        except psycopg.Error as error:
            self.close()
            raise CentreError(f"{place}: cannot be used ({printable(str(error).strip(), 300)})") from None
        except CentreError:
            self.close()
            raise

    def take(
        self, station_id: str, epoch: str, scans: Sequence[Any], received_at: str, envelope: Envelope | None = None
    ) -> list[Result]:
        """See `CentreStore.take`."""
        envelope = envelope or Envelope()
        checked = [check_scan(scan, envelope.first_seq, envelope.last_seq) for scan in scans]
        fit = [scan for scan in checked if isinstance(scan, Checked)]

        def store(connection: psycopg.Connection) -> list[Result]:
            self._make_days(connection, date.fromisoformat(received_at[:10]))
            with connection.transaction():
                series, high_water, chain = _series(connection, station_id, epoch)
                results, new = judged(scans, checked, _known(connection, series, high_water, fit))
                _insert(connection, station_id, series, new, received_at)
                now = advanced(chain, beginning(station_id, epoch), fit, envelope.last_seq, envelope.head)
                highest = max((scan.seq for scan in new), default=0)
                connection.execute(
                    postgres_sql.ADVANCE, (len(new), highest, now.seq, now.head, now.state, received_at, series)
                )
                if envelope.clock is not None:
                    clock = envelope.clock
                    connection.execute(postgres_sql.KEEP_CLOCK, (station_id, clock.boot_id, clock.utc, clock.mono_ns))
            return results

        return self._done(store)

    def standing(self, station_id: str, epoch: str, seqs: Sequence[int]) -> Standing:
        """See `CentreStore.standing`."""
        ends = before(seqs)
        rows = self._rows(postgres_sql.STANDING, (ends, station_id, epoch)) if ends else []
        runs = tuple((first, last) for first, last in sorted(rows))
        return Standing(self.high_water(station_id, epoch), runs)

    def high_water(self, station_id: str, epoch: str) -> int:
        """See `CentreStore.high_water`."""
        rows = self._rows("SELECT high_water FROM series WHERE station_id = %s AND epoch = %s", (station_id, epoch))
        return int(rows[0][0]) if rows else 0

    def gaps(self, station_id: str, epoch: str) -> dict[str, Any]:
        """See `CentreStore.gaps`. The numbers are looked through only when there are fewer than the highest."""

        def look(connection: psycopg.Connection) -> dict[str, Any]:
            with connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                found = connection.execute(postgres_sql.SERIES, (station_id, epoch)).fetchone() or (
                    0,
                    0,
                    0,
                    0,
                    None,
                    "unknown",
                )
                series, stored, high_water, *chain = found
                gaps = (
                    connection.execute(postgres_sql.GAPS, (series, MOST_GAPS)).fetchall() if stored < high_water else []
                )
            return gaps_answer(station_id, epoch, stored, high_water, gaps) | chain_answer(Chain(*chain))

        return self._done(look)

    def parcel(self, parcel_id: str) -> list[dict[str, Any]]:
        """See `CentreStore.parcel`. Scans of days that were dropped are not told."""
        rows = self._rows(postgres_sql.PARCEL, (parcel_id.encode(errors="replace"), MOST_PARCEL_SCANS))
        stations = sorted({station for _, station, *_ in rows})
        known = self._rows(postgres_sql.CLOCKS, (stations,)) if stations else []
        return held_scans(rows, {(station, boot): BootClock(boot, *rest) for station, boot, *rest in known})

    def throughput(self, since: str) -> list[dict[str, Any]]:
        """See `CentreStore.throughput`; the hour of `since` is told whole."""
        keys = ("station_id", "hour", "scans", "parcels", "exceptions")
        return [dict(zip(keys, row, strict=True)) for row in self._rows(postgres_sql.THROUGHPUT, (since,))]

    def keep_status(self, station_id: str, status: str, received_at: str) -> None:
        """See `CentreStore.keep_status`. A crash may lose it: the next one comes soon."""

        def keep(connection: psycopg.Connection) -> None:
            with connection.transaction():
                connection.execute("SET LOCAL synchronous_commit = off")
                connection.execute(postgres_sql.KEEP_STATUS, (station_id, received_at, status))

        self._done(keep)

    def stations(self) -> list[dict[str, Any]]:
        """See `CentreStore.stations`."""
        told, held = self._of_stations(None)
        return [station_answer(each, told.get(each), held.get(each, ())) for each in sorted({*told, *held})]

    def station(self, station_id: str) -> dict[str, Any] | None:
        """See `CentreStore.station`."""
        told, held = self._of_stations(station_id)
        epochs = held.get(station_id, [])
        accounts = [self.gaps(station_id, each.epoch) for each in epochs]
        return station_answer(station_id, told.get(station_id), epochs, accounts) if told or held else None

    def _of_stations(self, which: str | None) -> tuple[dict[str, tuple[str, str]], dict[str, list[HeldEpoch]]]:
        """By station, the newest status with its time, and the epochs of which scans are held; None: of every one."""
        told = {each: (body, at) for each, body, at in self._rows(postgres_sql.STATUSES, (which, which))}
        held: dict[str, list[HeldEpoch]] = {}
        for station_id, *epoch in self._rows(postgres_sql.EPOCHS, (which, which)):
            held.setdefault(station_id, []).append(HeldEpoch(*epoch))
        return told, held

    def stored(self) -> int:
        """How many scans were stored, those of dropped days too."""
        return int(self._rows("SELECT coalesce(sum(stored), 0) FROM series", ())[0][0])

    def broken_chains(self) -> int:
        """See `CentreStore.broken_chains`."""
        return int(self._rows("SELECT count(*) FROM series WHERE chain = 'broken'", ())[0][0])

    def close(self) -> None:
        """Wait for what is being done, then close the connections."""
        self._connections.close()

    def __enter__(self) -> Self:
        """Life is a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _rows(self, query: str, values: Sequence[object]) -> list[Any]:
        return self._done(lambda connection: connection.execute(query, values).fetchall())

    def _make_days(self, connection: psycopg.Connection, day: date) -> None:
        with self._day_lock:
            if day != self._ready_day:
                make_days(connection, day)
                self._ready_day = day

    def _done(self, work: Callable[[psycopg.Connection], T]) -> T:
        """What `work` returns; begun again as long as something passing was in its way."""
        words = "always overtaken by other batches"
        for _ in range(TRIES):
            try:
                with self._connections.lent() as connection:
                    done = work(connection)
                    if not connection.warned:
                        return done
                    words = "the wait for a standby was cancelled"
                    break
            except (_OvertakenError, errors.DeadlockDetected, errors.SerializationFailure):
                time.sleep(random.uniform(0.0, 0.02))  # noqa: S311  # so that two do not meet again
            except psycopg.Error as error:
                words = printable(str(error).strip(), 300)
                if not connection.closed:
                    break
        raise CentreAwayError(f"{self._connections.place}: {words}")


def _series(connection: psycopg.Connection, station_id: str, epoch: str) -> tuple[int, int, Chain]:
    """The number of an epoch's row, which stays locked, its high water and its chain."""
    found = connection.execute(postgres_sql.LOCK_SERIES, (station_id, epoch)).fetchone()
    if found is None:
        connection.execute(postgres_sql.NEW_SERIES, (station_id, epoch))
        found = connection.execute(postgres_sql.LOCK_SERIES, (station_id, epoch)).fetchone()
    if found is None:
        raise _OvertakenError
    series, high_water, *chain = found
    return series, high_water, Chain(*chain)


def _known(connection: psycopg.Connection, series: int, high_water: int, scans: Sequence[Checked]) -> Known:
    """What is held already under the ids and the numbers of these scans."""
    ids = connection.execute(postgres_sql.HELD_IDS, (array(scan.scan_id for scan in scans),)).fetchall()
    low = [scan.seq for scan in scans if scan.seq <= high_water]
    seqs = connection.execute(postgres_sql.HELD_SEQS, (series, array(map(str, low)))).fetchall() if low else []
    return Known(dict(ids), {seq for (seq,) in seqs})


def _insert(
    connection: psycopg.Connection, station_id: str, series: int, new: Sequence[Checked], received_at: str
) -> None:
    if not new:
        return
    keys = sorted((scan.scan_id, str(scan.seq), scan.content_hash.hex()) for scan in new)  # in one order: no deadlock
    inserted = connection.execute(postgres_sql.INSERT_KEYS, (series, *map(array, zip(*keys, strict=True)))).rowcount
    if inserted < len(new):
        raise _OvertakenError
    count_hours(connection, station_id, new, received_at)
    with connection.cursor() as cursor, cursor.copy(postgres_sql.COPY_SCANS) as copy:
        for scan in new:
            parcel_id = None if scan.parcel_id is None else scan.parcel_id.encode()
            copy.write_row((received_at, series, scan.seq, scan.scanned_at, parcel_id, scan.body))
