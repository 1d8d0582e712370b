"""Label quality by sender: a parcel that was not read at first is its sender's, once a later scan tells whose it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core import Code, Refusal
from station.core.counting import ReadClass
from station.record import Store
from station.reports import senders
from tests.station.record.drafts import draft

if TYPE_CHECKING:
    from pathlib import Path

NO_READ = Refusal(Code.NO_READ, (), "REJECT")
SPAN = ("2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z")


def other(parcel_id: str) -> object:
    """Of another carrier."""
    scan = draft(parcel_id)
    assert scan.identity is not None
    return replace(scan, identity=replace(scan.identity, carrier="usps", country="US"))


def test_a_keyed_parcel_tells_whose_label_was_not_read_and_the_worst_stand_first(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(other("9405510200829415553590"))  # type: ignore[arg-type]
        first = store.commit(draft(None, decision=NO_READ)).scan_id
        again = replace(draft(None, decision=NO_READ), presentation=first, read_before=ReadClass.NOT_READ)
        store.commit(again)
        store.commit(replace(draft(keyed=True), presentation=first, read_before=ReadClass.NOT_READ))
        store.commit(draft("RR473124829CN"))
        store.commit(draft(None, decision=NO_READ, at="2026-11-24T00:00:00.000Z"))  # another day
        store.commit(draft(None, decision=NO_READ))
    rows = senders(path, *SPAN)

    told = [
        (row["carrier"], row["presented"], row["first_time"], row["keyed"], row["not_read"], row["main_cause_count"])
        for row in rows
    ]
    assert told == [("china-post", 2, 1, 1, 0, 2), (None, 1, 0, 0, 1, 1), ("usps", 1, 1, 0, 0, 0)]
    assert {row["main_cause"] for row in rows} == {"too_dark", None}
    assert all(row["few"] and row["low"] <= row["first_time_rate"] <= row["high"] + 1e-9 for row in rows)
