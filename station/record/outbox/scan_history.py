"""What became of one scan: waiting, with the centre, refused, and what a person did about that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record.log.scan_columns import uuid_text

if TYPE_CHECKING:
    import sqlite3

REFUSAL = (
    "seq", "scan_id", "scanned_at", "parcel_id", "code", "message", "refused_at",
    "resolved", "resolved_by", "resolved_why", "resolved_at", "successor",
)  # fmt: skip
_REFUSALS = """SELECT seq, scan_id, scanned_at, parcel_id, r.code, r.message, r.at, how, who, why, d.at, successor
  FROM refused r JOIN scan USING (seq) LEFT JOIN resolution d USING (seq) ORDER BY seq"""


def story(connection: sqlite3.Connection, seq: int) -> dict[str, object]:
    """`{state: waiting|sent|refused|accepted|fixed, refused: {code, message, at}|None, resolved: {...}|None}`."""
    waiting = connection.execute("SELECT 1 FROM outbox WHERE seq = ?", (seq,)).fetchone()
    refused = _one(connection, "SELECT code, message, at FROM refused WHERE seq = ?", seq)
    resolved = _one(connection, "SELECT how, who, why, at, successor FROM resolution WHERE seq = ?", seq)
    state = "waiting" if waiting else "sent" if refused is None else "refused" if resolved is None else resolved["how"]
    return {"state": state, "refused": refused, "resolved": resolved}


def refusals(connection: sqlite3.Connection) -> list[dict[str, object]]:
    """Every scan that was refused, oldest first, under `REFUSAL`; without what is not told."""
    rows = connection.execute(_REFUSALS).fetchall()
    told = [dict(zip(REFUSAL, (row[0], uuid_text(row[1]), *row[2:]), strict=True)) for row in rows]
    return [{key: value for key, value in one.items() if value is not None} for one in told]


def _one(connection: sqlite3.Connection, question: str, seq: int) -> dict[str, object] | None:
    cursor = connection.execute(question, (seq,))
    row = cursor.fetchone()
    return None if row is None else dict(zip((name for name, *_ in cursor.description), row, strict=True))
