"""Figures of shifts and days against entries counted anew, by another way: presentations as groups of exported rows."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given

from station.core.counting import ReadClass, tally
from station.core.requests import CloseShift, OpenShift
from station.record import Reads, ReportReads, Store
from station.record.counted_scans import BY_NUMBER, counted_scans
from station.reports import figures_json, figures_of_day, figures_of_shift
from tests.station.record.drafts import draft
from tests.station.record.shift_steps import WHAT, Shift, Step, steps
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from collections.abc import Sequence


def recounted(entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The same figures from whole groups of entries."""
    void = {entry["about"] for entry in entries if entry["kind"] == "void"}
    scans = [entry for entry in entries if entry["kind"] == "scan"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for scan in scans:
        groups.setdefault(scan["presentation_id"], []).append(scan)
    classes: Counter[str] = Counter()
    for group in groups.values():
        by_machine = ["parcel_id" in scan and not scan.get("keyed") for scan in group]
        by_hand = any(scan.get("keyed") for scan in group)
        classes[
            "first_time"
            if by_machine[0]
            else "after_retries"
            if any(by_machine)
            else "keyed"
            if by_hand
            else "not_read"
        ] += 1
    stands = [scan for scan in scans if scan["scan_id"] not in void]
    lifted = [entry for entry in entries if entry["kind"] == "override" and entry["scan_id"] not in void]
    went = [scan for scan in stands if "code" not in scan]
    return {
        "presented": len(groups),
        **{name: classes[name] for name in ("first_time", "after_retries", "keyed", "not_read")},
        "scans": len(scans),
        "accepted": len(went) + len(lifted),
        "stopped": len(stands) - len(went),
        "overrides": len(lifted),
        "taken_back": len(void),
        "codes": Counter(scan["code"] for scan in stands if "code" in scan),
        "lifted_g": sum(Decimal(group[-1]["weight"]["grams"]) for group in groups.values()),
    }  # fmt: skip


def shown(told_: dict[str, Any]) -> dict[str, Any]:
    """What is compared, of the report."""
    codes = Counter({each["code"]: each["count"] for each in told_["codes"]})
    names = (
        "presented", "first_time", "after_retries", "keyed", "not_read", "scans", "accepted", "stopped", "overrides",
        "taken_back",
    )  # fmt: skip
    return {**{name: told_[name] for name in names}, "codes": codes, "lifted_g": Decimal(told_["lifted_g"])}


@given(steps(WHAT))
@example([Step("heavy"), Step("lift", seq=1)])
def test_the_figures_of_a_day_are_those_of_its_exported_entries_and_groups_add_up(story: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        with Store.open(path, "lane-1") as store:
            Shift(store).live(story)
        now = datetime.now().astimezone().date()  # overrides bear the time at which they are asked
        dates = {each + timedelta(days=n) for each in (date(2026, 11, 22), now) for n in range(-1, 3)}
        days = [figures_json(figures_of_day(path, each)) for each in sorted(dates)]
        with Reads(path) as reads:
            entries = list(reads.exported())
    whole = recounted(entries)
    for name in ("scans", "accepted", "stopped", "overrides", "taken_back", "presented"):
        assert sum(day[name] for day in days) == whole[name], name
    for day in days:
        for group in ("operator", "quarter", "bin", "carrier"):
            rows = day.get(f"by_{group}", {}).values()
            assert sum(row["accepted"] for row in rows) == day["accepted"], group
            assert sum(row["stopped"] for row in rows) == day["stopped"], group


@given(steps([what for what in WHAT if what != "shift"]))
def test_the_figures_of_a_shift_are_those_of_its_entries(story: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        with Store.open(path, "lane-1") as store:
            do(store, OpenShift("Cy"))
            Shift(store).live(story)
            do(store, CloseShift("Cy"))
            do(store, OpenShift("Di"))
        now, before = (figures_of_shift(path, back) for back in (0, 1))
        assert figures_of_shift(path, 2) is None
        with Reads(path) as reads:
            entries = list(reads.exported())
    assert now is not None
    assert before is not None
    assert (now.operator, now.until, figures_json(now)["presented"]) == ("Di", None, 0)
    assert before.operator == "Cy"
    assert shown(figures_json(before)) == recounted(entries)


def test_the_control_a_tally_that_forgets_how_a_parcel_was_read_before_is_found(tmp_path: Path) -> None:
    story = [Step("unread"), Step("read", again=True), Step("keyed", again=True), Step("read")]
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        do(store, OpenShift("Cy"))
        Shift(store).live(story)
    with ReportReads(tmp_path / "station.db") as reads:
        scans = list(counted_scans(reads._connection, reads._terms, BY_NUMBER, (0, 99)))
        entries = list(reads.exported())
    right = tally(scans).all.counts
    wrong = tally(replace(scan, read_before=None) for scan in scans).all.counts
    expected = recounted(entries)
    assert (right.presented, right.first_time, right.after_retries) == (2, 1, 1)
    assert (expected["presented"], expected["first_time"], expected["after_retries"]) == (2, 1, 1)
    assert wrong.presented == 4
    assert scans[1].read_before is ReadClass.NOT_READ


def test_a_scan_of_a_wrong_clock_stands_at_the_time_that_was_found_out(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(draft(at="1970-01-01T00:10:00.000Z"))
        store._live().execute("INSERT INTO redated (seq, scanned_at) VALUES (1, '2026-11-22T10:00:00.000Z')")
        store.count_anew()
    found, lost = (figures_json(figures_of_day(path, day)) for day in (date(2026, 11, 22), date(1970, 1, 1)))
    assert (found["presented"], found["redated"], lost["presented"]) == (1, 1, 0)
    assert list(found["by_quarter"]) == ["2026-11-22T10:00:00Z"]


@pytest.mark.parametrize(("hits", "few"), [(29, True), (30, False)])
def test_a_rate_of_few_parcels_says_so(tmp_path: Path, hits: int, few: bool) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        Shift(store).live([Step("read")] * hits)
    rate = figures_json(figures_of_day(path, date(2026, 11, 22)))["first_time_rate"]
    assert (rate["rate"], rate["few"]) == (1.0, few)
