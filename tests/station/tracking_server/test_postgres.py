"""Laws of the PostgreSQL side alone: days, restarts, many servers, what it refuses to run on."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.station.tracking_server.cluster import Cluster

psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")

from station.tracking_server.centre import open_centre  # noqa: E402
from station.tracking_server.postgres import PostgresStore  # noqa: E402
from station.tracking_server.schema import CentreAwayError, CentreError  # noqa: E402
from tests.station.sync.centre import EPOCH, STATION, scan  # noqa: E402
from tests.station.tracking_server.postgres_questions import NOW, asked, days, verdicts  # noqa: E402

if TYPE_CHECKING:
    pass


@pytest.fixture
def url(postgres: Cluster) -> str:
    return postgres.new_database()


def test_each_day_has_its_partition_and_the_next_one_is_there_before_it_begins(url: str) -> None:
    with PostgresStore(url) as store:
        store.take(STATION, EPOCH, [scan(1)], "2026-02-28T23:59:59.999Z")
        assert days(url) == {"scan_2026_02_28", "scan_2026_03_01"}
        store.take(STATION, EPOCH, [scan(2)], "2026-03-01T00:00:00.000Z")
        store.take(STATION, EPOCH, [scan(3)], "2026-02-28T23:59:59.999Z")
        assert days(url) == {"scan_2026_02_28", "scan_2026_03_01", "scan_2026_03_02"}

    rows = asked(url, "SELECT tableoid::regclass::text, seq FROM scan ORDER BY seq")
    assert rows == [("scan_2026_02_28", 1), ("scan_2026_03_01", 2), ("scan_2026_02_28", 3)]


def test_dropping_an_old_day_forgets_no_number_and_no_id(url: str) -> None:
    old = [scan(seq) for seq in (1, 2, 3)]
    with PostgresStore(url) as store:
        store.take(STATION, EPOCH, old, "2026-01-05T12:00:00.000Z")
        store.take(STATION, EPOCH, [scan(4)], "2026-01-07T12:00:00.000Z")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP TABLE parcel_centre.scan_2026_01_05")

        sent = [old[0], {**old[1], "bin": "other"}, scan(3), scan(5)]
        told = verdicts(store.take(STATION, EPOCH, sent, NOW))
        assert told == ["duplicate", "scan_id_reused", "seq_reused", "stored"]
        assert store.gaps(STATION, EPOCH)["gaps"] == []
        assert (store.stored(), store.parcel("P1"), len(store.parcel("P4"))) == (5, [], 1)


def test_the_key_that_guards_a_scan_is_not_a_partition_and_days_alone_would_hold_it_twice(url: str) -> None:
    """The control: without `scan_key` the same scan on two days is in two partitions."""
    one = scan(1)
    with PostgresStore(url) as store:
        store.take(STATION, EPOCH, [one], "2026-01-05T12:00:00.000Z")
        assert verdicts(store.take(STATION, EPOCH, [one], "2026-01-06T12:00:00.000Z")) == ["duplicate"]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DELETE FROM parcel_centre.scan_key")
        store.take(STATION, EPOCH, [one], "2026-01-06T12:00:00.000Z")

    assert asked(url, "SELECT count(*) FROM scan") == [(2,)]


def test_a_key_that_another_batch_took_meanwhile_makes_us_begin_again(url: str) -> None:
    """The other transaction is open while ours looks, and commits while ours waits for its key."""
    one, two = scan(1), scan(2)
    with PostgresStore(url) as store, psycopg.connect(url) as other:
        store.take(STATION, EPOCH, [scan(9)], NOW)
        other.execute("SET search_path = parcel_centre")
        other.execute("INSERT INTO scan_key VALUES (%s, 999, 1, 'other')", (one["scan_id"],))
        told: list[str | None] = []
        late = threading.Thread(target=lambda: told.extend(verdicts(store.take(STATION, EPOCH, [one, two], NOW))))
        late.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while asked(url, waiting) == [(0,)]:
            assert late.is_alive()
        other.commit()
        late.join()

        assert told == ["scan_id_reused", "stored"]
        assert store.gaps(STATION, EPOCH)["stored"] == 2


def test_a_batch_that_fails_in_the_middle_stores_nothing(url: str) -> None:
    with PostgresStore(url) as store:
        store.take(STATION, EPOCH, [scan(1)], NOW)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE parcel_centre.scan ADD CONSTRAINT full_disk CHECK (seq <> 4)")
        with pytest.raises(CentreAwayError):
            store.take(STATION, EPOCH, [scan(seq) for seq in (2, 3, 4)], NOW)
        assert store.gaps(STATION, EPOCH)["stored"] == store.stored() == 1
        assert verdicts(store.take(STATION, EPOCH, [scan(2)], NOW)) == ["stored"]


def test_many_servers_and_stations_with_overlapping_batches_hold_each_scan_once(url: str) -> None:
    scans = [scan(seq) for seq in range(1, 121)]
    told: list[str | None] = []

    def send(store: PostgresStore, offset: int) -> None:
        for start in range(0, 120, 20):
            part = [scans[(start + offset + i) % 120] for i in range(40)]
            told.extend(verdicts(store.take(STATION, EPOCH, part, NOW)))

    with PostgresStore(url) as one, PostgresStore(url) as other:
        threads = [threading.Thread(target=send, args=(one if i % 2 else other, 17 * i)) for i in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert Counter(told) == {"stored": 120, "duplicate": 12 * 6 * 40 - 120}
        assert asked(url, "SELECT count(*), count(DISTINCT seq) FROM scan") == [(120, 120)]


def test_what_cannot_be_served_is_told_in_words_without_the_password(url: str, postgres: Cluster) -> None:
    with PostgresStore(url):
        asked(url, "UPDATE version SET version = 99 RETURNING version")
    with pytest.raises(CentreError, match="newer version"):
        PostgresStore(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE parcel_centre.version")
    with pytest.raises(CentreError, match="another program"):
        PostgresStore(url)
    with pytest.raises(CentreAwayError, match="does not exist") as caught:
        PostgresStore(postgres.url("nowhere").replace("tests@", "tests:hidden@"))
    assert "hidden" not in str(caught.value)
    with pytest.raises(CentreAwayError):
        PostgresStore("postgresql://nobody@127.0.0.1:1/none")


def test_a_commit_is_on_the_disk_before_it_is_answered_whatever_the_server_is_set_to(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        name = asked(url, "SELECT current_database()")[0][0]
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    with PostgresStore(url) as store:
        assert store._rows("SHOW synchronous_commit", ()) == [("on",)]


def test_without_the_driver_the_words_name_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("station.tracking_server.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(CentreError, match=r"psycopg: pip install 'psycopg\[binary\]"):
        open_centre("postgresql://somebody@somewhere/centre")
    with closing(open_centre(tmp_path / "centre.db")) as store:
        assert store.stored() == 0
