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
from station.tracking_server.chain import Chain
from station.tracking_server.deliveries import Delivery, Taken, checked
from station.tracking_server.envelope import BootClock, Envelope
from station.tracking_server.postgres_connections import Connections
from station.tracking_server.postgres_feed import feed_page
from station.tracking_server.postgres_tables import make_days, make_tables
from station.tracking_server.postgres_take import OvertakenError, store_all
from station.tracking_server.quarters import answer, bucket_start, question
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
)
from station.tracking_server.schema import CentreAwayError, CentreError
from station.tracking_server.stations import HeldEpoch, station_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    from station.tracking_server.feed import Page

T = TypeVar("T")
TRIES = 5
"""How often a transaction is begun that others, or a restart of the database, got in the way of."""


class PostgresStore:
    """Every method may be called from any thread. CentreAwayError: nothing is known to be stored."""

    def __init__(self, url: str) -> None:
        """Make the tables where they are missing. CentreError in words, CentreAwayError when nobody answers."""
        self._connections = Connections(url)
        self._ready_day: date | None = None
        self._day_lock = threading.Lock()
        self._clocks: dict[tuple[str, str], int] = {}
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

    def take_all(self, deliveries: Sequence[Delivery], received_at: str) -> list[Taken]:
        """See `CentreStore.take_all`."""
        scans = [checked(each) for each in deliveries]

        def store(connection: psycopg.Connection) -> list[Taken]:
            self._make_days(connection, date.fromisoformat(received_at[:10]))
            with connection.transaction():
                return store_all(connection, deliveries, scans, received_at, self._clocks)

        return self._done(store)

    def take(
        self, station_id: str, epoch: str, scans: Sequence[Any], received_at: str, envelope: Envelope | None = None
    ) -> list[Result]:
        """See `CentreStore.take`."""
        return self.take_all([Delivery(station_id, epoch, scans, envelope or Envelope())], received_at)[0].results

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

    def feed(self, after: str, limit: int) -> Page:
        """See `CentreStore.feed`. Entries of days that were dropped are not told."""
        return self._done(lambda connection: feed_page(connection, after, limit))

    def throughput(self, since: str) -> list[dict[str, Any]]:
        """See `CentreStore.throughput`; the hour of `since` is told whole."""
        return [dict(zip(HOUR, row, strict=True)) for row in self._rows(postgres_sql.THROUGHPUT, (since,))]

    def figures(self, since: str, bucket: str, by: str | None, station_id: str) -> list[dict[str, Any]]:
        """See `CentreStore.figures`."""
        return answer(self._rows(question(bucket, by, "%s"), (bucket_start(since, bucket), station_id, station_id)))

    def keep_statuses(self, statuses: Mapping[str, str], received_at: str) -> None:
        """See `CentreStore.keep_statuses`. A crash may lose the newest: the next ones come soon."""
        rows = sorted(statuses.items())
        columns = [list(column) for column in zip(*rows, strict=True)]

        def keep(connection: psycopg.Connection) -> None:
            with connection.transaction():
                connection.execute("SET LOCAL synchronous_commit = off")
                connection.execute(postgres_sql.KEEP_STATUSES, (received_at, *columns))

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
            except (OvertakenError, errors.DeadlockDetected, errors.SerializationFailure):
                time.sleep(random.uniform(0.0, 0.02))  # noqa: S311  # so that two do not meet again
            except psycopg.Error as error:
                words = printable(str(error).strip(), 300)
                if not connection.closed:
                    break
        raise CentreAwayError(f"{self._connections.place}: {words}")
