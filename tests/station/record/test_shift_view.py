"""The figures of a shift add up, and the scans behind a figure are those that it counts."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings

from station.core import utc_text
from station.core.counting import GROUPS, ReadCounts
from station.core.requests import OpenShift
from station.record import ReportReads, Store
from station.runtime import DeparturesFile, FiguresDesk
from tests.station.record.shift_steps import BEGAN, WHAT, Shift, Step, steps
from tests.station.requests.doing import do

STORY = [what for what in WHAT if what != "shift"]


@settings(max_examples=40)
@given(steps(STORY))
def test_every_part_of_the_figures_adds_up_and_leads_to_its_scans(story: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        with Store.open(path, "lane-1") as store:
            lane = Shift(store)
            lane.live(story)
        with ReportReads(path) as reads:
            found = reads.shift_figures(utc_text(BEGAN + timedelta(hours=7, minutes=50)))
            assert not found.is_shift
            assert 8 <= len(found.quarters) <= 33
            assert found.since == found.quarters[0][0]
            scans = {
                group: {
                    name: reads.behind({} if group == "quarter" else {group: name}, found.stretch(group, name), 99)
                    for name, _ in found.of(group)
                }
                for group in GROUPS
            }
            seen = {scan.seq for behind in scans["quarter"].values() for scan in behind}
            for entries in map(reads.presentation, seen):
                assert len({entry["presentation_id"] for entry in entries}) == 1
            together = {seq: {entry["seq"] for entry in reads.presentation(seq)} for seq in seen}
    assert all(seq in others for seq, others in together.items())
    assert all(together[other] == others for others in together.values() for other in others if other in together)
    within = BEGAN + timedelta(hours=8) > BEGAN + timedelta(minutes=sum(step.minutes for step in story))
    for group in ("operator", "carrier") if within else ():
        assert sum(line.stopped for _, line in found.of(group)) <= found.whole.stopped
    assert sum(line.stopped for _, line in found.codes) == found.whole.stopped
    for name, behind in scans["code"].items():
        counted = dict(found.codes)[name].stopped
        assert sum(scan.code == name and not scan.taken_back for scan in behind) >= counted
    for name, behind in scans["quarter"].items():
        assert all(scan.scanned_at[:13] == name[:13] for scan in behind)
    for name, behind in scans["bin"].items():
        assert all(scan.bin == name for scan in behind)


def test_a_shift_is_counted_from_its_quarter_hour_on(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        do(store, OpenShift("Ana"))
        Shift(store).live([Step("read")])
    figures = FiguresDesk(path, 450, DeparturesFile(None)).shift()
    assert figures.is_shift
    assert figures.whole.counts == ReadCounts()
    assert len(figures.quarters) == 1
    (entry,) = FiguresDesk(path, 450, DeparturesFile(None)).history("RR000000005CN")
    assert entry["bin"] == "A01"
