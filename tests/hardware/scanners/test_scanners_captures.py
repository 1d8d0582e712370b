"""Messages of makers' scanners and fixed readers, as their manuals have them: each parcel once, however cut."""

from __future__ import annotations

import json
from typing import Any

import pytest

from config import Config
from hardware.links import recorded
from hardware.scanners import ByteScanner
from station.assembly import open_scanner
from tests.places import CAPTURES

CASES = json.loads((CAPTURES / "scanners" / "framings.json").read_text(encoding="utf-8"))


def read(case: dict[str, Any], chunks: list[bytes], file: Any) -> list[dict[str, Any]]:
    file.write_text("".join(f"{recorded(chunk, number * 0.001)}\n" for number, chunk in enumerate(chunks)))
    config = Config.model_validate({"scanner": [{**case["config"], "port": f"replay:{file}"}]})
    scanner = open_scanner(config.scanner[0])
    assert isinstance(scanner, ByteScanner)
    scanner.open()
    scans = [scanner.read(0.5) for _ in case["expect"]]
    assert (scanner.strange, scanner.dropped) == (0, 0)
    return [
        {
            "text": scan.text,
            **({"aim": scan.aim} if scan.aim else {}),
            **({"others": list(scan.others)} if scan.others else {}),
            **({"grams": f"{scan.grams.normalize():f}"} if scan.grams is not None else {}),
            **({"size_mm": [f"{side:f}" for side in scan.size_mm]} if scan.size_mm is not None else {}),
        }
        for scan in scans
        if scan is not None
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_each_parcel_comes_once(case: dict[str, Any], tmp_path: Any) -> None:
    chunks = [bytes.fromhex(chunk) for chunk in case["chunks_hex"]]
    whole = b"".join(chunks)

    assert read(case, chunks, tmp_path / "as-sent.jsonl") == case["expect"]
    assert read(case, [whole], tmp_path / "at-once.jsonl") == case["expect"]
    assert read(case, [whole[i : i + 1] for i in range(len(whole))], tmp_path / "bytes.jsonl") == case["expect"]


def test_they_are_of_at_least_four_makers() -> None:
    assert len({case["maker"] for case in CASES}) >= 4
