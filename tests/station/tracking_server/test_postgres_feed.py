"""Transactions of PostgreSQL end in another order than they begin, and its numbers begin anew in another server."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.station.sync.centre import scan
from tests.station.tracking_server.cluster import Cluster
from tests.station.tracking_server.postgres_questions import NOW, asked

psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")

from station.tracking_server.deliveries import Delivery, checked  # noqa: E402
from station.tracking_server.envelope import Envelope  # noqa: E402
from station.tracking_server.postgres import PostgresStore  # noqa: E402
from station.tracking_server.postgres_feed import HORIZON, feed_page  # noqa: E402
from station.tracking_server.postgres_tables import make_tables  # noqa: E402
from station.tracking_server.postgres_take import store_all  # noqa: E402

if TYPE_CHECKING:
    from psycopg import Connection

NO_HORIZON = "9223372036854775807"


def connected(url: str) -> Connection:
    connection: Connection = psycopg.connect(url, autocommit=True)
    connection.execute("SET search_path = parcel_centre")
    return connection


def told_to_a_reader_that_asks_while_an_early_transaction_is_open(url: str, horizon: str) -> list[str]:
    """The stations of all that it is told, in its order; `slow` begins before `quick` and ends after it."""
    slow = Delivery("slow", "e", [scan(1)], Envelope())
    with PostgresStore(url) as store:
        store.take("before", "e", [scan(1)], NOW)
        with closing(connected(url)) as writer, closing(connected(url)) as reader:
            with writer.transaction():
                store_all(writer, [slow], [checked(slow)], NOW, {})
                store.take("quick", "e", [scan(1)], NOW)
                page = feed_page(reader, "", 10, horizon)
            told = page.scans + feed_page(reader, page.cursor, 10, horizon).scans
    return [each["station_id"] for each in told]


def test_an_entry_of_a_transaction_that_ends_late_is_not_passed_by(postgres: Cluster) -> None:
    told = told_to_a_reader_that_asks_while_an_early_transaction_is_open(postgres.new_database(), HORIZON)

    assert told == ["before", "slow", "quick"]


def test_a_feed_of_all_that_is_committed_would_lose_it(postgres: Cluster) -> None:
    told = told_to_a_reader_that_asks_while_an_early_transaction_is_open(postgres.new_database(), NO_HORIZON)

    assert told == ["before", "quick"]


def test_a_transaction_that_is_undone_holds_nothing_up(postgres: Cluster) -> None:
    url = postgres.new_database()
    with PostgresStore(url) as store, closing(connected(url)) as writer:
        with writer.transaction(force_rollback=True):
            writer.execute("SELECT pg_current_xact_id()")
            store.take("quick", "e", [scan(1)], NOW)
            assert store.feed("", 10).scans == []
        assert len(store.feed("", 10).scans) == 1


def test_a_database_of_before_is_told_whole_and_goes_on(postgres: Cluster) -> None:
    url = postgres.new_database()
    with PostgresStore(url) as store:
        store.take("b", "e", [scan(2), scan(1)], NOW)
        store.take("a", "e", [scan(1)], NOW)
    asked_nothing(
        url, "DROP TABLE feed; DROP TABLE quarterly; ALTER TABLE scan DROP COLUMN place; UPDATE version SET version = 3"
    )
    with PostgresStore(url) as store:
        page = store.feed("", 2)
        store.take("a", "e", [scan(2)], NOW)
        rest = store.feed(page.cursor, 10)

    told = [(each["station_id"], each["seq"]) for each in page.scans + rest.scans]
    assert told == [("b", 1), ("b", 2), ("a", 1), ("a", 2)]


def test_a_dump_that_is_loaded_into_a_server_with_lower_numbers_goes_on_behind_every_cursor(postgres: Cluster) -> None:
    url = postgres.new_database()
    with PostgresStore(url) as store:
        store.take("a", "e", [scan(1)], NOW)
    asked_nothing(url, "UPDATE scan SET place = place + 1000000000")  # as of a server that is older by so much
    with PostgresStore(url) as store:
        cursor = store.feed("", 10).cursor
        store.take("a", "e", [scan(2)], NOW)
        assert [each["seq"] for each in store.feed(cursor, 10).scans] == [2]
        assert [each["seq"] for each in store.feed("", 10).scans] == [1, 2]
    base = asked(url, "SELECT base FROM feed")
    with PostgresStore(url) as store:
        assert [each["seq"] for each in store.feed(cursor, 10).scans] == [2]
    with closing(connected(url)) as connection:
        make_tables(connection, url)
    assert asked(url, "SELECT base FROM feed") == base, "it is raised for nothing"


def asked_nothing(url: str, statements: str) -> None:
    with closing(connected(url)) as connection:
        connection.execute(statements)
