"""The last scan is taken back at the lane, until the next parcel lies there."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from hardware.simulated.camera import make_parcels
from station.core.outcomes import Done, Nothing, Reason
from station.record.reads import Reads
from tests.station.hall import hall, rows
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.station.hall import Hall


def until_scans(here: Hall, count: int) -> None:
    until(lambda: len(here.scans()) == count, "the scan")


def test_asked_twice_it_takes_one_scan_back_and_none_once_the_next_parcel_lies_there(tmp_path: Path) -> None:
    parcels = list(islice(make_parcels(7), 3))
    with hall(tmp_path) as here:
        here.up()
        assert here.station.undo() == Nothing(Reason.NOTHING_TO_UNDO)
        for count, parcel in enumerate(parcels[:2], 1):
            here.table.place(parcel)
            until_scans(here, count)
            here.table.remove()
            until(lambda: here.station.status().lane.presence.value == "none", "nothing there")

        first, second = here.station.undo(), here.station.undo()

        assert isinstance(first, Done)
        assert first.values["seq"] == here.scans()[1].scan.seq
        assert second.reason is Reason.ALREADY_TAKEN_BACK
        assert [scan.taken_back for scan in here.station.recent(5)] == [True, False]

        here.station.key_in(parcels[2].parcel_id)
        until(lambda: here.station.status().lane.presence.value == "open", "a number that waits for its parcel")
        assert here.station.undo() == Nothing(Reason.NEXT_PARCEL_BEGUN)
    with Reads(tmp_path / "station.db") as reads:
        entries = list(reads.exported())
    assert [(each["kind"], each.get("operator")) for each in entries] == [
        ("scan", None),
        ("scan", None),
        ("void", "worker"),
    ]
    assert entries[2]["details"] == {"why": "undo"}
    assert len(rows(tmp_path)) == 3
