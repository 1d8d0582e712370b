"""The worker stops a parcel before or after its verdict; whatever the devices say, it is in no bag and stopped once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from hardware.simulated.camera import make_parcels
from station.core import Code, ControlRead
from station.core.bag_requests import OpenBag
from station.core.outcomes import Done, Reason
from station.record import Store
from station.record.log.errors import DiskFullError, StoreError
from station.record.reads import Reads
from tests.station.hall import hall, rows, take_away
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from station.record.log.scan_columns import Row
    from tests.station.hall import Hall


def told(here: Hall) -> list[Reason]:
    return [event.outcome.reason for event in here.events if isinstance(event, ControlRead) and event.outcome]


def stop(here: Hall, code: Code) -> None:
    here.station.stop_by_hand(code)


def test_a_parcel_that_was_accepted_is_stopped_until_the_next_one_lies_there(tmp_path: Path) -> None:
    parcel, other = islice(make_parcels(7), 2)
    with hall(tmp_path, bags={"confirm_put": False}) as here:
        here.up()
        stop(here, Code.DAMAGED)
        until(lambda: told(here) == [Reason.NOTHING_LIES_THERE], "nothing to stop")
        here.table.place(parcel)
        until(lambda: len(here.scans()) == 1, "the scan")
        first = here.scans()[0].scan
        assert isinstance(here.station.ask(OpenBag("Ana", str(first.bin), "BAG-1")), Done)
        assert isinstance(here.station.undo(), Done)
        take_away(here)
        here.table.place(parcel)
        until(lambda: len(here.scans()) == 2, "the parcel again, into the bag")
        assert here.scans()[1].scan.bag is not None
        stop(here, Code.NO_READ)
        until(lambda: told(here)[1:] == [Reason.READ_ALREADY], "its number was read")
        stop(here, Code.DAMAGED)
        until(lambda: len(here.scans()) == 3, "the stop")
        stop(here, Code.DAMAGED)
        until(lambda: told(here)[2:] == [Reason.STOPPED_ALREADY], "once")
        stopped = here.scans()[2].scan
        assert (stopped.code, stopped.parcel_id, stopped.bag) == ("DM", first.parcel_id, None)
        assert stopped.draft.capture == here.scans()[1].scan.draft.capture
        take_away(here)
        here.table.place(other)
        until(lambda: len(here.scans()) == 4, "the next parcel")
    with Reads(tmp_path / "station.db") as reads:
        entries = list(reads.exported())
        bagged = reads.bags.parcels("BAG-1")
    assert [each for each, _ in bagged] in ([], [here.scans()[3].scan.parcel_id])
    kinds = [(each["kind"], each.get("code")) for each in entries if each["kind"] != "receptacle"]
    assert kinds == [("scan", None), ("void", None), ("scan", None), ("void", None), ("scan", "DM"), ("scan", None)]
    assert len({each["presentation_id"] for each in entries if each.get("parcel_id") == first.parcel_id}) == 1


def test_the_last_parcel_is_not_stopped_once_it_is_gone_unless_somebody_says_so(tmp_path: Path) -> None:
    (parcel,) = islice(make_parcels(7), 1)
    with hall(tmp_path) as here:
        here.up()
        here.table.place(parcel)
        until(lambda: len(here.scans()) == 1, "the scan")
        take_away(here)
        until(lambda: here.station.status().lane.presence.value == "none", "nothing lies there")
        stop(here, Code.DAMAGED)
        until(lambda: told(here) == [Reason.WHICH_PARCEL], "the question")
        assert len(here.scans()) == 1, "nothing is stopped yet"
        here.station.stop_by_hand(Code.DAMAGED, last=True)
        until(lambda: [event.scan.code for event in here.scans()] == [None, "DM"], "the stop")
        stop(here, Code.DAMAGED)
        until(lambda: told(here)[1:] == [Reason.STOPPED_ALREADY], "once")


def test_what_lies_there_undecided_is_stopped_by_the_verdict_and_a_parcel_that_is_gone_is_not(tmp_path: Path) -> None:
    parcel, other = islice(make_parcels(7), 2)
    with hall(tmp_path) as here:
        here.up()
        here.station.key_in(parcel.parcel_id)
        until(lambda: here.station.status().lane.presence.value == "open", "a number that waits for its parcel")
        stop(here, Code.HOLD)
        until(lambda: told(here) == [Reason.WILL_STOP], "it is noted")
        here.station.cancel_keyed()
        until(lambda: here.station.status().lane.presence.value == "none", "nothing there")
        here.station.key_in(other.parcel_id)
        stop(here, Code.DAMAGED)
        until(lambda: told(here) == [Reason.WILL_STOP] * 2, "it is noted")
        here.table.scale.place(other.grams)
        until(lambda: len(here.scans()) == 1, "the stop")
        here.table.scale.remove()
        take_away(here)
        here.table.place(parcel)
        until(lambda: len(here.scans()) == 2, "the scan")
    assert [row[3] for row in rows(tmp_path)] == ["DM", None]


def test_a_label_that_nobody_can_read_is_a_no_read_at_once(tmp_path: Path) -> None:
    with hall(tmp_path, lane={"no_read_s": 60.0, "gone_s": 0.5}) as here:
        here.up()
        stop(here, Code.NO_READ)
        until(lambda: told(here) == [Reason.NOTHING_LIES_THERE], "nothing lies there")
        here.table.scale.place(next(iter(make_parcels(7))).grams)
        until(lambda: here.station.status().lane.weigh_phase == "captured", "its weight")
        stop(here, Code.NO_READ)
        until(lambda: len(here.scans()) == 1, "the no-read")
        stop(here, Code.NO_READ)
        until(lambda: told(here)[1:] == [Reason.STOPPED_ALREADY], "once")
        scan = here.scans()[0].scan
        assert (scan.code, scan.parcel_id) == ("NR", None)
        assert scan.draft.cause is not None
        assert scan.draft.cause.code == "by_hand"


@pytest.mark.parametrize("together", [True, False], ids=["", "control: two transactions"])
def test_a_disk_that_fills_up_between_both_entries_leaves_the_parcel_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    inserted: list[int] = []

    def filling(store: Store, connection: object, row: Row) -> int:
        inserted.append(0)
        if len(inserted) == 2:
            if not together:
                connection.execute("COMMIT")  # type: ignore[attr-defined]
            raise DiskFullError("full")
        return kept(store, connection, row)  # type: ignore[arg-type]

    kept = Store._insert
    with hall(tmp_path) as here:
        here.up()
        here.table.place(next(iter(make_parcels(7))))
        until(lambda: len(here.scans()) == 1, "the scan")
        monkeypatch.setattr(Store, "_insert", filling)
        stop(here, Code.DAMAGED)
        until(lambda: len(inserted) == 2, "the second entry")
        until(lambda: any("StoreTrouble" in type(event).__name__ for event in here.events), "it is told")
        assert issubclass(DiskFullError, StoreError)
    assert (len(rows(tmp_path)) == 1) is together
