"""The running lane puts parcels into the open bag of their bin, and stops those that it does not take."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from hardware.simulated.camera import make_parcels
from station.core.bag_requests import CloseBag, OpenBag
from station.core.outcomes import Done
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
