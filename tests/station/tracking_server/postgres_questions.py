"""What tests ask of a PostgreSQL database of the centre."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from station.tracking_server.results import Result

NOW = "2026-02-01T00:00:00.000Z"


def asked(url: str, query: str) -> list[Any]:
    """Its rows."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET search_path = parcel_centre")
        return list(connection.execute(query).fetchall())


def verdicts(results: list[Result]) -> list[str | None]:
    """The code of each result, else its status."""
    return [result["code"] or result["status"] for result in results]


def days(url: str) -> set[str]:
    """The partitions of the scans."""
    rows = asked(url, "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'scan'::regclass")
    return {name for (name,) in rows}
