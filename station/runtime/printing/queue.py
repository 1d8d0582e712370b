"""The labels that wait for a printer, in a file of their own beside the record: a full or damaged one stops no parcel.

Every change is on the disk when its call returns. Commands add labels while the station runs.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import LabelState, QueuedLabel
from station.record.log import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

NAME = "labels.db"
BUSY_S = 2.0
KEPT = 5000
"""Labels that are done and kept, to be printed again, and so that what was due for them is not due again."""
_TABLES = """
CREATE TABLE IF NOT EXISTS label (
    number INTEGER PRIMARY KEY AUTOINCREMENT, printer TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL,
    zpl BLOB NOT NULL, asked_at TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting', before INTEGER,
    tries INTEGER NOT NULL DEFAULT 0, because TEXT UNIQUE
) STRICT;
CREATE INDEX IF NOT EXISTS label_state ON label (state, printer, number);
CREATE TABLE IF NOT EXISTS began (at TEXT NOT NULL) STRICT;
"""
_COLUMNS = "number, printer, kind, about, state, before, tries"


class LabelQueue:
    """Any thread, any process: each call opens the file for itself. StoreError from every one."""

    def __init__(self, data_dir: Path, utc: Callable[[], str]) -> None:
        """`utc` says the time of now, in UTC."""
        self._path, self._utc = data_dir / NAME, utc

    def began(self) -> str:
        """When the queue was made, UTC: what was due before is not printed by itself."""
        with self._open() as connection:
            return str(connection.execute("SELECT at FROM began").fetchone()[0])

    def add(self, printer: str, kind: str, about: str, zpl: bytes, because: str | None = None) -> bool:
        """One label more. `because`: what it is due for, once; False: that was there already."""
        with self._open() as connection:
            done = connection.execute(
                "INSERT OR IGNORE INTO label (printer, kind, about, zpl, asked_at, because) VALUES (?, ?, ?, ?, ?, ?)",
                (printer, kind, about, zpl, self._utc(), because),
            )
            connection.execute(
                "DELETE FROM label WHERE state IN ('printed', 'dropped') "
                "AND number <= (SELECT max(number) FROM label) - ?",
                (KEPT,),
            )
            return done.rowcount == 1

    def is_known(self, because: str) -> bool:
        """Whether a label was added for this."""
        with self._open() as connection:
            return connection.execute("SELECT 1 FROM label WHERE because = ?", (because,)).fetchone() is not None

    def next_of(self, printer: str) -> QueuedLabel | None:
        """The oldest open label of a printer: no other goes before it."""
        with self._open() as connection:
            return _label(connection, "printer = ? AND state IN ('waiting', 'sent') ORDER BY number LIMIT 1", printer)

    def sending(self, label: QueuedLabel, before: int | None) -> bytes | None:
        """Note that it goes to the printer now; its ZPL. None: somebody took it out meanwhile."""
        with self._open() as connection:
            done = connection.execute(
                "UPDATE label SET state = 'sent', before = ?, tries = tries + 1 "
                "WHERE number = ? AND state IN ('waiting', 'sent') RETURNING zpl",
                (before, label.number),
            ).fetchone()
            return None if done is None else bytes(done[0])

    def ended(self, number: int, state: LabelState) -> None:
        """What became of it."""
        with self._open() as connection:
            connection.execute("UPDATE label SET state = ? WHERE number = ?", (state.value, number))

    def again(self, number: int | None) -> QueuedLabel | None:
        """Print this one once more, None: the newest. The new one; None: there is no such label."""
        with self._open() as connection:
            old = _label(connection, "number = coalesce(?, (SELECT max(number) FROM label))", number)
            if old is None:
                return None
            connection.execute(
                "UPDATE label SET state = 'dropped' WHERE number = ? AND state <> 'printed'", (old.number,)
            )
            new = connection.execute(
                "INSERT INTO label (printer, kind, about, zpl, asked_at) "
                "SELECT printer, kind, about, zpl, ? FROM label WHERE number = ? RETURNING number",
                (self._utc(), old.number),
            ).fetchone()
            return _label(connection, "number = ?", new[0])

    def drop(self, number: int) -> bool:
        """Take it out; False: it is not in the queue any more."""
        with self._open() as connection:
            done = connection.execute(
                "UPDATE label SET state = 'dropped' WHERE number = ? AND state NOT IN ('printed', 'dropped')", (number,)
            )
            return done.rowcount == 1

    def counts(self, printer: str) -> tuple[int, int]:
        """Labels of a printer that are to be printed, and those that wait for a person."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT count(*) FILTER (WHERE state IN ('waiting', 'sent')), "
                "count(*) FILTER (WHERE state IN ('unsure', 'failed')) FROM label WHERE printer = ?",
                (printer,),
            ).fetchone()
            return int(row[0]), int(row[1])

    def labels(self, states: Sequence[LabelState]) -> tuple[QueuedLabel, ...]:
        """Those in these states, oldest first."""
        with self._open() as connection:
            marks = ", ".join("?" * len(states))
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM label WHERE state IN ({marks}) ORDER BY number",  # noqa: S608  # marks alone
                [state.value for state in states],
            )
            return tuple(map(_of_row, rows.fetchall()))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on the disk at its end."""
        try:
            with closing(sqlite3.connect(self._path, timeout=BUSY_S, isolation_level=None)) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'began'").fetchone():
                    connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO began SELECT ? WHERE NOT EXISTS (SELECT 1 FROM began)", (self._utc(),))
                yield connection
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(notice("label_queue_fails", path=str(self._path), what=str(error))) from error


def _label(connection: sqlite3.Connection, where: str, value: object) -> QueuedLabel | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM label WHERE {where}", (value,)).fetchone()  # noqa: S608  # ours
    return None if row is None else _of_row(row)


def _of_row(row: tuple[int, str, str, str, str, int | None, int]) -> QueuedLabel:
    number, printer, kind, about, state, before, tries = row
    return QueuedLabel(number, printer, kind, about, LabelState(state), before, tries)
