"""Counts by quarter hour at the centre are those of the station's own record, however its entries are cut and sent."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.record import Reads, ReportReads, Store
from station.tracking_server.centre import Centre, open_centre
from station.tracking_server.quarters import BY
from tests.station import recounted
from tests.station.record.shift_steps import WHAT, Shift, Step, steps
from tests.station.sync.centre import batch, post, scan
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

NOW = "2026-11-23T00:00:00.000Z"
SINCE = "2026-11-22T00:00:00.000Z"
READ = ("presented", "first_read", "read", "keyed", "not_read")
FIGURES = (*READ, "accepted", "stopped")


@pytest.fixture(scope="module", params=BACK_ENDS)
def centre(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Centre]:
    held = open_centre(place_of(request.param, tmp_path_factory.mktemp("centre"), request))
    yield held
    held.close()


def of_station(path: Path, by: str, length: int) -> dict[tuple[str, str], list[int]]:
    """What the station counts itself: by beginning and name, as `READ` names it."""
    told: dict[tuple[str, str], Counter[str]] = {}
    with ReportReads(path) as reads:
        quarters = reads.lines("quarter", ("0000", "9999"))
        for quarter in quarters:
            begins = f"{quarter[:length]}{'T00:00' if length == 10 else ':00' if length == 13 else ''}:00Z"
            for name, line in reads.lines(by, (quarter[:16], f"{quarter[:16]}:")).items():
                told.setdefault((begins, name), Counter()).update({each.name: n for each, n in line.read.items()})
    return {key: classes(count) for key, count in told.items() if any(classes(count))}


def classes(count: Counter[str]) -> list[int]:
    first, again, keyed, unread = (max(0, count[n]) for n in ("FIRST_TIME", "AFTER_RETRIES", "KEYED", "NOT_READ"))
    return [first + again + keyed + unread, first, first + again, keyed, unread]


@settings(max_examples=25, deadline=None)
@given(steps(WHAT), st.integers(1, 7))
def test_the_centre_counts_presented_parcels_as_the_station_does(centre: Centre, story: list[Step], cut: int) -> None:
    station = uuid.uuid4().hex
    with TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        with Store.open(path, "lane-1") as store:
            Shift(store).live(story)
        with Reads(path) as reads:
            sent = list(reads.exported())
        for begin in range(0, len(sent), cut):
            for _ in range(2):  # once more changes nothing
                centre.take(station, "epoch", sent[begin : begin + cut], NOW)
        for bucket, length in (("quarter", 16), ("hour", 13), ("day", 10)):
            for by in BY:
                rows = centre.figures(SINCE, bucket, by, station)
                told = {(row["begins"], row["name"]): [row[key] for key in READ] for row in rows}
                assert {key: row for key, row in told.items() if any(row)} == of_station(path, by, length), (bucket, by)
                every = {(row["begins"], row["name"]): {key: row[key] for key in FIGURES} for row in rows}
                right = recounted.at_centre(sent, by, length)
                assert {key: row for key, row in every.items() if any(row.values())} == right, (bucket, by)
        whole = centre.figures(SINCE, "day", None, station)
        with ReportReads(path) as reads:
            lines = reads.lines("operation", ("0000", "9999")).values()
        for key in ("accepted", "stopped"):
            assert sum(row[key] for row in whole) == sum(getattr(line, key) for line in lines), key


def test_the_control_a_count_of_rows_is_found(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        Shift(store).live([Step("unread"), Step("unread", again=True), Step("keyed", again=True), Step("read")])
    with Reads(tmp_path / "station.db") as reads:
        sent = list(reads.exported())
    with open_centre(tmp_path / "centre.db") as centre:  # type: ignore[attr-defined]  # the SQLite one
        centre.take("lane-1", "epoch", sent, NOW)
        (row,) = centre.figures(SINCE, "hour", None, "")
    assert len(sent) == 4
    assert [row[key] for key in READ] == [2, 1, 1, 1, 0]


@pytest.mark.parametrize("odd", [{"keyed": "yes"}, {"read_before": 7}, {"operator": {"a": 1}}, {"kind": ["scan"]}, {
    "bin": "a\0b\x1b[31m", "code": "N" * 500, "cause": "\u202e"
}])  # fmt: skip
def test_any_json_counts_as_something(centre: Centre, odd: dict[str, Any]) -> None:
    station = uuid.uuid4().hex
    (result,) = centre.take(station, "epoch", [scan(1, **{"decision": None, **odd})], NOW)
    assert result["status"] == "stored"
    for by in BY:
        for row in centre.figures("2026-01-01T00:00:00.000Z", "day", by, station):
            assert len(row["name"]) <= 64
            assert row["name"].isprintable()


def test_throughput_tells_presented_parcels(client: httpx2.Client) -> None:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0).isoformat().replace("+00:00", ".000Z")
    sent = [scan(1, scanned_at=now, bin="A01"), scan(2, scanned_at=now, bin="A02", keyed=True)]
    station = uuid.uuid4().hex
    post(client, batch(sent, station_id=station))

    told = client.get("/v1/throughput", params={"bucket": "hour", "by": "bin", "station_id": station}).json()

    assert (told["bucket"], told["by"]) == ("hour", "bin")
    assert [(row["name"], row["presented"], row["first_read"], row["keyed"]) for row in told["buckets"]] == [
        ("A01", 1, 1, 0),
        ("A02", 1, 0, 1),
    ]
    for wrong in ({"bucket": "week"}, {"by": "shoe size"}, {"by": "bin", "hours": "0"}):
        assert client.get("/v1/throughput", params=wrong).status_code == 400
