"""`station bench`: every figure that is asked for is printed, and wrong use is told."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from station.bench import idle
from tests.station.bench.command import station_bench
from tests.text_reader import needs_text_reader

if TYPE_CHECKING:
    from typer.testing import Result

    from tests.station.tracking_server.cluster import Cluster


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["decode", "--stratum", "fog"], "no stratum fog"),
        (["decode", "--folder", "x", "--passing"], "takes every picture"),
        (["decode", "--folder", "x", "--count", "3"], "takes every picture"),
        (["line", "--passing"], "decode alone"),
        (["decode", "--count", "0"], "--count"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], why: str) -> None:
    result = station_bench(*arguments)

    assert result.exit_code == 2
    assert why in re.sub(r"[\s│]+", " ", result.stderr)


def test_the_line_is_measured_as_before() -> None:
    result = station_bench("line", "--count", "2", "--seed", "5", "--json")

    (row,) = map(json.loads, result.stdout.splitlines())
    assert (row["name"], row["count"]) == ("label + weight to record", 2)


def test_manifest_and_plan_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    from station.bench import manifest

    monkeypatch.setattr(manifest, "LOOK_UPS", 20)
    monkeypatch.setattr(manifest, "RULES", 50)
    result = station_bench("manifest", "--count", "30", "--json")

    figures = {row["name"]: row["count"] for row in map(json.loads, result.stdout.splitlines())}
    assert figures["import of 30"] == 1
    assert figures["look-up by LP number"] == figures["plan: route"] == 20


@needs_text_reader
def test_the_text_bench_tells_what_became_of_each_label(monkeypatch: pytest.MonkeyPatch) -> None:
    from station.bench import text

    monkeypatch.setattr(text, "LOST_BARS", ("torn off",))
    result = station_bench("text", "--count", "1", "--seed", "5", "--json")

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["name"], row["count"]) for row in rows] == [("torn off", 1), ("all", 1)]
    assert all("0 false" in row["note"] for row in rows)


def test_the_scale_bench_counts_every_message() -> None:
    result = station_bench("scale", "--count", "5", "--json")

    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (row["name"], row["count"]) == ("last byte to message", 5)


def test_a_recall_is_measured_until_the_bag_is_named() -> None:
    result = station_bench("recall", "--count", "1", "--json")

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["name"], row["count"]) for row in rows] == [("sorted, then recalled", 1), ("recalled, then sorted", 1)]


def test_bench_server_measures_sqlite_alone_and_says_so_when_no_postgresql_is_named() -> None:
    result = station_bench("server", "--count", "2000", "--json")

    assert [line["name"] for line in measured(result)] == ["SQLite, no HTTP", "SQLite, 1 server"]
    assert "PostgreSQL was not measured: name an empty database with --db" in result.stderr


def test_bench_server_stores_every_scan_of_each_row_in_the_postgresql_that_it_is_given(postgres: Cluster) -> None:
    result = station_bench("server", "--count", "2000", "--db", postgres.new_database(), "--json")

    names = [
        "SQLite, no HTTP",
        "SQLite, 1 server",
        "PostgreSQL, no HTTP",
        "PostgreSQL, 1 server",
        "PostgreSQL, 2 servers",
    ]
    assert ([line["name"] for line in measured(result)], result.stderr) == (names, "")


def measured(result: Result) -> list[dict[str, Any]]:
    """The rows of `server`, each of every batch."""
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(line["count"] == 4 and "scans/s stored" in line["note"] for line in lines)
    return lines


def test_bench_server_says_what_it_cannot_use() -> None:
    away = station_bench("server", "--count", "500", "--db", "postgresql://nobody@127.0.0.1:1/none")
    wrong = station_bench("server", "--count", "500", "--db", "postgresql://127.0.0.1/none?nonsense=1")

    assert (away.exit_code, wrong.exit_code) == (3, 2)
    assert "cannot be reached" in away.stderr
    assert station_bench("scale", "--db", "postgresql://x/y").exit_code == 2


def test_live_stations_are_measured_by_entries_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    from station.bench import live

    monkeypatch.setattr(live, "WARM_S", 0.2)
    monkeypatch.setattr(live, "SIZES", (1, 50))
    result = station_bench("server", "--live", "--count", "1", "--json")

    rows = {row["name"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert list(rows) == [
        "SQLite, live, 0.5 s", "SQLite, live, 3 s", "SQLite, 1 a request", "SQLite, 50 a request"
    ]  # fmt: skip
    assert all(row["count"] and "CPU ms a scan" in row["note"] for row in rows.values())
    assert station_bench("sync", "--live").exit_code == 2


def test_a_station_at_rest_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "GROUNDS", ("belt",))
    monkeypatch.setattr(idle, "PICTURES", 2)
    monkeypatch.setattr(idle, "SETTLE_S", 1.0)

    at_rest, decoding = idle.run(2, 1)

    assert (at_rest.name, at_rest.count) == ("belt", 2)
    assert "% of a core" in at_rest.note
    assert decoding.mean_ms > 0
