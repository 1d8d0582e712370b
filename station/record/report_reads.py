"""Questions that reports ask of the record: they may read many entries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.counting import Tally, tally
from station.record.counted_scans import BY_NUMBER, BY_TIME, counted_scans
from station.record.log.entry_kinds import OF_SHIFT, SHIFT, VOID
from station.record.log.scan_columns import NAMES
from station.record.log.wire import wire_of
from station.record.outbox import scan_history
from station.record.reads import Reads

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_END = (1 << 63) - 1
_SHIFTS = f"SELECT seq, scanned_at, operator, details FROM scan WHERE entry = {SHIFT} AND {OF_SHIFT} ORDER BY seq DESC"  # noqa: S608
_SCAN = ", ".join(f"s.{name}" for name in NAMES)
_OF_PARCEL = (
    f"SELECT {_SCAN} FROM scan s INDEXED BY scan_accepted WHERE parcel_id = ?1 AND code IS NULL "  # noqa: S608  # own words
    f"UNION ALL SELECT {_SCAN} FROM scan s INDEXED BY scan_stopped WHERE parcel_id = ?1 AND code IS NOT NULL ORDER BY 1"
)
_VOID_OF = f"SELECT {_SCAN} FROM scan s INDEXED BY scan_about WHERE about = ? AND entry = {VOID}"  # noqa: S608


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


class ReportReads(Reads):
    """Every method raises StoreError when the file cannot be read."""

    def shift_span(self, back: int = 0) -> ShiftSpan | None:
        """The shift that was opened last, or so many before it; None: there is none."""
        with self._in_words():
            rows = self._connection.execute(_SHIFTS).fetchall()
        closed: tuple[int, str] | None = None
        for seq, at, operator, details in rows:
            what = json.loads(details or "{}").get("is")
            if what == "close":
                closed = (seq, at)
            elif what == "open" and back == 0:
                last, closed_at = closed or (NO_END, None)
                return ShiftSpan(None if operator is None else self._terms[operator], at, closed_at, seq, last)
            elif what == "open":
                back, closed = back - 1, None
        return None

    def of_shift(self, span: ShiftSpan) -> Tally:
        """Its figures, by the order of the entries: a clock that steps changes nothing."""
        return self._tally(BY_NUMBER, (span.first, span.last))

    def between(self, since_utc: str, until_utc: str) -> Tally:
        """The figures from one moment to before another."""
        return self._tally(BY_TIME, (since_utc, until_utc))

    def history(self, parcel_id: str) -> list[dict[str, object]]:
        """Every entry of a parcel, and what took one back, with what became of it at the centre, oldest first."""
        with self._in_words(), self._one_look():
            rows = self._connection.execute(_OF_PARCEL, (parcel_id,)).fetchall()
            voids = [self._connection.execute(_VOID_OF, (row[1],)).fetchall() for row in rows]
            every = sorted([*rows, *(void for each in voids for void in each)], key=lambda row: row[0])
            return [self._told(row) for row in dict.fromkeys(every)]

    def _told(self, row: Sequence[object]) -> dict[str, object]:
        return {**wire_of(self._terms.full(row)), **scan_history.story(self._connection, int(str(row[0])))}

    def _tally(self, question: str, span: tuple[object, object]) -> Tally:
        with self._in_words(), self._one_look():
            return tally(counted_scans(self._connection, self._terms, question, span))
