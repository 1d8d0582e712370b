"""Laws of the PostgreSQL side while the database stops, restarts, crashes, or does not write."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
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
from station.tracking_server.postgres import PostgresStore  # noqa: E402
from station.tracking_server.schema import CentreAwayError, CentreError  # noqa: E402
from tests.station.sync.centre import EPOCH, STATION, batch, post, scan, statuses  # noqa: E402
from tests.station.sync.link import Line  # noqa: E402
from tests.station.tracking_server.cluster import cluster  # noqa: E402
from tests.station.tracking_server.postgres_questions import NOW, asked, verdicts  # noqa: E402

if TYPE_CHECKING:
    pass


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
