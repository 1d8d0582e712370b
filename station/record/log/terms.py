"""Text that repeats from scan to scan, stored once: the writer's and the readers' side of the table `term`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from station.record.log.scan_columns import TERM_AT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from station.record.log.scan_columns import Row

_MOST_CACHED = 4096


class TermNumbers:
    """Numbers of texts, for the writer. Forget them after a rollback: a number may have been given in it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def forget(self) -> None:
        """Ask the database again from now on."""
        self._numbers.clear()

    def stored(self, connection: sqlite3.Connection, row: Row) -> list[Any]:
        """The row as the database holds it; new texts are added in the open transaction."""
        values = list(row)
        for i in TERM_AT:
            if values[i] is not None:
                values[i] = self._numbers.get(values[i]) or self._number(connection, values[i])
        return values

    def _number(self, connection: sqlite3.Connection, text: str) -> int:
        if len(self._numbers) >= _MOST_CACHED:
            self._numbers.clear()
        connection.execute("INSERT INTO term (text) VALUES (?) ON CONFLICT DO NOTHING", (text,))
        (number,) = connection.execute("SELECT id FROM term WHERE text = ?", (text,)).fetchone()
        self._numbers[text] = number
        return int(number)


class TermTexts(dict[int, str]):
    """Texts of numbers, for one reader. A number that was committed never changes its text."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, number: int) -> str:
        """The text of a number that was committed since the last look."""
        newest = max(self, default=0)
        self.update(self._connection.execute("SELECT id, text FROM term WHERE id > ?", (newest,)))
        if number not in self:
            raise _damage(f"there is no text of the number {number}")
        return self[number]

    def full(self, stored: Sequence[Any]) -> Row:
        """A stored row with its texts."""
        values = list(stored)
        for i in TERM_AT:
            if values[i] is not None:
                values[i] = self[values[i]]
        return tuple(values)


def _damage(finding: str) -> sqlite3.DatabaseError:
    """What SQLite raises when it meets damage itself."""
    error = sqlite3.DatabaseError(finding)
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_CORRUPT, "SQLITE_CORRUPT"
    return error
