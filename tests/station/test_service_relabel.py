"""A new label from the request to the read-back: printed once, through faults and kills; the parcel goes on as one."""

from __future__ import annotations

import multiprocessing
import random
import time
from contextlib import closing
from itertools import islice
from pathlib import Path

from hardware.reading import LabelReader
from hardware.simulated.camera import make_parcels
from hardware.simulated.printer import SimulatedPrinter, rendered
from station.assembly import label_queue, store_path
from station.core import ControlRead, RequestDone, ScanCommitted
from station.core.outcomes import Done, Reason
from station.core.relabel_requests import RelabelParcel
from station.record import Reads, ReportReads
from station.record.recovery import verify
from station.requests import ask
from station.tracking_server import CentreStore
from tests.lane_of_keys import number
from tests.station.hall import hall, take_away
from tests.station.printing_lines import configuration, open_labels, printing, run_until_killed
from tests.station.scanner_lines import desk, rows
from tests.waiting import until


def test_the_parcel_goes_on_under_its_new_number_and_is_presented_once(tmp_path: Path) -> None:
    old, new, stopped, newer, other = map(number, range(1, 6))
    hand = {"name": "hand"}
    with desk(tmp_path, hand, plan=True, held=[stopped]) as here:

        def scanned(text: str) -> None:
            here.hands["hand"].scan(text)

        def outcomes() -> list[Reason]:
            heard = [*here.of(RequestDone), *here.of(ControlRead)]
            return [each.outcome.reason for each in heard if each.outcome is not None]

        scanned(old)
        until(lambda: here.numbers() == [old], "the parcel")
        assert isinstance(here.station.ask(RelabelParcel(old, new, "Ana")), Done)
        scanned(other)
        until(lambda: Reason.OTHER_LABEL in outcomes(), "another label is refused")
        scanned(new)
        until(lambda: Reason.RELABEL_READ in outcomes(), "the link")
        assert here.numbers() == [old]
        scanned(stopped)
        until(lambda: here.numbers() == [old, stopped], "the stop")
        here.station.ask(RelabelParcel(stopped, newer, "Ana"))
        scanned(newer)
        until(lambda: here.numbers() == [old, stopped, newer], "decided on under its new number")
        held = here.of(ScanCommitted)[-1].scan
        assert held.code == here.of(ScanCommitted)[1].scan.code, "a hold counts under either number"
        time.sleep(5.2)
        scanned(new)
        until(lambda: here.numbers()[-1] == new, "once more")
        assert here.of(ScanCommitted)[-1].scan.code == "DUP"
    told = rows(tmp_path, "parcel_id, hex(ifnull(presentation, scan_id))")
    assert len({presentation for parcel, presentation in told if parcel is not None}) == 2
    assert not verify(tmp_path / "data" / "station.db").count


def test_it_is_printed_and_can_be_read(tmp_path: Path) -> None:
    with SimulatedPrinter() as there:
        config = configuration(tmp_path, there.port)
        label_queue(config).began()
        with printing(config) as station:
            there.faults = {"paper_out"}
            station.ask(RelabelParcel(number(1), number(2), "Ana"))
            until(lambda: open_labels(config) == 1, "it waits")
            there.faults = set()
            until(lambda: len(there.printed) == 1, "printed after the cure")
            until(lambda: open_labels(config) == 0, "done")
    texts = {symbol.text for symbol in LabelReader().read(rendered(there.printed[0])).symbols}
    assert texts == {number(2)}, "the old number is for people alone"


def test_a_kill_at_any_point_prints_it_once_and_links_nothing_by_halves(tmp_path: Path) -> None:
    spawn, chance = multiprocessing.get_context("spawn"), random.Random(5)
    pairs = [(number(2 * i + 1), number(2 * i + 2)) for i in range(4)]
    with SimulatedPrinter(label_s=0.15) as there:
        config = configuration(tmp_path, there.port)
        for old, new in pairs:
            station = spawn.Process(target=run_until_killed, args=(tmp_path, there.port))
            station.start()
            until((tmp_path / "data" / "run" / "station.sock").exists, "the station")
            assert isinstance(ask(store_path(config), "test-1", RelabelParcel(old, new, "Ana")), Done)
            time.sleep(chance.uniform(0.0, 0.6))
            station.kill()
            station.join()
            (tmp_path / "data" / "run" / "station.sock").unlink(missing_ok=True)
        with printing(config):
            until(lambda: len(there.printed) >= len(pairs) and open_labels(config) == 0, "all")
    assert sorted(label.count(b"^XA") for label in there.printed) == [1] * len(pairs)
    assert [sum(new.encode() in label for label in there.printed) for _, new in pairs] == [1] * len(pairs)
    with Reads(store_path(config)) as reads:
        assert {(each.old, each.new) for each in reads.relabels.waiting()} == set(pairs)
        assert not any(reads.relabels.others(old) for old, _ in pairs)
    with ReportReads(store_path(config)) as reads:
        assert [len(reads.history(new)) for _, new in pairs] == [1] * len(pairs)


def test_the_stations_own_camera_reads_it_back_and_refuses_another(tmp_path: Path) -> None:
    old, new, other = islice(make_parcels(5), 3)
    with hall(tmp_path / "data") as here:

        def outcomes() -> list[Reason]:
            return [event.outcome.reason for event in here.events if isinstance(event, RequestDone)]

        here.up()
        here.table.place(old)
        until(lambda: len(here.scans()) == 1, "the parcel")
        take_away(here)
        assert isinstance(here.station.ask(RelabelParcel(old.parcel_id, new.parcel_id, "Ana")), Done)
        here.table.place(other)
        until(lambda: Reason.OTHER_LABEL in outcomes(), "refused")
        time.sleep(2.0)  # longer than a load without a number waits for one
        take_away(here)
        here.table.place(new)
        until(lambda: Reason.RELABEL_READ in outcomes(), "read")
        time.sleep(2.0)
        take_away(here)
        here.table.place(other)
        until(lambda: len(here.scans()) == 2, "the next parcel")
    assert [event.scan.parcel_id for event in here.scans()] == [old.parcel_id, other.parcel_id]


def test_the_centre_keeps_the_link_under_either_number(tmp_path: Path) -> None:
    old, new = number(1), number(2)
    with desk(tmp_path, {"name": "hand"}, plan=True) as here:
        here.hands["hand"].scan(old)
        until(lambda: here.numbers() == [old], "the parcel")
        here.station.ask(RelabelParcel(old, new, "Ana"))
        here.hands["hand"].scan(new)
        until(lambda: any(each.outcome.reason is Reason.RELABEL_READ for each in here.of(RequestDone)), "the link")
    with Reads(tmp_path / "data" / "station.db") as reads, closing(CentreStore(tmp_path / "centre.db")) as centre:
        batch = reads.next_batch(50)
        assert batch is not None
        centre.take("test-1", batch.epoch, list(batch.scans), "2026-12-01T00:00:00.000Z")
        held = {
            name: [each["details"] for each in centre.parcel(name) if each["kind"] == "relabel"] for name in (old, new)
        }
        assert held == {old: [{"is": "asked", "old": old, "new": new}], new: [{"is": "read", "old": old, "new": new}]}
        told = [bucket["parcels"] for bucket in centre.throughput("2026-01-01T00:00:00Z")]
        assert sum(told) == 1
