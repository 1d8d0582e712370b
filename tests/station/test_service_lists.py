"""The whole station with a centre that keeps lists: they decide about the next parcel, the status tells their age."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from station.core.exception_codes import Function
from station.core.sort_plan.index import PlanIndex, parse_plan
from station.core.sort_plan.rules import FunctionRow, SortPlan
from station.record.writer import Store, StoreError
from station.runtime.active_plan import ActivePlan
from station.tracking_server import lists as centre_lists
from tests.station.hall import hall
from tests.station.sync.centre import TOKEN
from tests.station.sync.lists_folder import LOOK_S, centre, put
from tests.waiting import until


def test_the_centres_plan_holds_and_manifest_decide_about_the_next_parcel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(centre_lists, "LOOK_S", LOOK_S)
    folder, token = tmp_path / "lists", tmp_path / "token"
    folder.mkdir()
    token.write_text(TOKEN)
    token.chmod(0o600)
    first, second = "RB123456785GB", "RR473124829CN"
    put(folder, "sort-plan.csv", "version,bin", "from-the-centre,C7")
    put(folder, "manifest.csv", "parcel_id,alt_ids", f"{first},WX-2026-77")
    with centre(tmp_path, folder) as server:
        sync = {"url": server.url, "token_file": token, "lists_every_s": 1}
        with hall(tmp_path / "station", sync=sync, station={"id": "test-1", "data_dir": tmp_path / "data"}) as here:
            here.up()
            until(lambda: here.station.status().plan_version == "from-the-centre", "the plan")
            until(lambda: all(one.of_centre for one in here.station.status().lists if one.name != "holds"), "the ages")
            here.table.scale.place(500)
            here.station.key_in("wx-2026-77")
            until(lambda: len(here.scans()) == 1, "the first scan")
            here.table.scale.remove()
            put(folder, "holds.csv", "parcel_id,reason", f"{second},fraud")
            until(lambda: any(one.name == "holds" and one.of_centre for one in here.station.status().lists), "holds")
            here.table.scale.place(700)
            here.station.key_in(second)
            until(lambda: len(here.scans()) == 2, "the second scan")
            scans = [event.scan for event in here.scans()]
            lists = {one.name: one for one in here.station.status().lists}

    assert [(scan.parcel_id, scan.code) for scan in scans] == [(first, None), (second, "HD")]
    assert (scans[0].bin, scans[0].draft.plan_version) == ("C7", "from-the-centre")
    assert all(one.age_s is not None and not one.stale and not one.words for one in lists.values()), lists


def test_scans_go_on_while_a_plan_of_the_centre_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check hangs for as long as it likes: it is not the core that waits for it."""
    begun, go_on = threading.Event(), threading.Event()

    def hanging(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(30)
        return parse_plan(*given)

    monkeypatch.setattr("station.sync.lists.downlink.parse_plan", hanging)
    monkeypatch.setattr(centre_lists, "LOOK_S", LOOK_S)
    folder = tmp_path / "lists"
    folder.mkdir()
    rules = (f"from-the-centre,{number},C{number}" for number in range(20_000))
    put(folder, "sort-plan.csv", "version,priority,bin", *rules)
    with centre(tmp_path, folder) as server:
        token = tmp_path / "token"
        token.write_text(TOKEN)
        token.chmod(0o600)
        with hall(tmp_path / "station", sync={"url": server.url, "token_file": token, "lists_every_s": 1}) as here:
            here.up()
            until(begun.is_set, "the check")
            old = here.station.status().plan_version
            here.table.scale.place(500)
            here.station.key_in("RB123456785GB")
            until(lambda: len(here.scans()) == 1, "the scan")
            go_on.set()
            until(lambda: here.station.status().plan_version == "from-the-centre", "the plan")
            scans = [event.scan for event in here.scans()]

    assert [scan.draft.plan_version for scan in scans] == [old]
    assert old != "from-the-centre"


def test_a_plan_that_cannot_be_written_is_not_decided_by(tmp_path: Path) -> None:
    plan = ActivePlan()
    one = PlanIndex(SortPlan("one", ()))
    no_bin = PlanIndex(SortPlan("two", (), (FunctionRow(2, next(iter(Function)), "", ""),)))
    with Store.open(tmp_path / "station.db", "test-1") as store:
        plan.replace(store, one)
        with pytest.raises(StoreError):
            plan.replace(store, no_bin)
    assert (plan.index, plan.version) == (one, "one")
    plan.load(tmp_path / "station.db")
    assert plan.version == "one"


def test_lists_switched_off_are_not_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    put(folder, "sort-plan.csv", "bin", "C7")
    with centre(tmp_path, folder) as server:
        sync = {"url": server.url, "lists": False}
        with hall(tmp_path / "station", sync=sync) as here:
            here.up()
            assert "lists" not in here.station._threads.started
            assert here.station.status().plan_version != "C7"
            assert here.station.status().plan_version is not None
