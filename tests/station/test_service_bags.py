"""The running lane puts parcels into the open bag of their bin, and stops those that it does not take."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from hardware.simulated.camera import make_parcels
from station.core import RequestDone
from station.core.bag_requests import CloseBag, OpenBag, PutParcel
from station.core.outcomes import Done, Problem, Reason
from station.record.reads import Reads
from tests.station.hall import hall, take_away
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.simulated.camera import SimulatedParcel
    from station.core import Scan
    from tests.station.hall import Hall


def scanned(here: Hall, parcel: SimulatedParcel) -> Scan:
    count = len(here.scans()) + 1
    here.table.place(parcel)
    until(lambda: len(here.scans()) == count, "the scan")
    take_away(here)
    return here.scans()[-1].scan


def test_a_bag_fills_stops_the_next_parcel_and_gives_way_to_another(tmp_path: Path) -> None:
    (parcel, other) = islice(make_parcels(7), 2)
    with hall(tmp_path, bags={"required": True}) as here:
        here.up()
        first = scanned(here, parcel)
        assert (first.code, first.bag) == ("BN", None)
        place = dict(first.draft.decision.values)["into"]  # type: ignore[union-attr]  # a refusal has values
        assert isinstance(here.station.ask(OpenBag("Ana", str(place), "BAG-1", most_parcels=1)), Done)
        second = scanned(here, parcel)
        assert second.code is None
        assert second.bag is not None
        assert (second.bag.number, second.bag.count, second.bag.is_full) == ("BAG-1", 1, True)
        assert isinstance(here.station.ask(CloseBag("BAG-1", "Ana")), Done)
        assert scanned(here, other).code == "BN"
    with Reads(tmp_path / "station.db") as reads:
        assert [number for number, _ in reads.bags.parcels("BAG-1")] == [second.parcel_id]


def test_where_a_parcel_was_put_is_confirmed_by_a_label(tmp_path: Path) -> None:
    (parcel,) = islice(make_parcels(7), 1)
    with hall(tmp_path, bags={"confirm_put": True}) as here:
        here.up()
        assert isinstance(here.station.ask(OpenBag("Ana", "NOWHERE", "CAGE-9")), Problem)
        assert isinstance(here.station.ask(OpenBag("Ana", None, "CAGE-9")), Done)
        place = str(scanned(here, parcel).bin)
        assert isinstance(here.station.ask(OpenBag("Ana", place, "BAG-1")), Done)
        for label in ("CAGE-9", "bag-1"):
            here.station.key_in(label)
        until(lambda: len(puts(here)) == 2, "both labels")
        assert puts(here) == [Reason.WRONG_BAG, Reason.PARCEL_PUT]
    with Reads(tmp_path / "station.db") as reads:
        assert len(reads.bags.parcels("BAG-1")) == 1


def puts(here: Hall) -> list[Reason]:
    asked = [event for event in here.events if isinstance(event, RequestDone)]
    return [event.outcome.reason for event in asked if isinstance(event.request, PutParcel)]
