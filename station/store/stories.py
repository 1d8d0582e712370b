"""What became of one scan: waiting, with the centre, refused, and what a person did about that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def story(connection: sqlite3.Connection, seq: int) -> dict[str, object]:
    """`{state: waiting|sent|refused|accepted|fixed, refused: {code, message, at}|None, resolved: {...}|None}`."""
    waiting = connection.execute("SELECT 1 FROM outbox WHERE seq = ?", (seq,)).fetchone()
    refused = _one(connection, "SELECT code, message, at FROM refused WHERE seq = ?", seq)
    resolved = _one(connection, "SELECT how, who, why, at, successor FROM resolution WHERE seq = ?", seq)
    state = "waiting" if waiting else "sent" if refused is None else "refused" if resolved is None else resolved["how"]
    return {"state": state, "refused": refused, "resolved": resolved}


def _one(connection: sqlite3.Connection, question: str, seq: int) -> dict[str, object] | None:
    cursor = connection.execute(question, (seq,))
    row = cursor.fetchone()
    return None if row is None else dict(zip((name for name, *_ in cursor.description), row, strict=True))
