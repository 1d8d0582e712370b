"""Records that older versions of the station really wrote, one for each version of the database but 8,
which no station ever had.

Each holds the same six scans: read, not read, keyed, too heavy, a duplicate, text that is no ASCII. The centre has two
of them and refused one, which from version 4 on a person accepted. `version-N.jsonl` is what that version exported.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

RECORDS = Path(__file__).parent / "captures" / "records"
VERSIONS = (*range(1, 8), 9, 10)
STATION = "lane-1"


def unpack(version: int, to: Path) -> Path:
    """The record that this version wrote, as a file of its own."""
    to.write_bytes(gzip.decompress((RECORDS / f"version-{version}.db.gz").read_bytes()))
    return to


def exported(version: int) -> list[dict[str, Any]]:
    """What this version exported of it."""
    rows = (RECORDS / f"version-{version}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row) for row in rows]
