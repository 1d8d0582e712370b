"""A shift of known truth over the whole station: what the record counts is what lay there."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hardware.simulated.camera import make_parcels
from station.core.counting import Presentations, ReadCounts
from station.core.requests import VoidScan
from station.record import Reads
from tests.station.hall import hall
from tests.waiting import until

if TYPE_CHECKING:
    from station.core import Scan
    from tests.station.hall import Hall


SHOWN = ("seq", "kind", "parcel_id", "code", "keyed", "read_before", "presentation_id", "weight")


def presented(here: Hall, scans: int) -> Scan:
    """The newest scan, once there are so many."""
    until(lambda: len(here.scans()) == scans, f"scan {scans}")
    return here.scans()[-1].scan


def take_away(here: Hall) -> None:
    here.table.remove()
    until(lambda: here.station.status().lane.weigh_phase == "empty", "an empty scale")


def test_each_parcel_is_one_presentation_and_counts_as_it_was_read(tmp_path: Path) -> None:
    never, tried, keyed, read = islice(make_parcels(21), 4)
    patient: dict[str, Any] = {
        "weigh": {"min_load_g": 10, "timeout_s": 30.0},
        "lane": {"no_read_s": 1.0, "gone_s": 0.5},
    }
    with hall(tmp_path, **patient) as here:
        here.up()
        names: list[list[str]] = []

        def note(*scans: Scan) -> None:
            names.append([scan.draft.presentation or scan.scan_id for scan in scans])

        here.table.place(read)
        first = presented(here, 1)
        note(first)
        take_away(here)

        here.table.scale.place(float(tried.grams))  # its label lies below
        unread = presented(here, 2)
        take_away(here)
        here.table.place(tried)
        turned = presented(here, 3)
        take_away(here)
        here.station.ask(VoidScan(turned.seq, "anna", "the wrong bin"))
        here.table.place(tried)
        again = presented(here, 4)
        note(unread, turned, again)
        take_away(here)

        here.table.scale.place(float(keyed.grams))
        blank = presented(here, 5)
        here.station.key_in(keyed.parcel_id)
        typed = presented(here, 6)
        note(blank, typed)
        take_away(here)

        here.table.scale.place(float(never.grams))
        note(presented(here, 7))
        take_away(here)
    with Reads(tmp_path / "station.db") as reads:
        story = [{key: scan.get(key) for key in SHOWN} for scan in reads.exported()]
        assert reads.totals().read == ReadCounts(not_read=1, keyed=1, after_retries=1, first_time=1), "\n".join(
            map(str, story)
        )
        assert reads.totals().scans == 7
    assert again.code is None, "what was taken back is no duplicate"
    assert [len(set(group)) for group in names] == [1, 1, 1, 1]
    assert len({group[0] for group in names}) == 4


def test_control_rows_counted_as_parcels_are_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Presentations, "of", lambda *_: None)
    with pytest.raises(AssertionError):
        test_each_parcel_is_one_presentation_and_counts_as_it_was_read(tmp_path)
