"""Laws of the PostgreSQL side alone: days, restarts, many servers, what it refuses to run on."""

from __future__ import annotations

import sys
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.station.tracking_server.cluster import Cluster

psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")

from station.tracking_server import (  # noqa: E402
    EmbeddedServer,
    postgres_connections,
)
from station.tracking_server.centre import open_centre  # noqa: E402
from station.tracking_server.postgres import PostgresStore  # noqa: E402
from station.tracking_server.schema import CentreAwayError, CentreError  # noqa: E402
from tests.station.sync.centre import EPOCH, STATION, batch, post, scan, statuses  # noqa: E402
from tests.station.sync.link import Line  # noqa: E402
from tests.station.tracking_server.cluster import cluster  # noqa: E402

if TYPE_CHECKING:
    from station.tracking_server.results import Result

NOW = "2026-02-01T00:00:00.000Z"


@pytest.fixture
def url(postgres: Cluster) -> str:
    return postgres.new_database()


def asked(url: str, query: str) -> list[Any]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET search_path = parcel_centre")
        return list(connection.execute(query).fetchall())


def verdicts(results: list[Result]) -> list[str | None]:
    return [result["code"] or result["status"] for result in results]


def days(url: str) -> set[str]:
    rows = asked(url, "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'scan'::regclass")
    return {name for (name,) in rows}


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


@pytest.fixture(scope="module")
def fragile() -> Iterator[Cluster]:
    """A cluster that may be stopped."""
    with cluster() as running:
        yield running


def test_a_database_that_goes_away_is_a_503_and_comes_back_without_a_restart_of_ours(fragile: Cluster) -> None:
    one = scan(1)
    with (
        EmbeddedServer(fragile.new_database(), None) as server,
        httpx2.Client(base_url=server.url, trust_env=False, timeout=60) as client,
    ):
        assert statuses(post(client, batch([one]))) == ["stored"]
        fragile.stop("immediate")
        try:
            for answer in (post(client, batch([scan(2)])), client.get("/healthz"), client.get("/metrics")):
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        finally:
            fragile.start()
        assert statuses(post(client, batch([one, scan(2)]))) == ["duplicate", "stored"]


def test_connections_that_a_restart_cut_are_replaced_without_an_error(fragile: Cluster) -> None:
    with PostgresStore(fragile.new_database()) as store:
        together = threading.Barrier(6)

        def look() -> None:
            together.wait()
            store.take(STATION, str(uuid.uuid4()), [scan(1)], NOW)

        threads = [threading.Thread(target=look) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        fragile.stop()
        fragile.start()
        assert store.stored() == 6


@pytest.mark.parametrize("commit", ["on", "off"], ids=["as it is", "control: commits that do not wait for the disk"])
def test_what_was_answered_for_outlives_a_crash_of_the_database(
    fragile: Cluster, commit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(fragile.url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("SELECT pg_reload_conf()")
    if commit == "off":
        later = postgres_connections._SESSION + ", set_config('synchronous_commit', 'off', false)"
        monkeypatch.setattr(postgres_connections, "_SESSION", later)
    try:
        answered, held = crashed_three_times(fragile)
    except (CentreError, psycopg.errors.UndefinedTable) as error:
        # PostgreSQL 17 loses even the tables when nothing waits for the disk.
        if commit == "on" or "does not exist" not in str(error):
            raise
    else:
        assert (held == answered) is (commit == "on")


def crashed_three_times(fragile: Cluster) -> tuple[int, int]:
    """How many scans were answered for, and how many are held in the end."""
    place, answered = fragile.new_database(), 0
    with PostgresStore(place) as store:
        for crash in range(1, 4):
            for seq in range(1, 30):
                one = scan(100 * crash + seq)
                answered += verdicts(store.take(STATION, EPOCH, [one], NOW)) == ["stored"]
            fragile.stop("immediate")
            fragile.start()
    held: int = asked(place, "SELECT count(*) FROM scan_key")[0][0]
    assert asked(place, "SELECT sum(stored) FROM series")[0][0] == held
    assert asked(place, "SELECT count(*) FROM scan")[0][0] == held
    return answered, held


@pytest.mark.usefixtures("short_pauses")
def test_crashes_in_the_middle_of_a_drain_lose_and_double_nothing(fragile: Cluster, tmp_path: Path) -> None:
    place = fragile.new_database()
    with EmbeddedServer(place, "token") as server:
        line = Line(tmp_path, server.url, 400, batch=10)
        line.loop._client._total_s = 20.0  # type: ignore[attr-defined]  # a crash lasts longer than the tests' 0.6 s
        with line:
            for left in (300, 200, 100):
                line.until(lambda left=left: line.backlog()[0] <= left, "a part of the drain")  # type: ignore[misc]
                fragile.stop("immediate")
                fragile.start()
            line.until(lambda: line.backlog() == (0, 0), "an empty queue")

    assert asked(place, "SELECT count(*), count(DISTINCT seq), min(seq), max(seq) FROM scan") == [(400, 400, 1, 400)]


def test_a_database_that_does_not_write_to_the_disk_is_refused(fragile: Cluster) -> None:
    place = fragile.new_database()
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        try:
            while connection.execute("SHOW fsync").fetchone() == ("on",):
                pass
            with pytest.raises(CentreError, match="fsync is off"):
                PostgresStore(place)
        finally:
            connection.execute("ALTER SYSTEM RESET fsync")
            connection.execute("SELECT pg_reload_conf()")


def test_what_no_standby_has_confirmed_is_not_answered_for(fragile: Cluster) -> None:
    """The commit waits for the standby; cancelled, PostgreSQL itself reports it as done, with a warning."""
    place = fragile.new_database()
    sent = [scan(999)]
    waiting = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"

    def standbys(connection: Any, names: str) -> None:
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        connection.execute("SELECT pg_reload_conf()")
        while connection.execute("SHOW synchronous_standby_names").fetchone() != (names or "",):
            pass

    told: list[str | None] = []

    def take(store: PostgresStore) -> None:
        """Until the server's processes have heard of the standby."""
        try:
            for number in range(1, 500):
                sent.append(scan(number))
                told[:] = verdicts(store.take(STATION, EPOCH, sent[-1:], NOW))
        except CentreAwayError as error:
            told[:] = [str(error)]

    with (
        PostgresStore(place) as store,
        psycopg.connect(fragile.url("postgres"), autocommit=True) as admin,
    ):
        store.take(STATION, EPOCH, sent, NOW)
        standbys(admin, "nobody")
        try:
            late = threading.Thread(target=take, args=(store,))
            late.start()
            while late.is_alive():
                admin.execute(waiting)
            late.join()
        finally:
            standbys(admin, "")
        assert "standby" in str(told)
        assert verdicts(store.take(STATION, EPOCH, sent[-1:], NOW)) == ["duplicate"]


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
