"""Laws of the tracking server over real sockets: each scan once, answered for when it is on disk."""

from __future__ import annotations

import hashlib
import json
import threading
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx2
import pytest

from station.tracking_server import EmbeddedServer
from tests.station.sync.centre import STATION, batch, gaps, post, scan, statuses
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_batch_sent_twice_is_held_once(client: httpx2.Client, epoch: str) -> None:
    sent = batch([scan(seq) for seq in (1, 2, 3)], epoch=epoch)

    first, second = post(client, sent), post(client, sent)

    assert (statuses(first), statuses(second)) == (["stored"] * 3, ["duplicate"] * 3)
    assert first.json()["high_water"] == second.json()["high_water"] == 3
    assert first.json()["batch_id"] == sent["batch_id"]
    assert [result["scan_id"] for result in second.json()["results"]] == [one["scan_id"] for one in sent["scans"]]
    assert gaps(client, epoch)["stored"] == 3


def test_a_scan_resent_in_another_order_of_keys_and_another_batch_is_the_same(
    client: httpx2.Client, epoch: str
) -> None:
    one = scan(1, weight={"grams": "12.5", "unit": "g"})
    post(client, batch([one], epoch=epoch))

    again = dict(reversed(one.items())) | {"scan_id": one["scan_id"].upper()}

    assert statuses(post(client, batch([scan(2), again], epoch=epoch))) == ["stored", "duplicate"]


def test_the_same_id_with_other_content_is_a_conflict_and_the_first_stays(client: httpx2.Client, epoch: str) -> None:
    one = scan(1, parcel_id=f"first-{epoch[:8]}")
    post(client, batch([one], epoch=epoch))

    answer = post(client, batch([{**one, "bin": "other"}, scan(1), scan(2)], epoch=epoch))

    assert statuses(answer) == ["conflict", "conflict", "stored"]
    assert [result["code"] for result in answer.json()["results"]] == ["scan_id_reused", "seq_reused", None]
    held = client.get(f"/v1/parcels/{one['parcel_id']}").json()["scans"]
    assert [{key: scan[key] for key in one} for scan in held] == [one]
    assert "bin" not in held[0]


def test_a_scan_twice_in_one_batch_is_held_once(client: httpx2.Client, epoch: str) -> None:
    one = scan(1)

    assert statuses(post(client, batch([one, one], epoch=epoch))) == ["stored", "duplicate"]


def test_old_scans_and_unknown_keys_and_no_parcel_are_welcome(client: httpx2.Client, epoch: str) -> None:
    old = scan(1, scanned_at="1970-01-01T00:00:00Z", parcel_id=None, invented=[1, {"é": None}])
    bare = {key: value for key, value in scan(2**63 - 1).items() if key not in ("parcel_id", "decision")}

    answer = post(client, batch([old, bare], epoch=epoch))

    assert statuses(answer) == ["stored", "stored"]
    assert answer.json()["high_water"] == 2**63 - 1
    assert gaps(client, epoch)["gaps"] == [[2, 2**63 - 2]]


def test_what_is_held_of_a_parcel_is_what_was_sent(client: httpx2.Client, epoch: str) -> None:
    parcel_id = f"A/ü {epoch}"
    late = scan(1, parcel_id=parcel_id, scanned_at="2026-01-31T11:00:00.000Z", invented={"key": ["kept", 0.5]})
    early = scan(2, parcel_id=parcel_id)
    post(client, batch([late, early], epoch=epoch))

    answer = client.get("/v1/parcels/" + httpx2.URL("http://x").join(f"/{parcel_id}").raw_path.decode().lstrip("/"))

    assert answer.json()["parcel_id"] == parcel_id
    held = answer.json()["scans"]
    where = {"station_id": STATION, "epoch": epoch}
    assert [{**one, "received_at": ""} for one in held] == [
        {**one, **where, "received_at": ""} for one in (early, late)
    ]
    assert all(datetime.fromisoformat(one["received_at"]).tzinfo == UTC for one in held)
    assert client.get("/v1/parcels/none").status_code == 404


def test_four_stations_threads_with_overlapping_batches_leave_each_scan_once(
    server: EmbeddedServer, client: httpx2.Client, epoch: str
) -> None:
    scans = [scan(seq) for seq in range(1, 201)]
    verdicts: list[str] = []

    def send(offset: int) -> None:
        with httpx2.Client(base_url=server.url, headers=client.headers, trust_env=False, timeout=30) as own:
            for start in range(0, 200, 20):
                part = [scans[(start + offset + i) % 200] for i in range(60)]
                verdicts.extend(statuses(post(own, batch(part, epoch=epoch))))

    threads = [threading.Thread(target=send, args=(offset,)) for offset in (0, 7, 90, 150)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(verdicts) == {"stored": 200, "duplicate": 4 * 10 * 60 - 200}
    assert gaps(client, epoch) == {
        "station_id": STATION,
        "epoch": epoch,
        "stored": 200,
        "high_water": 200,
        "gaps": [],
        "head": None,
        "chain": "unknown",
    }


def test_throughput_counts_scans_parcels_and_exceptions_by_station_and_hour(client: httpx2.Client) -> None:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    this_hour = now.isoformat().replace("+00:00", ".000Z")
    scans = [scan(seq, scanned_at=this_hour, parcel_id=f"P{seq % 2}") for seq in (1, 2, 3)]
    scans += [scan(4, scanned_at=this_hour, parcel_id=None, decision="exception")]
    old = scan(5, scanned_at="2001-01-01T00:00:00Z")
    for station in ("east", "west"):
        own = [{**one, "scan_id": str(uuid.uuid4())} for one in (*scans, old)]
        post(client, batch(own, station_id=station))

    buckets = client.get("/v1/throughput?hours=24").json()["buckets"]

    hour = now.isoformat().replace("+00:00", "Z")
    counts = {"hour": hour, "scans": 4, "parcels": 2, "exceptions": 1, "accepted": 3}
    mine = [bucket for bucket in buckets if bucket["station_id"] in ("east", "west")]
    assert mine == [{"station_id": "east", **counts}, {"station_id": "west", **counts}]
    for wrong in ("0", "-1", "x", "745", "1.5"):
        assert client.get("/v1/throughput", params={"hours": wrong}).status_code == 400


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_metrics_tell_what_is_held_and_what_was_answered(
    tmp_path: Path, request: pytest.FixtureRequest, back_end: str
) -> None:
    with (
        EmbeddedServer(place_of(back_end, tmp_path, request), None) as server,
        httpx2.Client(base_url=server.url, trust_env=False) as client,
    ):
        sent = batch([scan(1), scan(2), {}])
        post(client, sent)
        post(client, sent)
        client.get("/nothing")
        lines = client.get("/metrics").text.splitlines()

    assert "tracking_scans_stored 2.0" in lines
    for status, count in {"stored": 2, "duplicate": 2, "rejected": 2, "conflict": 0}.items():
        assert f'tracking_scans_total{{status="{status}"}} {count}.0' in lines
    assert 'tracking_requests_total{method="POST",path="/v1/scan-batches",status="200"} 2.0' in lines
    assert 'tracking_requests_total{method="GET",path="other",status="404"} 1.0' in lines


def test_gaps_of_an_epoch_nobody_sent_are_none(client: httpx2.Client, epoch: str) -> None:
    assert gaps(client, epoch)["high_water"] == gaps(client, epoch)["stored"] == 0


def test_head_and_clock_travel_beside_the_scans_and_a_hole_is_asked_for(client: httpx2.Client, epoch: str) -> None:
    boot, parcel_id = str(uuid.uuid4()), f"clock-{epoch}"
    doubtful = {"clock_state": "stepped", "boot_id": boot, "mono_ns": 5_000_000_000, "parcel_id": parcel_id}
    scans = [scan(1, **doubtful), scan(2)]
    link = hashlib.sha256(f"{STATION}\n{epoch}".encode()).digest()
    for one in scans:
        link = hashlib.sha256(link + json.dumps(one, sort_keys=True, separators=(",", ":")).encode()).digest()
    clock = {"utc": "2026-01-31T12:00:00.000Z", "mono_ns": 65_000_000_000, "boot_id": boot, "state": "synced"}

    answer = post(client, batch(scans, epoch=epoch, first_seq=1, last_seq=2, head=link.hex(), clock=clock))
    assert "resend_from" not in answer.json()
    assert gaps(client, epoch)["head"] == {"seq": 2, "head": link.hex()}
    assert gaps(client, epoch)["chain"] == "ok"
    (held,) = client.get(f"/v1/parcels/{parcel_id}").json()["scans"]
    assert held["scanned_at_corrected"] == "2026-01-31T11:59:00.000Z"
    assert held["scanned_at"] == scans[0]["scanned_at"]

    beyond = post(client, batch([scan(7), scan(8)], epoch=epoch, head="no head", clock=[])).json()
    assert (beyond["resend_from"], beyond["missing"]) == (3, [[3, 6]])
    post(client, batch([scan(9)], epoch=epoch, last_seq=9, head="0" * 64))
    assert gaps(client, epoch)["chain"] == "unknown"
    post(client, batch([scan(10)], epoch=epoch, last_seq=10, head="0" * 64))
    assert gaps(client, epoch)["chain"] == "broken"
    assert "tracking_chains_broken 1.0" in client.get("/metrics").text.splitlines()
