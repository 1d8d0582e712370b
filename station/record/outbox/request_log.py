"""What was asked of the record and what came of it, by the name of the request: handed in twice it is done once."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from station.core.outcomes import Done, Nothing, Reason
from station.record.log.scan_columns import uuid_text

if TYPE_CHECKING:
    import sqlite3

    from station.core.requests import Request

ASKED = ("at", "request", "who", "why", "done", "reason", "details", "request_id")
KEPT = 10_000
"""Newest requests that are remembered."""
_PUT = "INSERT INTO request (id, kind, who, why, at, done, reason, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_FORGET = "DELETE FROM request WHERE number <= (SELECT max(number) FROM request) - ?"


def outcome_of(connection: sqlite3.Connection, request_id: str) -> Done | Nothing | None:
    """What came of it; None: it was not applied, or so long ago that it is forgotten."""
    query = "SELECT done, reason, details FROM request WHERE id = ?"
    row = connection.execute(query, (uuid.UUID(request_id).bytes,)).fetchone()
    if row is None:
        return None
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(row[2]).items()}
    return (Done if row[0] else Nothing)(Reason(row[1]), values)


def note(
    connection: sqlite3.Connection, request_id: str, request: Request, now_utc: str, outcome: Done | Nothing
) -> None:
    """Remember it; part of the transaction that does it."""
    who = getattr(request, "who", None) or getattr(request, "operator", None)
    why = getattr(request, "why", None)
    told = (int(isinstance(outcome, Done)), outcome.reason.value, json.dumps(dict(outcome.values)))
    connection.execute(_PUT, (uuid.UUID(request_id).bytes, type(request).__name__, who, why, now_utc, *told))
    connection.execute(_FORGET, (KEPT,))


def requests(connection: sqlite3.Connection) -> list[dict[str, object]]:
    """What people asked, oldest first, under `ASKED`; without what is not told."""
    rows = connection.execute("SELECT at, kind, who, why, done, reason, details, id FROM request ORDER BY number")
    told = [dict(zip(ASKED, (*row[:4], bool(row[4]), *row[5:7], uuid_text(row[7])), strict=True)) for row in rows]
    return [{key: value for key, value in each.items() if value is not None} for each in told]
