"""The recorder: bounded, never in the way, and nothing on the disk that was not wanted."""

from __future__ import annotations

import json
import os
import stat
import threading
import time
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.contract import Frame, Reading
from hardware.simulated.camera import make_parcels
from station.assembly import recorder as assembled
from station.demo.worker import Worker
from station.record.upkeep import Room
from station.runtime.recorder import RECORD, SETTINGS, KeepRules, recorder, recordings_in
from station.runtime.recorder.folder import DAY_S, begun, finished, make_room
from station.runtime.recorder.ring import STEP_BYTES, Ring, TapedFrame
from tests.station.hall import hall, take_away
from tests.station.recorded import no_read, recorded
from tests.waiting import until

NOTHING = Reading((), None, 1.0)


@given(
    gaps=st.lists(st.floats(0, 3), min_size=1, max_size=60),
    sizes=st.lists(st.integers(0, 5000), min_size=60, max_size=60),
    seconds=st.floats(0.5, 10),
)
@settings(max_examples=50)
def test_the_ring_is_bounded_in_time_and_memory_and_keeps_the_newest(
    gaps: list[float], sizes: list[int], seconds: float
) -> None:
    ring, most, at = Ring(seconds, 40_000), 40_000, 0.0
    added: list[TapedFrame] = []
    for gap, size in zip(gaps, sizes, strict=False):
        at += gap
        added.append(TapedFrame(len(added), at, np.zeros(size, np.uint8), NOTHING, None))
        ring.add(added[-1])
        kept = ring.now()

        assert sum(each.grey.nbytes + STEP_BYTES for each in kept) == ring.size <= most
        assert list(kept) == added[len(added) - len(kept) :]
        assert at - kept[0].at <= seconds


def test_a_no_read_is_recorded_whole_and_for_the_station_alone(tmp_path: Path) -> None:
    kept = recorded(tmp_path / "data")
    lines = [json.loads(line) for line in (kept / RECORD).read_text().splitlines()]
    pictures = {line["file"] for line in lines if line.get("file")}
    told = [line["told"] for line in lines if "told" in line]

    assert kept.name.endswith("-no-read")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert pictures == {file.name for file in kept.glob("*.png")} != set()
    assert [each["code"] for each in told][-1] == "NR"
    assert any(line.get("step") == "weight" and line["fact"]["raw"]["of"] for line in lines)
    assert "[reader]" in (kept / SETTINGS).read_text()
    assert "[sync]" not in (kept / SETTINGS).read_text()


def test_it_is_off_by_default(tmp_path: Path) -> None:
    with hall(tmp_path / "data") as here:
        here.up()
        here.table.scale.place(700)
        until(lambda: bool(here.scans()), "the no-read")

        assert here.station._parts.recorder is None
    assert not (tmp_path / "data" / "recordings").exists()


def test_a_disk_that_hangs_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = threading.Event()
    monkeypatch.setattr(assembled.PngPictures, "write", lambda *_: hangs.wait(30))
    parcels = list(islice(make_parcels(11), 4))
    with hall(tmp_path / "data", replay={"enabled": True}) as here:
        here.up()
        here.table.scale.place(700)
        until(lambda: bool(here.scans()), "the no-read")
        part = here.station._parts.recorder
        assert part is not None
        until(lambda: any((tmp_path / "data" / "recordings").glob(".unfinished*")), "one that is being written")
        take_away(here)
        Worker(here.station, here.table, 4).run(parcels)
        wanted = [part.record() for _ in range(3)]
        scans = here.scans()
        hangs.set()

    assert [scan.scan.parcel_id for scan in scans][1:] == [parcel.parcel_id for parcel in parcels]
    assert wanted == [True, False, False]
    assert part.left_out == 2


def test_nothing_is_written_where_the_disk_is_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "room", lambda folder: Room(folder, 1000, 100, 0))
    with hall(tmp_path / "data", replay={"enabled": True}) as here:
        here.up()
        here.table.scale.place(700)
        part = here.station._parts.recorder
        assert part is not None
        until(lambda: part.left_out == 1, "a recording that was left out")
        place = tmp_path / "data" / "recordings"

        assert list(place.iterdir()) == []
        monkeypatch.undo()
        part.record()
        until(lambda: len(recordings_in(place)) == 1, "control: a recording where there is room")


@given(sizes=st.lists(st.integers(1, 400), max_size=8), wanted=st.integers(0, 500))
@settings(max_examples=25, deadline=None)
def test_the_oldest_go_until_there_is_room(sizes: list[int], wanted: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for number, size in enumerate(sizes):
            made = begun(place, f"2026-12-0{number + 1}T000000Z-asked")
            (made / RECORD).write_bytes(b"x" * size)
            finished(made)
        begun(place, "2026-12-31T000000Z-asked")
        make_room(place, KeepRules(1000, 1.0), wanted)
        left = recordings_in(place)

        assert [each.name for each in place.iterdir() if each not in left] == []
        assert sum(sizes[len(sizes) - len(left) :]) + wanted <= 1000 or not left
        if len(left) < len(sizes):
            assert sum(sizes[len(sizes) - len(left) - 1 :]) + wanted > 1000, "none goes without need"
        for each in left[:1]:
            os.utime(each, (0, time.time() - 2 * DAY_S))
        make_room(place, KeepRules(1000, 1.0), 0)
        assert recordings_in(place) == left[1:]


def test_a_frame_that_was_not_looked_at_costs_no_picture() -> None:
    class Grey:
        asked = 0

        def grey(self, pixels: Any) -> Any:
            self.asked += 1
            return pixels

    pictures: Any = Grey()
    setup: Any = type("Setup", (), {"seconds": 5, "memory_bytes": 10**6})
    part = recorder.Recorder(setup, pictures)
    for number, looked in enumerate((True, False, False)):
        part.saw(Frame(np.zeros((9, 9), np.uint8), number, float(number)), Reading((), None, 0.0, looked=looked), None)

    assert pictures.asked == 1
    assert [each.grey is None for each in part._ring.now()] == [False, True, True]


def test_an_undo_tells_of_a_misread(tmp_path: Path) -> None:
    with hall(tmp_path / "data", replay={"enabled": True}) as here:
        here.up()
        Worker(here.station, here.table, 4).run(list(islice(make_parcels(7), 1)))
        take_away(here)
        here.station.undo()
        place = tmp_path / "data" / "recordings"
        until(lambda: bool(recordings_in(place)), "the recording")
        first = recordings_in(place)[0].name
        no_read(here, 1)

        assert first.endswith("-misread")
