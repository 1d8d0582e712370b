"""The shifts of the log: from which entry to which, whose, and who has signed the report of one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.record.log.entry_kinds import OF_SHIFT, SHIFT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

NO_END = (1 << 63) - 1
_SHIFTS = (
    "SELECT seq, scanned_at, (SELECT text FROM term WHERE id = operator), details "  # noqa: S608  # own words
    f"FROM scan WHERE entry = {SHIFT} AND {OF_SHIFT} ORDER BY seq DESC"
)


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody stands for the report of a shift."""

    who: str | None
    at: str
    """UTC."""
    seq: int
    """Number of the entry."""


@dataclass(frozen=True, slots=True)
class ShiftSpan:
    """One shift of the log."""

    operator: str | None
    opened_at: str
    closed_at: str | None
    """None: it is open."""
    first: int
    """Number of the entry that opened it."""
    last: int
    """Of the one that closed it."""
    signed: Signed | None = None


def spans(connection: sqlite3.Connection) -> Iterator[ShiftSpan]:
    """Every shift, the newest first."""
    closed: tuple[int, str] | None = None
    signed: dict[int, Signed] = {}
    for seq, at, who, details in connection.execute(_SHIFTS):
        told = json.loads(details or "{}")
        match told.get("is"):
            case "signed":
                signed[told.get("opened")] = Signed(who, at, seq)
            case "close":
                closed = (seq, at)
            case "open":
                last, closed_at = closed or (NO_END, None)
                yield ShiftSpan(who, at, closed_at, seq, last, signed.get(seq))
                closed = None
            case _:
                pass


def opened_by(connection: sqlite3.Connection, seq: int) -> ShiftSpan | None:
    """The shift that this entry opened."""
    return next((span for span in spans(connection) if span.first == seq), None)
