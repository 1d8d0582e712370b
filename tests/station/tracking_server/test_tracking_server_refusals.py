"""What the tracking server does not take: bad scans, malformed batches, wrong addresses."""

from __future__ import annotations

import gzip
import json
import uuid
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from station.tracking_server.batch import LARGEST_BODY, MOST_SCANS
from tests.station.sync.centre import batch, gaps, post, post_bytes, scan, statuses

if TYPE_CHECKING:
    pass


BAD: dict[str, list[Any]] = {
    "not_an_object": ["text", None, 5, []],
    "scan_id": [scan(2, scan_id=bad) for bad in (None, 7, "", "x" * 36, uuid.uuid4().hex, "\ud800")],
    "seq": [scan(bad) for bad in (0, -1, 2**63)] + [{**scan(1), "seq": bad} for bad in (None, "1", 1.0, True)],
    "seq_range": [scan(100)],
    "scanned_at": [
        scan(2, scanned_at=bad)
        for bad in (
            None,
            5,
            "",
            "2026-02-30T00:00:00Z",
            "2026-01-01",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00+01:00",
        )
    ],
    "operation": [scan(2, operation=bad) for bad in (None, "", 3)],
    "parcel_id": [scan(2, parcel_id=bad) for bad in ("", "x" * 65, 5, ["x"])],
    "decision": [scan(2, decision=bad) for bad in (5, ["x"])],
    "not_storable": [scan(2, message="\ud800"), scan(2, parcel_id="\udfff")],
}


@pytest.mark.parametrize(("code", "bad"), [(code, bad) for code, bads in BAD.items() for bad in bads])
def test_a_bad_scan_is_refused_in_words_and_the_others_are_stored(
    client: httpx2.Client, epoch: str, code: str, bad: Any
) -> None:
    answer = post(client, batch([scan(1), bad, scan(3)], epoch=epoch, first_seq=1, last_seq=9))

    assert statuses(answer) == ["stored", "rejected", "stored"]
    refused = answer.json()["results"][1]
    assert refused["code"] == code
    assert len(refused["message"]) > 10
    sent_id = bad.get("scan_id") if isinstance(bad, dict) else None
    assert refused["scan_id"] == (sent_id if isinstance(sent_id, str) else None)
    assert gaps(client, epoch)["stored"] == 2


def test_a_number_beyond_a_double_is_refused_alone(client: httpx2.Client, epoch: str) -> None:
    text = json.dumps(batch([scan(1), scan(2, tare=0.25)], epoch=epoch)).replace("0.25", "1e999")

    assert statuses(post_bytes(client, gzip.compress(text.encode()))) == ["stored", "rejected"]


MALFORMED = [
    (400, b"", ""),
    (400, b"{", ""),
    (400, b"[]", ""),
    (400, b"\xff\xfe", ""),
    (400, b"[" * 100_000, ""),
    (400, json.dumps(batch([])).replace('"scans"', '"scan"').encode(), ""),
    (400, json.dumps(batch([], batch_id=None)).encode(), ""),
    (400, json.dumps(batch([], station_id="")).encode(), ""),
    (400, json.dumps(batch([], epoch="x\ny")).encode(), ""),
    (400, json.dumps(batch([], epoch="\ud800")).encode(), ""),
    (400, json.dumps(batch([], first_seq="1")).encode(), ""),
    (400, json.dumps(batch([{"seq": float("nan")}])).encode(), ""),
    (400, b"not gzip", "gzip"),
    (400, gzip.compress(json.dumps(batch([])).encode())[:-9], "gzip"),
    (400, gzip.compress(json.dumps(batch([])).encode()) + b"more", "gzip"),
    (413, json.dumps(batch([{}] * (MOST_SCANS + 1))).encode(), ""),
    (413, b" " * (LARGEST_BODY + 1), ""),
    (413, gzip.compress(b" " * (LARGEST_BODY + 1)), "gzip"),
    (413, gzip.compress(b"\0" * (64 << 20), 9), "gzip"),
    (415, json.dumps(batch([])).encode(), "br"),
]


@pytest.mark.parametrize(("status", "body", "encoding"), MALFORMED, ids=[str(i) for i in range(len(MALFORMED))])
def test_a_malformed_batch_is_a_problem_document(
    client: httpx2.Client, status: int, body: bytes, encoding: str
) -> None:
    answer = post_bytes(client, body, encoding)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    # The words of RFC 9110, whatever those of the Python are.
    assert problem["title"] == {400: "Bad Request", 413: "Content Too Large", 415: "Unsupported Media Type"}[status]


def test_a_full_batch_within_the_limits_is_taken_plain_too(client: httpx2.Client, epoch: str) -> None:
    sent = batch([scan(seq) for seq in range(1, MOST_SCANS + 1)], epoch=epoch)

    assert set(statuses(post_bytes(client, json.dumps(sent).encode(), "identity"))) == {"stored"}
    assert statuses(post(client, batch([], epoch=epoch))) == []


def test_a_body_that_is_not_called_json_is_refused(client: httpx2.Client) -> None:
    answer = client.post("/v1/scan-batches", content=b"{}", headers={"content-type": "text/plain"})

    assert (answer.status_code, answer.headers["accept"]) == (415, "application/json")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/v1/scan-batches", 405), ("POST", "/healthz", 405), ("GET", "/healthz/", 404)],
)
def test_wrong_addresses_are_problem_documents(client: httpx2.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)

    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
