"""Scans written out for other programs: JSON lines (canonical, the wire form) and CSV (for a spreadsheet)."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from station.core.printable import printable
from station.store.columns import PLAIN, WEIGHT
from station.store.wire import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

_PLAIN = tuple(column.wire for column in PLAIN)
_BESIDE = _PLAIN.index("scanned_at") + 1
HEADER = (
    *_PLAIN[:_BESIDE],
    "scanned_at_corrected",
    *_PLAIN[_BESIDE:],
    "decision",
    *(f"weight_{column.wire}" for column in WEIGHT),
)
_FORMULA = tuple("=+-@\t\r")
_CELL = 10_000


def write_jsonl(out: TextIO, scans: Iterable[dict[str, object]]) -> int:
    """One wire form a line; how many lines."""
    lines = 0
    for scan in scans:
        out.write(canonical(scan).decode() + "\n")
        lines += 1
    return lines


def write_csv(
    out: TextIO, scans: Iterable[dict[str, object]], *, header: Sequence[str] = HEADER, raw: bool = False
) -> int:
    """One scan a row under `header` (RFC 4180); how many rows without it.

    Control characters are shown as pictures. A text cell that a spreadsheet would run as a formula gets an
    apostrophe in front (CWE-1236), unless `raw`.
    """
    writer = csv.writer(out)
    writer.writerow(header)
    rows = 0
    for scan in scans:
        weight = scan.get("weight")
        flat = scan | ({f"weight_{key}": value for key, value in weight.items()} if isinstance(weight, dict) else {})
        writer.writerow([_cell(flat.get(name), raw=raw) for name in header])
        rows += 1
    return rows


def _cell(value: object, *, raw: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    shown = printable(text, _CELL)
    return f"'{shown}" if text.startswith(_FORMULA) and not raw else shown
