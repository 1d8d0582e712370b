"""A tracking server on a real socket, and scans to send it."""

from __future__ import annotations

import gzip
import json
import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2

TOKEN = "a-token-of-the-tests"
STATION, EPOCH = "hub-1", "0c9d5a1e-1c1f-4b5e-9a37-0d6d3f0d2f11"


def scan(seq: int, **keys: Any) -> dict[str, Any]:
    return {
        "scan_id": str(uuid.uuid4()),
        "seq": seq,
        "scanned_at": "2026-01-31T10:20:30.123Z",
        "operation": "sort",
        "parcel_id": f"P{seq}",
        "decision": "accept",
        **keys,
    }


def batch(scans: list[Any], **keys: Any) -> dict[str, Any]:
    return {"batch_id": str(uuid.uuid4()), "station_id": STATION, "epoch": EPOCH, "scans": scans, **keys}


def post(client: httpx2.Client, sent: Any) -> httpx2.Response:
    return post_bytes(client, gzip.compress(json.dumps(sent).encode()))


def post_bytes(client: httpx2.Client, body: bytes, encoding: str = "gzip") -> httpx2.Response:
    headers = {"content-type": "application/json", "content-encoding": encoding}
    return client.post("/v1/scan-batches", content=body, headers=headers)


def statuses(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [result["status"] for result in answer.json()["results"]]


def gaps(client: httpx2.Client, epoch: str) -> dict[str, Any]:
    """What the centre answers about the holes of an epoch."""
    answer: dict[str, Any] = client.get(f"/v1/stations/{STATION}/{epoch}/gaps").json()
    return answer
