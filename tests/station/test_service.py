"""The whole station over simulated devices: real reader, real pseudo-terminal, real record."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from config import Config, ConfigError
from hardware.simulated import SimulatedTable
from hardware.simulated.camera import make_parcels
from station.assembly import simulated_station
from station.core.devices import DeviceKind, Health
from station.core.events import DeviceChanged, Event, ReviewAsked, ScanCommitted, StationFailed, StoreTrouble
from station.demo.worker import Worker
from station.record.log.lock import WriterLock
from station.record.reads import Reads
from station.record.writer import Store
from station.requests.list_files import import_manifest
from tests.station.hall import Hall, hall, rows
from tests.waiting import until


def test_every_parcel_is_on_disk_before_it_is_told_with_its_id_weight_and_bin(tmp_path: Path) -> None:
    parcels = list(islice(make_parcels(7), 12))
    on_disk: list[bool] = []

    def check(event: Event) -> None:
        if isinstance(event, ScanCommitted):
            on_disk.append(any(row[0] == event.scan.seq for row in rows(tmp_path)))

    with hall(tmp_path) as here:
        here.station.subscribe(check)
        Worker(here.station, here.table, 8).run(parcels)
        scans = [event.scan for event in here.scans()]

    assert [scan.parcel_id for scan in scans] == [parcel.parcel_id for parcel in parcels]
    assert [scan.draft.capture.grams if scan.draft.capture else None for scan in scans] == [p.grams for p in parcels]
    assert all(scan.bin and scan.code is None for scan in scans)
    assert on_disk == [True] * 12
    assert [(row[0], row[1]) for row in rows(tmp_path)] == [(scan.seq, scan.parcel_id) for scan in scans]


def test_an_unplugged_scale_is_red_and_comes_back_without_a_restart(tmp_path: Path) -> None:
    parcel = next(iter(make_parcels(3)))
    table = SimulatedTable(7, 8, link=tmp_path / "scale")
    config = Config.model_validate(
        {
            "station": {"id": "test-1", "data_dir": tmp_path / "data"},
            "weigh": {"min_load_g": 10},
            "sync": {"enabled": False},
        }
    )
    with ExitStack() as at_the_end:
        table.scale.plug()
        at_the_end.callback(table.scale.unplug)
        station = at_the_end.enter_context(simulated_station(config, table))
        here = Hall(station, table, config)
        here.up()
        table.scale.unplug()
        until(lambda: here.health(DeviceKind.SCALE) is Health.DOWN, "red after the plug was pulled")

        assert station.status().live_weight is None

        table.scale.plug()
        here.up()
        Worker(station, table, 8).run([parcel])

    changes = [e.health for e in here.events if isinstance(e, DeviceChanged) and e.device is DeviceKind.SCALE]
    # On a busy machine the first message may come late, so that it begins with a DOWN.
    assert changes[-3:] == [Health.UP, Health.DOWN, Health.UP]
    assert [event.scan.parcel_id for event in here.scans()] == [parcel.parcel_id]


def test_a_lost_camera_is_red_and_keyed_entry_goes_on(tmp_path: Path) -> None:
    parcel = next(iter(make_parcels(5)))
    with hall(tmp_path) as here:
        here.up()
        here.table.camera.unplug()
        until(lambda: here.health(DeviceKind.CAMERA) is Health.DOWN, "the camera red")
        here.station.key_in(parcel.parcel_id.lower())
        here.table.scale.place(500)
        until(lambda: bool(here.scans()), "the keyed scan")
        here.table.camera.plug()
        until(lambda: here.health(DeviceKind.CAMERA) is Health.UP, "the camera back")
        scan = here.scans()[0].scan

    assert (scan.parcel_id, scan.draft.keyed) == (parcel.parcel_id, True)
    assert scan.draft.capture is not None


def test_an_unreadable_load_is_a_no_read_with_a_cause(tmp_path: Path) -> None:
    with hall(tmp_path) as here:
        here.up()
        here.table.scale.place(700)
        until(lambda: bool(here.scans()), "the no-read")
        scan = here.scans()[0].scan

    assert (scan.code, scan.parcel_id) == ("NR", None)
    assert scan.draft.cause


def test_the_same_parcel_twice_is_a_duplicate_that_says_where_it_went(tmp_path: Path) -> None:
    parcel = next(iter(make_parcels(9)))
    with hall(tmp_path) as here:
        Worker(here.station, here.table, 8).run([parcel])
        here.up()
        here.table.place(parcel)
        until(lambda: len(here.scans()) == 2, "the second scan")
        first, second = (event.scan for event in here.scans())

    assert (first.code, second.code) == (None, "DUP")
    assert first.bin is not None
    assert ("bin", first.bin) in getattr(second.draft.decision, "values", ())


def test_a_held_parcel_goes_to_the_hold_bin(tmp_path: Path) -> None:
    from station.core.hold_list import Hold

    parcel = next(iter(make_parcels(11)))
    with Store.open(tmp_path / "station.db", "test-1") as store:
        store.replace_holds([Hold(parcel.parcel_id, "customs")])
    with hall(tmp_path) as here:
        here.up()
        here.table.place(parcel)
        until(lambda: bool(here.scans()), "the held scan")
        scan = here.scans()[0].scan

    assert (scan.code, scan.bin) == ("HD", "HOLD")


def test_what_cannot_be_stored_is_told_and_booked_once_when_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk while a parcel lies there: no green, a clear word, and one scan after space was made."""
    from station.record import writer

    full = threading.Event()
    full.set()
    commit = writer.Store.commit

    def commit_unless_full(store: writer.Store, draft: Any) -> Any:
        if full.is_set():
            raise writer.StoreError("disk full")
        return commit(store, draft)

    monkeypatch.setattr(writer.Store, "commit", commit_unless_full)
    parcel = next(iter(make_parcels(13)))
    with hall(tmp_path) as here:
        here.up()
        here.table.place(parcel)
        until(lambda: any(isinstance(event, StoreTrouble) for event in here.events), "the word of the full disk")

        assert here.scans() == []

        full.clear()
        until(lambda: bool(here.scans()), "the scan once there is room")
        until(lambda: here.station.status().hour.read.presented == 1, "the gauges")

    assert [row[1] for row in rows(tmp_path)] == [parcel.parcel_id]


def test_a_station_that_cannot_be_made_gives_its_record_back(tmp_path: Path) -> None:
    peers = {"enabled": True, "key_file": tmp_path / "no key"}
    for _ in range(2):
        with pytest.raises(ConfigError, match="key_file"), hall(tmp_path, peers=peers):
            pass

    with Store.open(tmp_path / "station.db", "test-1"):
        pass
    lock = WriterLock(tmp_path / "station.db")
    lock.release(clean=True)
    assert not lock.was_cut_off, "the next start would look for damage"


def test_a_dead_thread_fails_the_station_loudly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from station.runtime.lane_thread import LaneThread

    def broken(*_: object) -> None:
        raise ZeroDivisionError("seeded")

    monkeypatch.setattr(LaneThread, "_step", broken)
    with hall(tmp_path) as here:
        until(lambda: here.station.failure is not None, "the failure")

        assert "seeded" in (here.station.status().failed or "")

    assert any(isinstance(event, StationFailed) for event in here.events)


def test_a_plan_left_for_the_running_station_is_taken_over(tmp_path: Path) -> None:
    from station.requests import handover

    with hall(tmp_path) as here:
        here.up()
        before = here.station.status().plan_version
        text = "country,bin,bin_label,version\n,X1,everything,second\n"
        handover.leave(tmp_path / "station.db", "plan.csv", text.encode())
        until(lambda: here.station.status().plan_version == "second", "the new plan")

    assert before == "example-1"
    with Reads(tmp_path / "station.db") as reads:
        plan = reads.plan()
    assert plan is not None
    assert plan.version == "second"


def test_two_labels_in_view_are_asked_about_and_nothing_is_stored(tmp_path: Path) -> None:
    from hardware.contract import Reading, Symbol

    def symbol(text: str) -> Symbol:
        return Symbol(text, text.encode(), "Code128", "]C0", ((0, 0),) * 4, "zxing")

    with hall(tmp_path) as here:
        here.up()
        inbox = here.station._parts.inbox
        two = Reading((symbol("RB123456785GB"), symbol("RR473124829GB")), None, 1.0)
        inbox.frame_read(time.monotonic(), two)
        until(lambda: any(isinstance(event, ReviewAsked) for event in here.events), "the question")

    assert rows(tmp_path) == []


def test_a_keyed_text_that_is_no_parcel_id_is_asked_about_and_not_stored(tmp_path: Path) -> None:
    with hall(tmp_path) as here:
        here.up()
        here.station.key_in("hello")
        until(lambda: any(isinstance(event, ReviewAsked) for event in here.events), "the question")
        here.station.key_in("RB123456784GB")
        until(lambda: sum(isinstance(event, ReviewAsked) for event in here.events) == 2, "the second question")

    assert rows(tmp_path) == []


def test_a_damaged_manifest_is_told_on_the_screen_and_the_line_goes_on(tmp_path: Path) -> None:
    parcel = next(iter(make_parcels(9)))
    with hall(tmp_path) as here:
        here.up()
        (Path(here.config.station.data_dir) / "manifest.db").write_bytes(b"no database at all" * 500)
        until(lambda: any(each.key == "plan" for each in here.station.status().troubles), "words on the manifest")
        here.table.place(parcel)
        until(lambda: bool(here.scans()), "the scan")

    assert here.scans()[0].scan.code is None


def test_the_manifest_of_a_running_station_names_the_parcel_behind_any_of_its_numbers(tmp_path: Path) -> None:
    with hall(tmp_path) as here:
        here.up()
        database = Path(here.config.station.data_dir) / "station.db"
        listed = tmp_path / "manifest.csv"
        listed.write_text("parcel_id,alt_ids,status\nRB123456785GB,WX-2026-77,cancelled\n", encoding="utf-8")
        import_manifest(database, here.config.station.id, listed)
        here.table.scale.place(500)
        here.station.key_in("wx-2026-77")
        until(lambda: bool(here.scans()), "the scan")
        scan = here.scans()[0].scan

    assert (scan.parcel_id, scan.code) == ("RB123456785GB", "CL")
    assert scan.draft.symbol is not None
    assert scan.draft.symbol.text == "wx-2026-77"
