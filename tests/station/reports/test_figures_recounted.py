"""Each figure of screen and report, counted anew from the exported entries by another way; a broken one is found."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from hardware.contract import Notice
from station.core import Accept, ScanDraft, utc_text
from station.core.counting import GROUPS, tally
from station.core.requests import CloseShift, OpenShift
from station.record import ReportReads, Store
from station.reports import Figures, Which, export_scans, figures_json, figures_of_shift
from tests.station import recounted
from tests.station.record.shift_steps import BEGAN, WHAT, Shift, Step, steps
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from station.core.counting import Line, ShiftFigures, Tally

STORY = [*(what for what in WHAT if what != "shift"), "scanned", "reject", "correct"]
CARRIERS = ("china-post", "usps", None)


def varied(scan: ScanDraft, number: int) -> ScanDraft:
    """No two alike: bins, carriers, weights, times and causes."""
    changes: dict[str, Any] = {}
    if isinstance(scan.decision, Accept):
        changes["decision"] = replace(scan.decision, bin=f"A0{number % 3}")
    if scan.identity is not None:
        changes["identity"] = replace(scan.identity, carrier=CARRIERS[number % 3])
    if scan.capture is not None:
        grams = Decimal(300 + 37 * number)
        changes["capture"] = (
            replace(scan.capture, grams=grams, settle_ms=200 + number * 53 % 400) if number % 5 else None
        )
    if scan.cause is not None:
        changes["cause"] = Notice(("too_dark", "blurred")[number % 2])
    if scan.verdict_ms is not None:
        changes["verdict_ms"] = 20.0 + number * 7 % 90
    return replace(scan, **changes)


def exported(path: Path) -> list[dict[str, Any]]:
    """The lines of `station export entries --format jsonl`."""
    out = io.StringIO()
    export_scans(path, "jsonl", out, since_utc=None, raw=False, which=Which.ENTRIES)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def told(line: Line) -> dict[str, Any]:
    counts = line.counts
    return {
        "not_read": counts.not_read,
        "keyed": counts.keyed,
        "after_retries": counts.after_retries,
        "first_time": counts.first_time,
        "accepted": line.accepted,
        "stopped": line.stopped,
        "grams": line.grams,
    }


def on_screen(path: Path) -> ShiftFigures:
    with ReportReads(path) as reads:
        return reads.shift_figures(utc_text(BEGAN + timedelta(hours=7, minutes=50)))


def differs(path: Path) -> str:
    """What of F2 is not so by the entries; empty: nothing."""
    until = utc_text(BEGAN + timedelta(hours=8))  # what people ask bears the time of now, and a void counts anyhow
    entries = [entry for entry in exported(path) if entry["kind"] == "void" or entry["scanned_at"] < until]
    figures = on_screen(path)
    for group in GROUPS:
        nothing = dict.fromkeys(recounted.LINE, 0)
        seen = {
            name: line for name, line in ((name, told(line)) for name, line in figures.of(group)) if line != nothing
        }
        right = {name: line for name, line in recounted.by_name(entries, group).items() if is_shown(group, name, line)}
        if seen != right:
            return f"{group}: {seen}, not {right}"
    return ""


def is_shown(group: str, name: str, line: dict[str, Any]) -> bool:
    """A code or cause that stopped something, a bin into which something went, and whose parcels were presented."""
    presented = sum(line[each] for each in recounted.LINE[:4])
    if group in ("code", "cause"):
        return bool(name) and line["stopped"] > 0
    return group == "quarter" or line["accepted"] + (presented if group != "bin" else 0) > 0


def stored(path: Path, story: list[Step]) -> None:
    with Store.open(path, "lane-1") as store:
        do(store, OpenShift("Cy"))
        Shift(store, varied).live(story)
        do(store, CloseShift("Cy"))


DAYS = ("2026-11-22T00:00:00.000Z", "2027-11-25T00:00:00.000Z")
FAST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FAST
@given(steps(STORY))
@example([Step("unread"), Step("unread", again=True), Step("keyed", again=True), Step("void", seq=4), Step("heavy"),
          Step("lift", seq=6), Step("void", seq=7), Step("read", minutes=20), Step("reject", seq=9),
          Step("correct", seq=9)])  # fmt: skip
def test_every_figure_of_screen_and_report_is_that_of_the_exported_entries(story: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        stored(path, story)
        found = figures_of_shift(path)
        assert found is not None
        report, entries = figures_json(found), exported(path)
        if sum(step.minutes for step in story) < 7 * 60:
            assert differs(path) == ""
        with ReportReads(path) as reads:
            counted, again = (as_told(each) for each in (reads.between(*DAYS), tally(reads.scans_between(*DAYS))))
    assert counted == again
    right = recounted.whole(entries)
    assert of_report(report) == {**right, "codes": right["codes"], "causes": dict(right["causes"])}
    for group in ("operation", "operator", "carrier", "bin", "quarter"):
        seen = {name: of_line(line) for name, line in report.get(f"by_{group}", {}).items()}
        assert {name: line for name, line in seen.items() if any(line.values())} == recounted.by_name(entries, group)


def as_told(of: Tally) -> dict[str, Any]:
    """Figures of days, however they were counted."""
    told = figures_json(Figures("lane-1", *DAYS, None, of))
    del told["lifted_kg_per_hour"]  # by the time of now
    return {**told, **{name: by_name(lines) for name, lines in told.items() if name.startswith("by_")}}


def by_name(lines: dict[str, Any]) -> dict[str, Any]:
    """Without what came to nothing."""
    nothing = {"first_time_rate": None, "read_rate": None, "accepted_g": "0"}
    return {name: line for name, line in lines.items() if any(line[key] != nothing.get(key, 0) for key in line)}


def of_line(line: dict[str, Any]) -> dict[str, Any]:
    return {each: Decimal(line["accepted_g"]) if each == "grams" else line[each] for each in recounted.LINE}


def of_report(report: dict[str, Any]) -> dict[str, Any]:
    """Under the names of `recounted.whole`."""
    names = (
        "not_read", "keyed", "after_retries", "first_time", "presented", "scans", "overrides", "taken_back",
    )  # fmt: skip
    rates = {
        name: report[name] and pytest.approx((report[name]["rate"], report[name]["low"], report[name]["high"]))
        for name in ("first_time_rate", "read_rate")
    }
    times = {name: (*report[name].values(),) for name in ("settle_ms", "verdict_ms")}
    return {
        **{name: report[name] for name in names},
        **rates,
        **times,
        "codes": {each["code"]: (each["count"], each["share"]) for each in report["codes"]},
        "causes": {each["cause"]: each["count"] for each in report["causes"]},
        "lifted_g": Decimal(report["lifted_g"]),
    }


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE quarter_count SET keyed = keyed + 1 WHERE first_time > 0",
        "UPDATE quarter_count SET milligrams = milligrams + 1000 WHERE accepted > 0",
        "UPDATE quarter_count SET stopped = stopped - 1 WHERE code = 'OW'",
        "UPDATE quarter_count SET bin = 'A09' WHERE bin = 'A01'",
    ],
)
def test_the_control_a_broken_roll_up_is_found(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "station.db"
    stored(path, [Step("read"), Step("read", minutes=20), Step("unread"), Step("heavy")])
    assert differs(path) == ""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(damage)
    assert differs(path)
