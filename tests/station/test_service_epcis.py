"""A whole station that reports to an EPCIS repository, and what its partner calls the scans."""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path

from config import Config
from hardware.contract import Reading, Symbol
from hardware.simulated.camera import make_parcels
from station.demo.worker import Worker
from station.doctor.centre import check_centre
from station.record.reads import Reads
from station.sync.epcis.naming import event_id
from tests.station.hall import hall
from tests.station.sync.epcis_repository import EpcisRepository
from tests.waiting import until

S9 = "CNBJSAUSJFKAACN60001001100125"


def test_scans_carry_the_partners_code_and_arrive_as_events(tmp_path: Path) -> None:
    with (
        EpcisRepository() as there,
        hall(
            tmp_path,
            station={"id": "test-1", "data_dir": tmp_path, "operation": "arrival"},
            sync={"url": there.url, "protocol": "epcis"},
            epcis={"root": "/epcis", "read_point": "https://hub.example/lane-1", "time_zone": "Asia/Shanghai"},
            events={"set": "upu-outward", "codes": {"DUP": "X9"}},
        ) as here,
    ):
        parcels = list(islice(make_parcels(7), 4))
        Worker(here.station, here.table, 8).run([*parcels, parcels[0]])
        until(lambda: len(there.journal) == 5, "the events")
        until(lambda: here.station.status().sync.pending == 0, "an empty queue")

    with Reads(tmp_path / "station.db") as reads:
        scans = list(reads.exported())
    assert [scan["event_code"] for scan in scans] == ["EMB"] * 4 + ["X9"]
    assert [event["eventID"] for event in there.journal] == [event_id(str(scan["scan_id"])) for scan in scans]
    assert [event.get("bizStep") for event in there.journal] == ["arriving"] * 4 + [None]
    assert {event["eventTimeZoneOffset"] for event in there.journal} == {"+08:00"}
    assert there.invalid == []
    assert there.asked == 0


def test_parcels_are_told_to_have_left_the_bag_whose_label_was_seen_last(tmp_path: Path) -> None:
    with (
        EpcisRepository() as there,
        hall(
            tmp_path,
            sync={"url": there.url, "protocol": "epcis"},
            epcis={"root": "/epcis", "bag_uri": "https://hub.example/bag/{id}"},
        ) as here,
    ):
        first, second = islice(make_parcels(7), 2)
        Worker(here.station, here.table, 8).run([first])
        label = Symbol(S9, S9.encode(), "Code128", "]C0", (), "zxing")
        here.station._parts.inbox.frame_read(time.monotonic(), Reading((label,), None, 1.0))
        Worker(here.station, here.table, 8).run([second])
        until(lambda: len(there.journal) == 3, "the events")

    with Reads(tmp_path / "station.db") as reads:
        assert [scan.get("bag") for scan in reads.exported()] == [None, S9]
    assert [event["type"] for event in there.journal] == ["ObjectEvent", "ObjectEvent", "AggregationEvent"]
    assert there.journal[2]["parentID"] == f"https://hub.example/bag/{S9}"
    assert there.invalid == []


def test_the_doctor_sees_a_repository_and_a_refused_token() -> None:
    with EpcisRepository() as there:
        config = Config.model_validate({"sync": {"url": there.url, "protocol": "epcis"}, "epcis": {"root": "/epcis"}})

        healthy = check_centre(config, None)
        assert healthy.state == "ok"
        assert healthy.words.startswith(f"{there.url} answers")
        there.token_refused = True
        finding = check_centre(config, None)

    assert finding.state == "fault"
    assert "sync.token_file" in finding.words
