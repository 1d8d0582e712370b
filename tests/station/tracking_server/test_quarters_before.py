"""A centre whose database is of an older version counts what it holds, as one that counted all of it."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from station.record import Reads, Store
from station.tracking_server import quarters_before
from station.tracking_server.centre import open_centre
from station.tracking_server.quarters import BY
from tests.station.record.shift_steps import Shift, Step
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

if TYPE_CHECKING:
    from pathlib import Path

SINCE, NOW = "2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z"
STORY = [
    Step("unread"), Step("keyed", again=True), Step("read", minutes=20), Step("void", seq=3), Step("heavy"),
    Step("lift", seq=5), Step("read", operator="陈 Bo", minutes=30), Step("unread"),
]  # fmt: skip


def forget_quarters(place: str) -> None:
    """As the version before left it: with other counts, which were not of all."""
    wrong = "UPDATE {0}quarterly SET first_time = first_time + 3"
    if place.startswith("postgresql"):
        import psycopg

        with psycopg.connect(place) as connection:
            connection.execute("UPDATE parcel_centre.version SET version = 5")
            connection.execute(wrong.format("parcel_centre."))
            connection.execute("DELETE FROM parcel_centre.quarterly WHERE code <> ''")
        return
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA user_version = 4")
        connection.execute(wrong.format(""))
        connection.execute("DELETE FROM quarterly WHERE code <> ''")
        connection.commit()


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_what_was_stored_before_is_counted(
    back_end: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarters_before, "AT_ONCE", 3)
    place = place_of(back_end, tmp_path, request)
    station = uuid.uuid4().hex
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        Shift(store).live(STORY)
    with Reads(tmp_path / "station.db") as reads:
        sent = list(reads.exported())
    with open_centre(place) as centre:  # type: ignore[attr-defined]  # both have one
        centre.take(station, "epoch", sent, NOW)
        right = {by: centre.figures(SINCE, "quarter", by, station) for by in BY}
    forget_quarters(str(place))
    with open_centre(place) as centre:  # type: ignore[attr-defined]  # both have one
        assert {by: centre.figures(SINCE, "quarter", by, station) for by in BY} == right
    assert any(row["stopped"] for row in right["code"])
