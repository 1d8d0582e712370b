"""What people did beside scans: which were taken back, and into which bin a stopped one was let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record.log.entry_kinds import IS_SCAN, OVERRIDE, VOID
from station.record.log.scan_columns import uuid_text

if TYPE_CHECKING:
    import sqlite3

MARKS = ("taken_back", "override_bin")
_BESIDE = (
    "SELECT s.entry, s.scan_id, s.about, s.bin FROM scan s INDEXED BY scan_about "  # noqa: S608  # own numbers
    f"WHERE s.about IS NOT NULL AND s.entry IN ({VOID}, {OVERRIDE})"
)
_NEWEST = (
    "SELECT max(seq) FROM ("  # noqa: S608  # own words
    f"SELECT max(s.seq) seq FROM scan s INDEXED BY scan_accepted WHERE parcel_id = ?1 AND code IS NULL AND {IS_SCAN} "
    "UNION ALL "
    f"SELECT max(s.seq) FROM scan s INDEXED BY scan_stopped WHERE parcel_id = ?1 AND code IS NOT NULL AND {IS_SCAN})"
)


def marks(connection: sqlite3.Connection) -> dict[str, dict[str, object]]:
    """By `scan_id`: `{taken_back: True}`, or `{override_bin: BIN}` of an override that nobody took back."""
    rows = connection.execute(_BESIDE).fetchall()
    void = {about for kind, _, about, _ in rows if kind == VOID}
    lifted = {
        uuid_text(about): {MARKS[1]: place}
        for kind, name, about, place in rows
        if kind == OVERRIDE and name not in void
    }
    return {**lifted, **{uuid_text(about): {MARKS[0]: True} for about in void}}


def newest_scan(connection: sqlite3.Connection, parcel_id: str) -> int | None:
    """The number of the newest scan of a parcel."""
    (seq,) = connection.execute(_NEWEST, (parcel_id,)).fetchone()
    return None if seq is None else int(seq)
