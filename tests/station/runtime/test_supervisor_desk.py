"""What a supervisor is offered: the newest stop that stands, the parcel's own bin first, the bags that are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import ClockReading
from station.core.bag_requests import CloseBag, OpenBag
from station.core.outcomes import Done
from station.core.requests import ANY_LANE, Checked, OverrideStop, VoidScan
from station.core.shift import Shift
from station.core.sort_plan import PlanIndex, parse_plan
from station.record import Store
from station.requests import judge, named
from station.runtime import Active, ActiveShift, SupervisorDesk
from tests.station.record.drafts import OVERWEIGHT, draft

if TYPE_CHECKING:
    from pathlib import Path

    from station.core.requests import Request

PLAN, _ = parse_plan(["bin,country\n", "A01,\n", "A02,CN\n"], "p.csv")
NOW = ClockReading("2026-11-30T10:00:00.000Z", 1, "b", "synced")
STOPPED, OTHER = "RR473124829CN", "RB123456785CN"


class Line:
    """A record that is written to, and the desk over it."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder / "station.db", "lane-1")
        active = Active(ActiveShift(Shift()))
        assert PLAN is not None
        active.plan.index = PlanIndex(PLAN)
        self.desk = SupervisorDesk(self.store.path, active, ("why",), ("why",), ("why",))

    def ask(self, request: Request) -> Done:
        checked = judge(self.store.path, wish := named(request), ANY_LANE)
        assert isinstance(checked, Checked)
        outcome = self.store.apply(
            wish.id, checked, ClockReading("2026-11-30T10:00:00.000Z", 1, "b", "synced"), Shift()
        )
        assert isinstance(outcome, Done)
        return outcome


def test_the_newest_stop_that_stands_and_the_parcels_own_bin_first(tmp_path: Path) -> None:
    line = Line(tmp_path)
    with line.store as store:
        assert line.desk.last_stops() == ()
        stop = store.commit(draft(STOPPED, decision=OVERWEIGHT))
        store.commit(draft(OTHER))
        store.commit(draft(None, decision=OVERWEIGHT))  # nobody knows which parcel it is
        (found,) = line.desk.last_stops()
        assert (found.seq, found.parcel_id, found.code) == (stop.seq, STOPPED, "OW")
        assert found.bins[0] == "A02"
        assert set(found.bins) == {"A01", "A02"}

        override = line.ask(OverrideStop(stop.seq, "A01", "Bo", "weighed again"))
        assert line.desk.last_stops() == ()
        line.ask(VoidScan(int(str(override.values["by_seq"])), "Bo", "no"))
        assert line.desk.last_stops() == (found,)
        store.commit(draft(STOPPED))  # it was scanned again and accepted: that stands
        assert line.desk.last_stops() == ()


def test_several_stops_are_offered_the_newest_first(tmp_path: Path) -> None:
    line = Line(tmp_path)
    with line.store as store:
        earlier = store.commit(draft(STOPPED, decision=OVERWEIGHT))
        later = store.commit(draft(OTHER, decision=OVERWEIGHT))
        assert [stop.seq for stop in line.desk.last_stops()] == [later.seq, earlier.seq]


def test_a_stop_that_was_taken_back_is_not_offered(tmp_path: Path) -> None:
    line = Line(tmp_path)
    with line.store as store:
        stop = store.commit(draft(STOPPED, decision=OVERWEIGHT))
        line.ask(VoidScan(stop.seq, "Ana", "mistake"))
        assert line.desk.last_stops() == ()


def test_closed_bags_are_offered_and_open_ones_not(tmp_path: Path) -> None:
    line = Line(tmp_path)
    with line.store:
        for bag in ("BAG-1", "BAG-2"):
            line.ask(OpenBag("Ana", bag.replace("BAG", "X"), bag))
        line.ask(CloseBag("BAG-2", "Ana"))
        assert [bag.number for bag in line.desk.closed_bags()] == ["BAG-2"]
