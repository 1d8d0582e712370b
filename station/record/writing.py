"""An open transaction, as the parts that apply requests have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from station.core import ClockReading, Entry, EntryDraft, Shift
    from station.record.log.scan_columns import Row


@dataclass(frozen=True, slots=True)
class Writing:
    """All of it is written, or nothing."""

    connection: sqlite3.Connection
    database: Path
    now_utc: str
    clock: ClockReading
    default: Shift
    """What counts at this lane where nobody has said otherwise."""
    insert: Callable[[sqlite3.Connection, Row], int]
    """Puts a row at the end of the log and into the outbox; its seq."""
    add: Callable[[sqlite3.Connection, EntryDraft], Entry]
    """The same for an entry that is no scan."""
