"""Parcels whose labels lie below so often: each figure of the demonstration comes out as it was."""

from __future__ import annotations

import io
import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from hardware.simulated.camera import make_parcels
from station.core.counting import ReadCounts
from station.demo import Worker
from station.record import ReportReads
from station.record.log import utc_now
from station.reports import Which, export_scans, odd_runs
from tests.station import recounted
from tests.station.hall import hall

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.simulated import SimulatedTable
    from hardware.simulated.camera.parcels import SimulatedParcel

BELOW = (0, 1, 0, 2, 0, 0, 3, 0)
"""How often the label of each parcel lies below; the third time the worker types the number at the fourth try."""
TRUTH = ReadCounts(keyed=1, after_retries=2, first_time=5)


class Turned:
    """A table onto which parcels come with the label below at first; that of `never` stays there."""

    def __init__(self, table: SimulatedTable, below: dict[str, int], never: str) -> None:
        self._table, self._below, self._never = table, below, never

    def place(self, parcel: SimulatedParcel) -> None:
        if self._below[parcel.parcel_id] or parcel.parcel_id == self._never:
            self._below[parcel.parcel_id] -= 1
            self._table.scale.place(float(parcel.grams))
        else:
            self._table.place(parcel)

    def remove(self) -> None:
        self._table.remove()


def test_the_known_truth_of_the_demonstration_comes_out_exactly(tmp_path: Path) -> None:
    parcels = list(islice(make_parcels(5), len(BELOW)))
    patient: dict[str, Any] = {"weigh": {"min_load_g": 10, "timeout_s": 30.0}}
    with hall(tmp_path, **patient) as here:
        here.up()
        below = dict(zip((each.parcel_id for each in parcels), BELOW, strict=True))
        table = Turned(here.table, below, max(below, key=lambda number: below[number]))
        Worker(here.station, table, 4.0).run(parcels)
    path = tmp_path / "station.db"
    out = io.StringIO()
    export_scans(path, "jsonl", out, since_utc=None, raw=False, which=Which.ENTRIES)
    right = recounted.whole([json.loads(line) for line in out.getvalue().splitlines()])
    with ReportReads(path) as reads:
        now = utc_now()
        screen, hour, totals = reads.shift_figures(now).whole.counts, reads.hour(now).read, reads.totals().read
    assert (screen, hour, totals) == (TRUTH, TRUTH, TRUTH)
    assert (right["first_time_rate"][0], right["read_rate"][0]) == (5 / 8, 7 / 8)
    assert not odd_runs(path, "2026"), "a demonstration is honest work"
    assert right["lifted_g"] == sum(each.grams for each in parcels)
