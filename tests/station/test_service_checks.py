"""The checks of a shift at the whole station: asked after a log-in, noted one by one, and nothing is booked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from hardware.simulated.camera import make_parcels
from station.core.check_requests import RunChecks
from station.core.outcomes import Done
from station.core.requests import OpenShift
from station.record.reads import Reads
from station.record.recovery import verify
from tests.station.hall import hall
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.station.hall import Hall

TEST, OTHER = islice(make_parcels(7), 2)
"""The number on the first label would be a parcel's: as the test label it is none."""
GOLDEN = replace(TEST, grams=Decimal(1000))
CHECKS = {"test_weight_g": 1000, "test_label": TEST.label.main.content, "tolerance_g": 5}


def asked(here: Hall) -> str | None:
    checking = here.station.status().checking
    return None if checking is None else "take_off" if checking.take_off else checking.check


def noted(folder: Path) -> list[tuple[str, Any]]:
    with Reads(folder / "station.db") as reads:
        entries: list[Any] = [each["details"] for each in reads.exported() if each["kind"] == "check"]
    return [(each["is"], each.get("passed")) for each in entries]


def until_asked(here: Hall, check: str | None) -> None:
    until(lambda: asked(here) == check, f"the check {check}")


def test_the_checks_of_a_log_in_are_noted_and_parcels_wait(tmp_path: Path) -> None:
    order = ["zero", "test_weight", "test_label", "clock", "sound"]
    with hall(tmp_path, checks={**CHECKS, "at_log_in": order}) as here:
        here.up()
        assert isinstance(here.station.ask(OpenShift("Ana")), Done)
        until_asked(here, "test_weight")
        here.table.place(GOLDEN)
        until_asked(here, "take_off")
        here.station.key_in(OTHER.parcel_id)
        here.table.scale.remove()
        until_asked(here, "sound")
        here.table.remove()
        here.station.answer_check("sound", passed=False)
        until_asked(here, None)
        assert here.scans() == [], "neither test weight nor test label is a parcel"
        here.table.place(replace(OTHER, grams=Decimal(700)))
        until(lambda: len(here.scans()) == 1, "the number that was scanned meanwhile")
        assert here.scans()[0].scan.parcel_id == OTHER.parcel_id
        until(lambda: "check-sound" in {each.key for each in here.station.status().troubles}, "the trouble")
        assert not here.station.status().stopped_by_check
    found = noted(tmp_path)
    assert [name for name, _ in found] == order
    assert dict(found)["sound"] is False
    with Reads(tmp_path / "station.db") as reads:
        (weight,) = [each for each in reads.exported() if (each.get("details") or {}).get("is") == "test_weight"]  # type: ignore[attr-defined]
    assert (weight["operator"], weight["details"]) == (
        "Ana", {"is": "test_weight", "value": "1000", "limit": "1000 +- 5", "passed": True},
    )  # fmt: skip
    assert not verify(tmp_path / "station.db").count


def test_a_start_goes_on_with_the_checks_that_wait_and_a_failed_one_may_stop_the_lane(tmp_path: Path) -> None:
    checks = {"at_log_in": ["zero", "sound"], "stop": True}
    with hall(tmp_path, checks=checks) as here:
        here.up()
        here.station.ask(OpenShift("Ana"))
        until_asked(here, "sound")
    with hall(tmp_path, checks=checks) as here:
        here.up()
        until_asked(here, "sound")
        here.station.answer_check("sound", passed=False)
        until(lambda: here.station.status().stopped_by_check, "the stop")
        here.table.place(OTHER)
        until(lambda: here.station.status().lane.weigh_phase == "captured", "the weight")
        assert here.scans() == []
        assert isinstance(here.station.ask(RunChecks("Bo", ("sound",))), Done)
        until_asked(here, "sound")
        here.station.answer_check("sound", passed=True)
        until(lambda: len(here.scans()) == 1, "the parcel that waited")
    assert noted(tmp_path) == [("zero", True), ("sound", False), ("asked", None), ("sound", True)]


def test_a_self_test_is_asked_when_nothing_lies_there(tmp_path: Path) -> None:
    with hall(tmp_path, checks={**CHECKS, "every_h": 0.0005}) as here:
        here.up()
        until_asked(here, "test_weight")
        here.table.place(GOLDEN)
        until_asked(here, "take_off")
        here.table.scale.remove()
        until(lambda: len(noted(tmp_path)) >= 3, "both results")
    assert noted(tmp_path)[:3] == [("asked", None), ("test_weight", True), ("test_label", True)]
    assert here.scans() == []
