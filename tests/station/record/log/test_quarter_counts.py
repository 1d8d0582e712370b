"""Figures by quarter hour are those of the exported entries, counted anew by another way, whatever happened to them."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given

from station.core.counting import ReadClass, class_after
from station.record import Reads, ReportReads, Store
from station.record.quarter_reads import BY
from station.record.recovery import verify
from tests.station.record.shift_steps import MORE, Shift, Step, steps

if TYPE_CHECKING:
    from collections.abc import Iterable

ALWAYS = ("0000", "9999")
PART = ("2026-11-22T10:15", "2026-11-23T00:45")
"""Its middle is answered from sums of four hours, its ends are not."""
KEYS = {"operation": "operation", "operator": "operator", "bin": "bin", "carrier": "carrier", "code": "code"}


def recounted(
    entries: Iterable[dict[str, Any]], by: str, every: Iterable[dict[str, Any]] = ()
) -> dict[str, Counter[str]]:
    """By the names of `by`, every figure that is not 0. `every`: where voids may stand beside these."""
    entries = list(entries)
    void = {entry["about"] for entry in (*entries, *every) if entry["kind"] == "void"}
    lines: dict[str, Any] = {}
    for entry in entries:
        if entry["kind"] not in {"scan", "override"} or "corrects" in entry:
            continue
        line = lines.setdefault(name_of(entry, by), Counter())
        stands = entry["scan_id"] not in void
        line["taken_back"] += not stands
        went = stands and (entry["kind"] == "override" or "code" not in entry)
        line["accepted"] += went
        line["grams"] += Decimal(entry.get("weight", {}).get("grams", 0)) if went else 0
        if entry["kind"] == "override":
            line["overrides"] += stands
            continue
        before = ReadClass[entry["read_before"].upper()] if "read_before" in entry else None
        line[class_after(before, has_id="parcel_id" in entry, keyed=entry["keyed"]).name] += 1
        if before is not None:
            line[before.name] -= 1
        line["stopped"] += stands and "code" in entry
        line["by_scanner"] += entry.get("engine", "").startswith("scanner:")
    return {name: +line | -line for name, line in lines.items()}


def name_of(entry: dict[str, Any], by: str) -> str:
    at = entry.get("scanned_at_corrected", entry["scanned_at"])
    if by == "quarter":
        return f"{at[:14]}{int(at[14:16]) // 15 * 15:02}:00Z"
    if by == "cause":
        return str(entry.get("cause", "")) if "parcel_id" not in entry else ""
    told = "" if by == "code" and entry["kind"] == "override" else entry.get(KEYS[by], "")
    return str(told)


def kept(path: Path, by: str, span: tuple[str, str] = ALWAYS) -> dict[str, Counter[str]]:
    with ReportReads(path) as reads:
        found = reads.lines(by, span)
    lines = {
        name: Counter(
            {each.name: count for each, count in line.read.items()}
            | {what: getattr(line, what) for what in ("taken_back", "accepted", "grams", "overrides", "stopped")}
            | {"by_scanner": line.by_scanner}
        )
        for name, line in found.items()
    }
    return {name: +line | -line for name, line in lines.items()}


def something(lines: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    """Without what came to nothing: a cell may stay of which every entry has left."""
    return {name: line for name, line in lines.items() if line}


@given(steps(MORE))
@example([Step("unread"), Step("void"), Step("reject"), Step("acknowledge", seq=9), Step("retire"), Step("correct")])
@example([Step("wrong clock"), Step("read", minutes=40), Step("redate"), Step("acknowledge", seq=9), Step("retire")])
@example([Step("read"), Step("void"), Step("reject"), Step("acknowledge", seq=9), *[Step("retire")] * 2])
def test_the_figures_are_those_of_the_entries_that_are_there(story: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        with Store.open(path, "lane-1") as store:
            Shift(store).live(story)
        with Reads(path) as reads:
            entries = list(reads.exported())
        part = [entry for entry in entries if PART[0] <= name_of(entry, "quarter") < PART[1]]
        for by in BY:
            assert something(kept(path, by)) == something(recounted(entries, by)), by
            assert something(kept(path, by, PART)) == something(recounted(part, by, entries)), by
        assert not verify(path).findings


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE quarter_count SET first_time = first_time + 1 WHERE bin = 'A01'",
        "UPDATE quarter_count SET first_time = first_time + 1, keyed = keyed - 1 WHERE bin = 'A01'",
        "DELETE FROM quarter_count WHERE code = 'NR'",
        "UPDATE quarter_count SET quarter = '2031-01-01T00:00' WHERE code = 'NR'",
        "UPDATE part_sum SET first_time = first_time + 1 WHERE bin = 'A01'",
        "DELETE FROM quarter_sum",
    ],
)
def test_broken_figures_are_found_and_counted_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        Shift(store).live([Step("read"), Step("unread", minutes=20), Step("keyed", again=True), Step("heavy")])
    right = kept(path, "bin")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(damage)
    found = verify(path).findings
    assert found
    assert all("figures are not those" in each.words for each in found)
    with Store.open(path, None) as store:
        store.count_anew()
    assert not verify(path).findings
    assert kept(path, "bin") == right


def test_figures_of_one_worker_are_those_of_that_worker(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        Shift(store).live([Step("read"), Step("unread", operator="陈 Bo"), Step("read", operator="陈 Bo", minutes=30)])
    with ReportReads(path) as reads:
        own = reads.lines("quarter", ALWAYS, {"operator": "陈 Bo"})
        nobody = reads.lines("bin", ALWAYS, {"operator": "Cy"})
        later = reads.lines("operator", ("2026-11-22T10:15", "2026-11-22T11:00"))
        with pytest.raises(ValueError, match="not kept by"):
            reads.lines("shoe size", ALWAYS)
    assert [line.counts.presented for line in own.values()] == [1, 1]
    assert not nobody
    assert list(later) == ["陈 Bo"]
