"""The running lane scans under the name and the operation that people have said, also after a restart."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from hardware.simulated.camera import make_parcels
from station.core import RequestDone
from station.core.outcomes import Done
from station.core.requests import CloseShift, OpenShift, SetOperation, VoidScan
from station.record.reads import Reads
from tests.station.hall import hall, take_away
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.simulated.camera import SimulatedParcel
    from station.core.requests import Request
    from tests.station.hall import Hall


def scanned(here: Hall, parcel: SimulatedParcel, count: int = 1) -> tuple[str | None, str]:
    here.table.place(parcel)
    until(lambda: len(here.scans()) == count, "the scan")
    draft = here.scans()[-1].scan.draft
    return draft.operator, draft.operation


def test_a_shift_counts_from_the_next_scan_on_over_a_restart_until_it_is_closed(tmp_path: Path) -> None:
    parcels = list(islice(make_parcels(7), 3))
    station = {"id": "test-1", "data_dir": tmp_path, "operator": "anna", "operation": "sort"}
    with hall(tmp_path, station=station) as here:
        here.up()
        assert scanned(here, parcels[0]) == ("anna", "sort")
        asked: list[Request] = [OpenShift("Bo"), SetOperation("dispatch")]
        assert all(isinstance(here.station.ask(request), Done) for request in asked)
        assert [event.request for event in here.events if isinstance(event, RequestDone)] == asked
        status = here.station.status()
        assert (status.operator, status.operation) == ("Bo", "dispatch")
    with hall(tmp_path, station=station) as here:
        here.up()
        assert scanned(here, parcels[1]) == ("Bo", "dispatch")
        here.station.ask(CloseShift())
        assert here.station.status().operator == "anna"
    with hall(tmp_path, station=station) as here:
        here.up()
        assert scanned(here, parcels[2]) == ("anna", "sort")


def test_a_parcel_that_comes_back_in_another_operation_is_no_duplicate(tmp_path: Path) -> None:
    (parcel,) = islice(make_parcels(7), 1)
    with hall(tmp_path) as here:
        here.up()
        for count, operation in enumerate(("arrival", "dispatch", "dispatch"), 1):
            here.station.ask(SetOperation(operation))
            scanned(here, parcel, count)
            take_away(here)
        assert [each.scan.code for each in here.scans()] == [None, None, "DUP"]


def test_a_parcel_that_was_taken_back_is_no_duplicate_when_it_comes_again(tmp_path: Path) -> None:
    (parcel,) = islice(make_parcels(7), 1)
    with hall(tmp_path) as here:
        here.up()
        scanned(here, parcel)
        first = here.scans()[0].scan
        assert isinstance(here.station.ask(VoidScan(first.seq, "Bo", "wrong bin")), Done)
        take_away(here)
        scanned(here, parcel, 2)
        assert here.scans()[1].scan.code is None
    with Reads(tmp_path / "station.db") as reads:
        kinds = [entry.get("kind") for entry in reads.exported()]
    assert kinds == ["scan", "void", "scan"]
