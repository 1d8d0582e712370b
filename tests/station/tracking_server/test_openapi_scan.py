"""The document alone is enough: every key is typed, examples are right, and a centre written from it takes a station's
entries and proves their chain.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # its stubs are not installed
import pytest

from station.tracking_server.openapi import openapi
from tests.station.cli.programs import station

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENT = openapi()
SCHEMAS = DOCUMENT["components"]["schemas"]


def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}})


def untyped(schema: dict[str, Any], place: str) -> Iterator[str]:
    """Places of properties without a type, an enumeration or a reference."""
    for key, value in schema.get("properties", {}).items():
        if not value.keys() & {"type", "enum", "const", "$ref", "anyOf", "allOf"} and (place, key) != (
            "ScanBatch",
            "x",
        ):
            yield f"{place}.{key}"
        yield from untyped(value, f"{place}.{key}")


def test_every_key_is_typed_but_what_the_centre_takes_in_any_form() -> None:
    found = [each for name, schema in SCHEMAS.items() for each in untyped(schema, name)]
    assert found == ["ScanBatch.head", "ScanBatch.clock"], "these count as absent in another form"


def test_the_examples_are_what_they_are_examples_of() -> None:
    examples = [(name, each) for name, schema in SCHEMAS.items() for each in schema.get("examples", ())]
    assert {"Scan", "ScanBatch", "Stations", "Feed"} <= {name for name, _ in examples}
    for name, example in examples:
        validator(name).validate(example)
    with pytest.raises(jsonschema.ValidationError):
        validator("Scan").validate(SCHEMAS["Scan"]["examples"][0] | {"frames": "five"})


class SmallCentre:
    """Written from the document alone: it keeps scans, answers 429 once, and computes the chain."""

    def __init__(self) -> None:
        self.scans: dict[str, dict[str, Any]] = {}
        self.heads: list[tuple[str, str, int, str]] = []
        self.refused = 0
        self.wrong: list[str] = []

    def take(self, batch: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any]]:
        if not self.refused:
            self.refused += 1
            return 429, {"Retry-After": "1"}, {"type": "about:blank", "title": "", "status": 429, "detail": "wait"}
        self.wrong += [error.message for error in validator("ScanBatch").iter_errors(batch)]
        results = []
        for scan in batch["scans"]:
            self.wrong += [f"{scan}: {error.message}" for error in validator("Scan").iter_errors(scan)]
            known = scan["scan_id"] in self.scans
            self.scans[scan["scan_id"]] = scan
            status = "duplicate" if known else "stored"
            results.append({"scan_id": scan["scan_id"], "status": status, "code": None, "message": None})
        if batch.get("head"):
            self.heads.append((batch["station_id"], batch["epoch"], batch["last_seq"], batch["head"]))
        high = max(scan["seq"] for scan in self.scans.values())
        answer = {"batch_id": batch["batch_id"], "results": results, "high_water": high}
        self.wrong += [error.message for error in validator("BatchAnswer").iter_errors(answer)]
        return 200, {}, answer

    def link(self, station_id: str, epoch: str, seq: int) -> str:
        """By the formula of the document."""
        link = hashlib.sha256(f"{station_id}\n{epoch}".encode()).digest()
        for scan in sorted(self.scans.values(), key=lambda each: int(each["seq"])):
            if scan["seq"] <= seq:
                told = json.dumps(scan, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
                link = hashlib.sha256(link + told).digest()
        return link.hex()


def test_a_small_centre_written_from_the_document_takes_a_stations_entries(tmp_path: Path) -> None:
    centre = SmallCentre()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            told = json.loads(gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body)
            if self.path == "/v1/scan-batches":
                status, headers, answer = centre.take(told)
            else:
                centre.wrong += [error.message for error in validator("Status").iter_errors(told)]
                status, headers, answer = 200, {}, {"received_at": "2026-01-31T10:20:30.123Z"}
            self.answer(status, headers, answer)

        def do_GET(self) -> None:
            if self.path == "/healthz":
                self.answer(200, {}, {"status": "ok"})
            else:
                self.answer(404, {}, {"type": "about:blank", "title": "", "status": 404, "detail": "not here"})

        def answer(self, status: int, headers: dict[str, str], document: dict[str, Any]) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-type", "application/json" if status == 200 else "application/problem+json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (tmp_path / "token").touch(0o600)
        (tmp_path / "token").write_text("any-token-at-all")
        words = ["demo", "--headless", "--parcels", "12", "--rate", "5", "--dir", str(tmp_path / "demo")]
        address = f"http://127.0.0.1:{server.server_port}"
        station(*words, "--server", address, "--token-file", str(tmp_path / "token"))
        server.shutdown()
    assert centre.wrong == []
    assert centre.refused == 1
    assert len(centre.scans) >= 12, "also those of the batch that was answered 429"
    assert centre.heads
    for station_id, epoch, seq, head in centre.heads:
        assert centre.link(station_id, epoch, seq) == head
