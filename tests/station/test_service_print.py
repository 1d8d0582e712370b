"""A parcel whose bars are destroyed, on a station over simulated devices: named by its print, or put to the worker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hardware.simulated.camera import make_parcels, simulated_camera
from hardware.simulated.camera.labels import RenderedLabel, render_label
from station.core import Code, NumberProposed
from station.record import Reads
from tests.hardware.reading.destroyed import destroyed
from tests.station.hall import Hall, hall, take_away
from tests.text_reader import needs_text_reader
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.simulated.camera import SimulatedParcel
    from hardware.simulated.camera.labels import LabelSpec


@pytest.fixture(autouse=True)
def taped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tape over the main code of every label."""

    def render(spec: LabelSpec) -> RenderedLabel:
        label = render_label(spec)
        page = destroyed(label.pixels, label.main_box, "taped", np.random.default_rng(3), label.pixels_per_mm)
        return replace(label, pixels=page)

    monkeypatch.setattr(simulated_camera, "render_label", render)


def parcel(caption: str | None = None) -> SimulatedParcel:
    """One with a last-mile number; `caption`: what is printed in its place."""
    found = next(each for each in make_parcels(5) if each.parcel_id[-2:].isalpha() and len(each.parcel_id) == 13)
    main = found.label.main
    return found if caption is None else replace(found, label=replace(found.label, main=replace(main, caption=caption)))


def booked(here: Hall, count: int) -> None:
    until(lambda: len(here.scans()) == count, f"{count} scans", 60)


@needs_text_reader
def test_the_printed_number_is_booked_and_told_as_such(tmp_path: Path) -> None:
    wanted = parcel()
    with hall(tmp_path / "data", reader={"text": True}, lane={"no_read_s": 60.0, "gone_s": 0.5}) as here:
        here.up()
        here.table.place(wanted)
        booked(here, 1)
        take_away(here)
        scan = here.scans()[0].scan
        with Reads(tmp_path / "data" / "station.db") as reads:
            assert reads.recent(1)[0].parcel_id == wanted.parcel_id
        assert not any(isinstance(event, NumberProposed) for event in here.events)
    symbol = scan.draft.symbol
    assert symbol is not None
    assert (scan.parcel_id, symbol.engine, symbol.symbology, scan.draft.keyed) == (
        wanted.parcel_id,
        "text",
        "text",
        False,
    )


@needs_text_reader
def test_a_number_that_does_not_count_is_put_to_the_worker_after_the_no_read_and_may_be_corrected(
    tmp_path: Path,
) -> None:
    true = parcel().parcel_id
    wrong = true[:5] + str((int(true[5]) + 4) % 10) + true[6:]
    with hall(tmp_path / "data", reader={"text": True}, lane={"no_read_s": 1.0, "gone_s": 0.5}) as here:
        here.up()
        here.table.place(parcel(wrong))
        until(lambda: any(isinstance(event, NumberProposed) for event in here.events), "the question", 60)
        (asked,) = [event for event in here.events if isinstance(event, NumberProposed)]
        (no_read,) = here.scans()
        assert (no_read.scan.code, asked.seq) == (Code.NO_READ, no_read.scan.seq)
        assert (asked.number.identity.raw.replace(" ", ""), asked.number.identity.check) == (wrong, False)
        here.station.key_in(true)
        booked(here, 2)
        last = here.scans()[1].scan
    assert (last.parcel_id, last.draft.keyed, last.draft.capture is not None) == (true, True, True)
    assert last.draft.presentation == no_read.scan.scan_id


def test_without_the_key_nothing_printed_is_read(tmp_path: Path) -> None:
    with hall(tmp_path / "data") as here:
        here.up()
        here.table.place(parcel())
        booked(here, 1)
        scan = here.scans()[0].scan
    assert (scan.parcel_id, scan.code) == (None, Code.NO_READ)
