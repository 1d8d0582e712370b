"""New labels of parcels: those that nobody has read yet, and the numbers of one parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.core import Relabel
from station.record.log.entry_kinds import NOT_VOID
from station.record.log.scan_columns import NAMES, uuid_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from station.record.log.scan_columns import Row

ASKED, READ = "asked", "read"
"""What an entry of the kind `relabel` tells, in `details.is`."""
MOST = 200
"""Labels that wait to be read; of more than these the oldest are only in the log."""
_WAITING = f"""SELECT old, new, entry, asked_at FROM relabel r WHERE is_read = 0
  AND NOT EXISTS (SELECT 1 FROM relabel later WHERE later.old = r.old AND later.seq > r.seq)
  ORDER BY seq DESC LIMIT {MOST}"""  # noqa: S608  # own words, as below
_LINKED = """SELECT new FROM relabel WHERE old = ?1 AND is_read = 1
  UNION SELECT old FROM relabel WHERE new = ?1 AND is_read = 1"""
_NEWER = "SELECT new FROM relabel WHERE old = ? AND is_read = 1 AND new <> old ORDER BY seq DESC LIMIT 1"
_SCAN = ", ".join(f"s.{name}" for name in NAMES)
_OF = f"""WITH label AS (SELECT seq, entry FROM relabel WHERE old = ?1 OR new = ?1)
  SELECT {_SCAN} FROM label JOIN scan s USING (seq)
  UNION ALL SELECT {_SCAN} FROM label JOIN scan s INDEXED BY scan_about ON s.about = label.entry"""  # noqa: S608
_USED = """SELECT 1 WHERE EXISTS (SELECT 1 FROM scan INDEXED BY scan_accepted WHERE parcel_id = ?1 AND code IS NULL)
  OR EXISTS (SELECT 1 FROM scan INDEXED BY scan_stopped WHERE parcel_id = ?1 AND code IS NOT NULL)
  OR EXISTS (SELECT 1 FROM relabel WHERE new = ?1 AND old <> ?2)"""
_ACCEPTED = f"""SELECT seq, bin FROM scan s INDEXED BY scan_accepted
  WHERE parcel_id = ? AND code IS NULL AND {NOT_VOID} ORDER BY seq DESC LIMIT 1"""  # noqa: S608


def follow(
    connection: sqlite3.Connection, entry: tuple[int, bytes, str, bytes | None], details: dict[str, Any]
) -> None:
    """The links follow the log: each entry of the kind `relabel` changes them, in its transaction. `entry`: its number,
    its name, its time, and the entry that it is about.
    """
    seq, name, at, about = entry
    old, new, is_read = str(details.get("old")), str(details.get("new")), details.get("is") == READ
    if is_read and connection.execute("UPDATE relabel SET is_read = 1 WHERE entry = ?", (about,)).rowcount:
        return
    connection.execute("INSERT OR IGNORE INTO relabel VALUES (?, ?, ?, ?, ?, ?)", (seq, name, at, old, new, is_read))


def waiting(connection: sqlite3.Connection) -> tuple[Relabel, ...]:
    """Labels that were asked for and that nobody has read; the newest of each parcel, newest first."""
    rows = connection.execute(_WAITING).fetchall()
    return tuple(Relabel(old, new, uuid_text(entry), at) for old, new, entry, at in rows)


def others(connection: sqlite3.Connection, number: str) -> frozenset[str]:
    """The other numbers of a parcel whose new label was read, however often it got one."""
    known, open_ = {number}, [number]
    while open_:
        linked = {other for (other,) in connection.execute(_LINKED, (open_.pop(),)).fetchall()}
        open_ += linked - known
        known |= linked
    return frozenset(known - {number})


def newer(connection: sqlite3.Connection, number: str) -> str | None:
    """The number that took the place of this one."""
    row = connection.execute(_NEWER, (number,)).fetchone()
    return None if row is None else str(row[0])


def is_used(connection: sqlite3.Connection, new: str, old: str) -> bool:
    """Whether a number is another parcel's already."""
    return connection.execute(_USED, (new, old)).fetchone() is not None


def accepted_into(connection: sqlite3.Connection, number: str) -> str | None:
    """The bin of a parcel that was accepted here under any of its numbers; None: it was not, or that was taken back."""
    numbers = (number, *others(connection, number))
    found = [row for each in numbers if (row := connection.execute(_ACCEPTED, (each,)).fetchone()) is not None]
    return str(max(found)[1]) if found else None


def entries(connection: sqlite3.Connection, number: str) -> list[Row]:
    """The entries about new labels of this number, either way."""
    return connection.execute(_OF, (number,)).fetchall()


class RelabelReads:
    """Every method raises StoreError when the file cannot be read."""

    def __init__(self, connection: sqlite3.Connection, in_words: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection, self._in_words = connection, in_words

    def waiting(self) -> tuple[Relabel, ...]:
        """See `waiting`."""
        with self._in_words():
            return waiting(self._connection)

    def newer(self, number: str) -> str | None:
        """See `newer`."""
        with self._in_words():
            return newer(self._connection, number)

    def others(self, number: str) -> frozenset[str]:
        """See `others`."""
        with self._in_words():
            return others(self._connection, number)
