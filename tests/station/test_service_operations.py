"""What a scan does in the operations audit, return and load, at the whole station."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from hardware.simulated.camera import make_parcels
from station.core import BagScanned, ControlRead, ParcelLooked, ReasonAsked, ReasonEnded
from station.core.bag_requests import CloseBag, OpenBag
from station.core.outcomes import Done, Nothing, Reason
from station.record.reads import Reads
from station.record.recovery import verify
from tests.station.hall import hall, take_away
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import Event
    from tests.station.hall import Hall

FIRST, SECOND = islice(make_parcels(7), 2)


def of(here: Hall, kind: type[Event]) -> list[Any]:
    return [event for event in here.events if isinstance(event, kind)]


def booked(here: Hall, count: int) -> None:
    until(lambda: len(here.scans()) == count, "the scan")
    take_away(here)


def refused(here: Hall) -> list[Reason]:
    return [each.outcome.reason for each in of(here, ControlRead) if isinstance(each.outcome, Nothing)]


def entries(folder: Path) -> list[dict[str, Any]]:
    with Reads(folder / "station.db") as reads:
        return list(reads.exported())


def operate(here: Hall, operation: str) -> None:
    assert isinstance(here.station.set_operation(operation), Done)


def test_an_audit_shows_the_history_and_books_nothing_but_the_look(tmp_path: Path) -> None:
    with hall(tmp_path) as here:
        here.up()
        here.table.place(FIRST)
        booked(here, 1)
        operate(here, "audit")
        for _ in range(2):
            before = len(of(here, ParcelLooked))
            here.table.place(FIRST)
            until(lambda count=before: len(of(here, ParcelLooked)) > count, "the look")  # type: ignore[misc]
            here.table.remove()
            until(lambda: here.station.status().lane.presence.value == "none", "nothing in view")
        (scanned, *_), bag = of(here, ParcelLooked)[-1].history.here, of(here, ParcelLooked)[-1].history.bag
        assert (scanned.seq, scanned.operation, scanned.code, bag) == (1, "sort", here.scans()[0].scan.code, None)
        operate(here, "sort")
        with Reads(tmp_path / "station.db") as reads:
            counted = reads.totals()
        assert (counted.scans, counted.read.presented) == (1, 1)
        here.table.place(SECOND)
        booked(here, 2)
    kinds = [(each["kind"], each.get("details", {}).get("is")) for each in entries(tmp_path)]
    assert kinds == [
        ("scan", None), ("shift", "operation"), ("check", "look"), ("check", "look"), ("shift", "operation"),
        ("scan", None),
    ]  # fmt: skip
    assert not verify(tmp_path / "station.db").count


def test_a_return_waits_for_its_reason_and_the_scan_tells_it(tmp_path: Path) -> None:
    with hall(tmp_path, station={"id": "test-1", "data_dir": tmp_path, "operation": "return"}) as here:
        here.up()
        here.table.place(FIRST)
        until(lambda: bool(of(here, ReasonAsked)), "the question")
        assert here.scans() == []
        asked = of(here, ReasonAsked)[0]
        here.station.give_reason(asked.parcel_id, asked.reasons[3])
        booked(here, 1)
        assert entries(tmp_path)[0]["details"] == {"reason": "damaged"}
        assert len(of(here, ReasonEnded)) == 1

        here.table.place(SECOND)
        until(lambda: len(of(here, ReasonAsked)) == 2, "the next question")
        take_away(here)
        until(lambda: refused(here) == [Reason.NO_REASON_GIVEN], "that it is not booked")
        here.station.give_reason(of(here, ReasonAsked)[1].parcel_id, "refused")
        until(lambda: refused(here)[1:] == [Reason.NO_QUESTION], "that the answer came too late")

        here.table.place(SECOND)
        until(lambda: len(of(here, ReasonAsked)) == 3, "the question again")
        here.station.give_reason(of(here, ReasonAsked)[2].parcel_id, None)
        until(lambda: refused(here)[2:] == [Reason.NO_REASON_GIVEN], "that it is left")
        take_away(here)
    assert len(here.scans()) == 1


def test_a_scan_by_hand_waits_while_a_reason_is_asked(tmp_path: Path) -> None:
    with hall(tmp_path, scale={"enabled": False}, camera={"enabled": False}) as here:
        operate(here, "return")
        here.station.key_in(FIRST.parcel_id)
        here.station.key_in(SECOND.parcel_id)
        for count in (1, 2):
            until(lambda n=count: len(of(here, ReasonAsked)) == n, "the question")  # type: ignore[misc]
            here.station.give_reason(of(here, ReasonAsked)[-1].parcel_id, "other")
            until(lambda n=count: len(here.scans()) == n, "the scan")  # type: ignore[misc]
    assert [each.scan.parcel_id for each in here.scans()] == [FIRST.parcel_id, SECOND.parcel_id]
    assert [each.scan.draft.reason for each in here.scans()] == ["other", "other"]


def test_a_change_of_the_operation_gives_the_question_up_aloud(tmp_path: Path) -> None:
    with hall(tmp_path, scale={"enabled": False}, camera={"enabled": False}) as here:
        operate(here, "return")
        here.station.key_in(FIRST.parcel_id)
        until(lambda: bool(of(here, ReasonAsked)), "the question")
        operate(here, "sort")
        until(lambda: refused(here) == [Reason.NO_REASON_GIVEN], "that it is not booked")
        here.station.key_in(SECOND.parcel_id)
        until(lambda: len(here.scans()) == 1, "the next scan")
    assert here.scans()[0].scan.parcel_id == SECOND.parcel_id


def test_closed_bags_are_loaded_once_and_a_parcel_is_refused(tmp_path: Path) -> None:
    with hall(tmp_path, bags={"prefix": "HUB1"}) as here:
        here.up()
        for bag in ("CAGE-1", "CAGE-2"):
            assert isinstance(here.station.ask(OpenBag("Ana", None, bag)), Done)
        assert isinstance(here.station.ask(CloseBag("CAGE-1", "Ana")), Done)
        operate(here, "load")
        for text in ("cage-1", "CAGE-1", "CAGE-2", "CAGE-7", SECOND.parcel_id):
            here.station.key_in(text)
        here.table.place(FIRST)
        until(lambda: len(of(here, BagScanned)) == 6, "six answers")
        assert [each.outcome.reason for each in of(here, BagScanned)] == [
            Reason.BAG_LOADED, Reason.BAG_IS_LOADED, Reason.BAG_IS_OPEN, Reason.NO_SUCH_BAG, Reason.BAG_IS_PARCEL,
            Reason.BAG_IS_PARCEL,
        ]  # fmt: skip
        assert here.station.undo().reason is Reason.BAG_UNLOADED
        assert here.station.undo().reason is Reason.NOTHING_LOADED_LAST
        assert isinstance(here.station.leaving(), Nothing)
        here.station.key_in("CAGE-1")
        until(lambda: len(of(here, BagScanned)) == 7, "loaded again")
        leaving = here.station.leaving()
        assert leaving.request.bags == ("CAGE-1",)  # type: ignore[union-attr]
        assert here.station.ask(leaving.request).reason is Reason.BAGS_DISPATCHED  # type: ignore[union-attr]
    assert here.scans() == []
    assert not verify(tmp_path / "station.db").count
