"""The tour goes on once its visitor did what its sentence says, and only then."""

from __future__ import annotations

import threading
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from hardware.simulated.camera import make_parcels
from station.core.bag_requests import CloseBag, OpenBag
from station.demo import Tour, tour
from station.demo.tour import MOST_TRIES
from station.language.tour import TOUR
from station.record.reads import Reads
from tests.station.hall import hall
from tests.station.ui.looking import app_of, until_shown
from tests.station.ui.scripted_station import ScriptedStation
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.station.hall import Hall


def code(guide: Tour[Any]) -> str:
    return guide.step.code if guide.step is not None else ""


def visit(here: Hall, guide: Tour[Any]) -> list[str]:
    """What a visitor does at each step; the steps in their order."""
    steps: list[str] = []
    while code(guide) != "end":
        until(lambda: code(guide) not in ["", *steps[-1:]], f"the step after {steps[-1:]}")
        steps.append(code(guide))
        values = dict(guide.step.values) if guide.step is not None else {}
        match steps[-1]:
            case "undo":
                here.station.undo()
            case "typed":
                here.station.key_in(str(values["number"]))
            case "open_bag":
                here.station.ask(OpenBag("demo", str(here.scans()[-1].scan.bin), "BAG-1"))
            case "close_bag":
                here.station.weigh_bag(on=True)
                until(lambda: here.station.status().lane.weigh_phase == "captured", "the weight of the bag")
                here.station.weigh_bag(on=False)
                here.station.ask(CloseBag("BAG-1", "demo", str(here.station.status().lane.captured_grams)))
            case _:
                pass
    return steps


def test_each_step_waits_for_what_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tour, "READ_S", 0.3)
    held = [parcel.parcel_id for parcel in islice(make_parcels(7), 1, 2)]
    with hall(tmp_path, held=held) as here:
        here.up()
        guide = Tour(here.station, here.table, make_parcels(7))
        thread = threading.Thread(target=guide.run)
        thread.start()
        try:
            until(lambda: code(guide) == "undo", "the first question")
            assert not threading.Event().wait(1), "it waits for the visitor"
            assert code(guide) == "undo"
            steps = visit(here, guide)
        finally:
            guide.stop()
            thread.join()
    assert ["accepted", *steps] == list(TOUR)
    with Reads(tmp_path / "station.db") as reads:
        bag = reads.bags.bag("BAG-1")
        codes = [each.get("code") for each in reads.exported() if each["kind"] == "scan"]
    assert bag is not None
    assert (bag.state.value, bag.count > 0) == ("closed", True)
    assert codes[1] == "HD"
    assert len(codes) < MOST_TRIES


async def test_the_screen_shows_the_step_above_the_verdict() -> None:
    from hardware.contract import notice
    from station.ui import StationApp

    app = StationApp(ScriptedStation(), guide=lambda: notice("typed", number="CX358856846BR"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "type CX358856846BR and press Enter")
    async with app_of(ScriptedStation()).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "under the camera")
