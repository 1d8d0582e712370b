"""Parcels in bags from open to dispatch, through the real station with simulated devices; every figure of the documents
of the despatch is recomputed from the exported entries by questions of its own.
"""

from __future__ import annotations

import io
import json
import sqlite3
from decimal import Decimal
from itertools import count, islice
from typing import TYPE_CHECKING, Any

import pytest

from hardware.simulated.camera import make_parcels
from station.core.bag_requests import CloseBag, DispatchBags, OpenBag
from station.core.outcomes import Done
from station.core.requests import VoidScan
from station.record.recovery.verify import verify
from station.reports import Which, despatch_json, despatch_of, export_scans
from station.reports.bags import manifest_rows
from tests.station.hall import hall, take_away
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.simulated.camera import SimulatedParcel
    from station.core import Scan
    from tests.station.hall import Hall

TARE, DESPATCH = 250, "TRUCK-0001"
IN_BAGS = """
  SELECT body ->> '$.details.bag', count(*), total(cast(body ->> '$.weight.grams' AS REAL)) FROM entry s
  WHERE body ->> '$.kind' = 'scan' AND body ->> '$.details.bag' IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM entry v WHERE v.body ->> '$.kind' = 'void' AND v.body ->> '$.about' = s.body ->> '$.scan_id')
  GROUP BY 1 ORDER BY 1
"""
CLOSED = """
  SELECT body ->> '$.details.bag', body ->> '$.details.gross_g', body ->> '$.details.seal' FROM entry
  WHERE body ->> '$.details.is' = 'closed' ORDER BY 1
"""
LEFT = "SELECT count(*) FROM entry WHERE body ->> '$.details.is' = 'dispatched' AND body ->> '$.details.despatch' = ?"


class Shift:
    """Somebody who opens a bag where the station asks for one, and closes what is full."""

    def __init__(self, here: Hall, most: int) -> None:
        self.here, self.most = here, most
        self.open: dict[str, str] = {}
        self.closed: list[str] = []
        self._numbers = count(1)

    def scan(self, parcel: SimulatedParcel) -> Scan:
        before = len(self.here.scans())
        self.here.table.place(parcel)
        until(lambda: len(self.here.scans()) > before, "the scan")
        take_away(self.here)
        return self.here.scans()[-1].scan

    def sort(self, parcel: SimulatedParcel) -> Scan:
        """The scan that counts."""
        scan = self.scan(parcel)
        if scan.code not in {"BN", "BF"}:
            return scan
        place = str(dict(scan.draft.decision.values)["into"])  # type: ignore[union-attr]  # a refusal has values
        if scan.code == "BF":
            self.close(place)
        self.open[place] = f"BAG-{next(self._numbers):03}"
        self.done(OpenBag("Ana", place, self.open[place], tare_g=str(TARE), most_parcels=self.most))
        return self.scan(parcel)

    def close(self, place: str) -> None:
        """Weighed on a scale that is a little wrong."""
        number = self.open.pop(place)
        bag = next(bag for bag in self.bags() if bag.number == number)
        self.done(CloseBag(number, "Ana", str(bag.net_g + TARE + 7), f"S-{number}"))
        self.closed.append(number)

    def bags(self) -> tuple[Any, ...]:
        from station.record.reads import Reads

        with Reads(self.here.config.station.data_dir / "station.db") as reads:
            return reads.bags.open()

    def done(self, request: Any) -> None:
        outcome = self.here.station.ask(request)
        assert isinstance(outcome, Done), outcome


def exported(database: Path) -> sqlite3.Connection:
    """The entries as they were exported, in a database of their own."""
    out = io.StringIO()
    export_scans(database, "jsonl", out, since_utc=None, raw=True, which=Which.ENTRIES)
    told = sqlite3.connect(":memory:")
    told.execute("CREATE TABLE entry (body TEXT)")
    told.executemany("INSERT INTO entry VALUES (?)", [(line,) for line in out.getvalue().splitlines()])
    return told


@pytest.mark.parametrize(
    ("parcels", "most"), [(20, 4), pytest.param(500, 25, marks=pytest.mark.soak)], ids=["few", "500 in 20 bags"]
)
def test_every_figure_of_the_despatch_is_that_of_the_entries(parcels: int, most: int, tmp_path: Path) -> None:
    database = tmp_path / "station.db"
    with hall(tmp_path, bags={"required": True}) as here:
        here.up()
        shift = Shift(here, most)
        taken_back = set()
        for number, parcel in enumerate(islice(make_parcels(7), parcels)):
            scan = shift.sort(parcel)
            if number % 10 == 3 and scan.bag is not None:
                shift.done(VoidScan(scan.seq, "Bo", "wrong parcel"))
                taken_back.add(scan.parcel_id)
        for place in list(shift.open):
            shift.close(place)
        shift.done(DispatchBags(tuple(shift.closed), DESPATCH, "Bo"))
    despatch = despatch_of(database, DESPATCH)
    assert despatch is not None
    told, rows = despatch_json(despatch), manifest_rows(despatch)
    entries = exported(database)
    in_bags = {bag: (many, round(Decimal(grams), 3)) for bag, many, grams in entries.execute(IN_BAGS)}
    closed = {bag: (gross, seal) for bag, gross, seal in entries.execute(CLOSED)}
    assert len(shift.closed) == entries.execute(LEFT, (DESPATCH,)).fetchone()[0] == len(told["receptacles"])
    assert taken_back
    for each in told["receptacles"]:
        many, grams = in_bags.get(each["bag"], (0, Decimal(0)))
        assert (each["count"], len(each["parcels"]), Decimal(each["net_g"])) == (many, many, grams)
        assert (each["gross_g"], each["seal"]) == closed[each["bag"]]
    assert told["totals"]["parcels"] == sum(many for many, _ in in_bags.values()) == len(rows)
    assert Decimal(told["totals"]["net_g"]) == sum(grams for _, grams in in_bags.values())
    assert Decimal(told["totals"]["gross_g"]) == sum(Decimal(gross) for gross, _ in closed.values())
    assert len({row["parcel_id"] for row in rows}) == len(rows)
    assert not taken_back & {row["parcel_id"] for row in rows}
    assert json.dumps(told)
    found = verify(database)
    assert not found.count, found.findings
