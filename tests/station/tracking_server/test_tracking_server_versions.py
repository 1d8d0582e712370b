"""Stations and centres of different versions go on working together. `tests/captures/wire` keeps what 561ed8b wrote."""

from __future__ import annotations

import gzip
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import jsonschema_rs
import pytest

from station.core import ClockReading, EntryDraft, EntryKind
from station.record import Reads, Store
from station.sync.upload.envelope import Outgoing
from station.tracking_server.centre import open_centre
from station.tracking_server.embedded import EmbeddedServer
from tests.old_records import STATION, exported
from tests.station.record.drafts import BOOT, NOW, draft
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

KEPT = Path(__file__).parents[2] / "captures" / "wire"
EPOCH = "00000000-0000-4000-8000-000000000005"
"""Of the scans in the kept centre: the first four of `version-5.jsonl`."""
CLOCK = ClockReading(NOW, 200_000_000_000, BOOT, "synced")


def a_batch_of_now(folder: Path) -> dict[str, Any]:
    """One of each kind of entry."""
    with Store.open(folder / "station.db", STATION) as store, Reads(store.path) as reads:
        scan = store.commit(draft())
        for kind in EntryKind:
            if kind is not EntryKind.SCAN:
                store.append(EntryDraft(kind, CLOCK, "sort", "anna", about=scan.scan_id, details={"why": "a test"}))
        batch = reads.next_batch(100)
        assert batch is not None
        body: dict[str, Any] = json.loads(json.dumps(Outgoing.of(batch, STATION, CLOCK).body))
        return body


def old_centre(schema: str) -> Any:
    """What the document of the centre of then says that it takes."""
    document = json.loads((KEPT / "openapi-561ed8b.json").read_text(encoding="utf-8"))
    wanted = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(wanted)


def kept_centre(back_end: str, folder: Path, request: pytest.FixtureRequest) -> Path | str:
    """Where the database is that the centre of then wrote; of PostgreSQL it is what pg_dump made of it."""
    place = place_of(back_end, folder, request)
    if isinstance(place, Path):
        place.write_bytes(gzip.decompress((KEPT / "centre-561ed8b.db.gz").read_bytes()))
        return place
    import psycopg

    with psycopg.connect(place) as connection:
        connection.execute(gzip.decompress((KEPT / "centre-561ed8b.sql.gz").read_bytes()))
    return place


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_the_database_of_an_old_centre_opens_and_takes_scans_of_both_versions(
    back_end: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place, old, new = kept_centre(back_end, tmp_path, request), exported(5), a_batch_of_now(tmp_path)
    with closing(open_centre(place)) as centre:
        assert centre.stored() == 4
        (hour,) = centre.throughput("2026-11-22T00:00:00Z")
        assert (hour["scans"], hour["parcels"], hour["exceptions"], hour["accepted"]) == (4, 3, 2, 2)
        taken = centre.take(STATION, EPOCH, old, NOW)
        assert [each["status"] for each in taken] == ["duplicate"] * 4 + ["stored"] * 2
        assert {each["status"] for each in centre.take(STATION, new["epoch"], new["scans"], NOW)} == {"stored"}
        assert [scan["seq"] for scan in centre.parcel("RR123456799CN")] == [4]
        assert centre.stored() == 6 + len(EntryKind)
    with closing(open_centre(place)) as centre:
        assert centre.stored() == 6 + len(EntryKind), "it opens a second time"
        assert {each["station_id"] for each in centre.stations()} == {STATION}


def test_a_batch_of_an_old_station_is_stored_whole(tmp_path: Path) -> None:
    body = json.loads((KEPT / "batch-561ed8b.json").read_text(encoding="utf-8"))
    with (
        EmbeddedServer(tmp_path / "centre.db", "token") as server,
        httpx2.Client(base_url=server.url, headers={"authorization": "Bearer token"}, trust_env=False) as client,
    ):
        for status in ("stored", "duplicate"):
            answer = client.post("/v1/scan-batches", json=body)
            assert answer.status_code == 200
            assert {each["status"] for each in answer.json()["results"]} == {status}


def test_entries_of_every_kind_are_what_an_old_centre_takes(tmp_path: Path) -> None:
    body = a_batch_of_now(tmp_path)
    assert old_centre("ScanBatch").is_valid(body)
    assert all(old_centre("Scan").is_valid(entry) for entry in body["scans"])


@pytest.mark.parametrize("wrong", [{"operation": ""}, {"scanned_at": None}, {"decision": 7}])
def test_control_an_entry_that_an_old_centre_refuses_is_found(tmp_path: Path, wrong: dict[str, object]) -> None:
    assert not old_centre("Scan").is_valid(a_batch_of_now(tmp_path)["scans"][1] | wrong)
