"""Deliveries into PostgreSQL: any number of them in one transaction and a dozen statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.tracking_server import postgres_sql
from station.tracking_server.chain import Chain, advanced, beginning
from station.tracking_server.deliveries import Delivery, Taken
from station.tracking_server.envelope import CLOCK_KEPT_NS
from station.tracking_server.postgres_hours import array, count_hours, count_quarters
from station.tracking_server.results import Result, Standing, before, held_seqs, judged
from station.tracking_server.verdicts import Checked, Known, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

    Scans = Sequence[Checked | Verdict]
    Key = tuple[str, str]

MOST_CLOCKS = 10_000


class OvertakenError(Exception):
    """Another batch stored one of these scans between our look and our insert."""


@dataclass(frozen=True, slots=True)
class Series:
    """The row of an epoch."""

    id: int
    stored: int
    high_water: int
    chain: Chain

    def grown(self, new: Sequence[Checked], chain: Chain) -> Series:
        """After these scans."""
        highest = max((scan.seq for scan in new), default=0)
        return Series(self.id, self.stored + len(new), max(self.high_water, highest), chain)


def store_all(
    connection: Connection,
    deliveries: Sequence[Delivery],
    scans: Sequence[Scans],
    received_at: str,
    clocks: dict[Key, int],
) -> list[Taken]:
    """Part of the caller's transaction. `scans`: those of each delivery as `checked` finds them; `clocks`: what the
    server knows of those that are kept. OvertakenError.
    """
    fit = [[scan for scan in each if isinstance(scan, Checked)] for each in scans]
    keys = [(each.station_id, each.epoch) for each in deliveries]
    series = _locked(connection, sorted(set(keys)))
    known = _known(connection, series, keys, fit)
    results: list[list[Result]] = []
    new: list[tuple[str, Series, Sequence[Checked]]] = []
    for delivery, key, each, whole in zip(deliveries, keys, fit, scans, strict=True):
        told, fresh = judged(delivery.scans, whole, known[key])
        now, envelope = series[key], delivery.envelope
        chain = advanced(now.chain, beginning(*key), each, envelope.last_seq, envelope.head)
        series[key] = now.grown(fresh, chain)
        results.append(told)
        new.append((delivery.station_id, now, fresh))
    _insert(connection, new, received_at)
    _advance(connection, list(series.values()), received_at)
    _keep_clocks(connection, deliveries, clocks)
    return [
        Taken(told, _standing(connection, key, series[key], held_seqs(delivery.scans, told)))
        for delivery, key, told in zip(deliveries, keys, results, strict=True)
    ]


def _locked(connection: Connection, keys: Sequence[Key]) -> dict[Key, Series]:
    """The rows of these epochs, which stay locked."""
    wanted = [list(column) for column in zip(*keys, strict=True)]
    found = connection.execute(postgres_sql.LOCK_SERIES, wanted).fetchall()
    if len(found) < len(keys):
        connection.execute(postgres_sql.NEW_SERIES, wanted)
        found = connection.execute(postgres_sql.LOCK_SERIES, wanted).fetchall()
    if len(found) < len(keys):
        raise OvertakenError
    return {
        (station, epoch): Series(number, stored, high_water, Chain(*chain))
        for station, epoch, number, stored, high_water, *chain in found
    }


def _known(
    connection: Connection, series: dict[Key, Series], keys: Sequence[Key], fit: Sequence[Sequence[Checked]]
) -> dict[Key, Known]:
    """What is held already under the ids of all these scans, and under their numbers in each epoch."""
    ids = connection.execute(postgres_sql.HELD_IDS, (array(scan.scan_id for each in fit for scan in each),)).fetchall()
    rows = [(series[key], scan.seq) for key, each in zip(keys, fit, strict=True) for scan in each]
    low = [(row.id, seq) for row, seq in rows if seq <= row.high_water]
    seqs: dict[int, set[int]] = {each.id: set() for each in series.values()}
    if low:
        asked = [array(map(str, column)) for column in zip(*low, strict=True)]
        for number, seq in connection.execute(postgres_sql.HELD_SEQS, asked).fetchall():
            seqs[number].add(seq)
    hashes: dict[str, bytes] = dict(ids)  # the same for all: a scan may come twice, under two epochs
    return {key: Known(hashes, seqs[row.id]) for key, row in series.items()}


def _insert(connection: Connection, new: Sequence[tuple[str, Series, Sequence[Checked]]], received_at: str) -> None:
    keys = sorted(
        (scan.scan_id, str(row.id), str(scan.seq), scan.content_hash.hex()) for _, row, scans in new for scan in scans
    )
    if not keys:
        return
    inserted = connection.execute(postgres_sql.INSERT_KEYS, [*map(array, zip(*keys, strict=True))]).rowcount
    if inserted < len(keys):
        raise OvertakenError
    entries = [(station_id, scan) for station_id, _, scans in new for scan in scans]
    count_hours(connection, entries, received_at)
    count_quarters(connection, entries)
    with connection.cursor() as cursor, cursor.copy(postgres_sql.COPY_SCANS) as copy:
        for _, row, scans in new:
            for scan in scans:
                parcel_id = None if scan.parcel_id is None else scan.parcel_id.encode()
                copy.write_row((received_at, row.id, scan.seq, scan.scanned_at, parcel_id, scan.body))


def _advance(connection: Connection, series: Sequence[Series], received_at: str) -> None:
    rows = [
        (
            str(each.id),
            str(each.stored),
            str(each.high_water),
            str(each.chain.seq),
            each.chain.head.hex() if each.chain.head is not None else "-",
            each.chain.state,
        )
        for each in series
    ]
    connection.execute(postgres_sql.ADVANCE, (received_at, *map(array, zip(*rows, strict=True))))


def _keep_clocks(connection: Connection, deliveries: Sequence[Delivery], kept: dict[Key, int]) -> None:
    """`kept`: by station and boot, what was told to the database last; not asked again for nothing."""
    clocks = {
        (each.station_id, each.envelope.clock.boot_id): each.envelope.clock
        for each in deliveries
        if each.envelope.clock is not None
    }
    clocks = {key: clock for key, clock in clocks.items() if clock.mono_ns > kept.get(key, -1) + CLOCK_KEPT_NS}
    if clocks:
        if len(kept) > MOST_CLOCKS:
            kept.clear()
        kept |= {key: clock.mono_ns for key, clock in clocks.items()}
        rows = [(*key, clock.utc, clock.mono_ns) for key, clock in sorted(clocks.items(), key=lambda item: item[0])]
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(postgres_sql.KEEP_CLOCKS, (*columns, CLOCK_KEPT_NS))


def _standing(connection: Connection, key: Key, series: Series, seqs: Sequence[int]) -> Standing:
    """Numbers begin at 1 and are held once: as many as the highest are all of them."""
    ends = before(seqs) if series.stored < series.high_water else []
    rows = connection.execute(postgres_sql.STANDING, (ends, *key)).fetchall() if ends else []
    return Standing(series.high_water, tuple((first, last) for first, last in sorted(rows)))
