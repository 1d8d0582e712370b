"""Questions that reports ask of the record: they may read many entries."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from station.core.counting import Tally, tally
from station.record import (
    alarms_noted,
    passed_scans,
    quarter_reads,
    recent_scans,
    relabels,
    shift_spans,
    shift_view,
)
from station.record.counted_scans import BY_NUMBER, BY_TIME, counted_scans
from station.record.day_tally import day_tally
from station.record.lists.centre_manifest import Within
from station.record.log.entry_kinds import IS_SCAN, NOT_VOID, OVERRIDE, VOID
from station.record.log.scan_columns import NAMES
from station.record.log.wire import wire_of
from station.record.outbox import scan_history
from station.record.reads import Reads
from station.record.shift_spans import ShiftSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from station.core import Announced, RecentScan
    from station.core.counting import Chosen, CountedScan, Line, Passed, ShiftFigures

_SCAN = ", ".join(f"s.{name}" for name in NAMES)
_OF_PARCEL = (
    f"SELECT {_SCAN} FROM scan s INDEXED BY scan_accepted WHERE parcel_id = ?1 AND code IS NULL "  # noqa: S608  # own words
    f"UNION ALL SELECT {_SCAN} FROM scan s INDEXED BY scan_stopped WHERE parcel_id = ?1 AND code IS NOT NULL ORDER BY 1"
)
_NEAR = 200
"""Entries between the first and the last of one presentation, at most."""
_OF_PRESENTATION = (
    f"SELECT {_SCAN} FROM scan s, (SELECT ifnull(presentation, scan_id) first FROM scan WHERE seq = ?1) own "  # noqa: S608
    f"WHERE s.seq BETWEEN ?1 - {_NEAR} AND ?1 + {_NEAR} AND own.first IN (s.scan_id, s.presentation) ORDER BY s.seq"
)
_VOID_OF = f"SELECT {_SCAN} FROM scan s INDEXED BY scan_about WHERE about = ? AND entry = {VOID}"  # noqa: S608


_LOST = "SELECT 1 FROM lost WHERE parcel_id = ?"
_WENT_ON = (
    "SELECT 1 FROM scan s INDEXED BY scan_accepted WHERE parcel_id = ?1 AND code IS NULL "  # noqa: S608  # own words
    f"AND (s.entry = {OVERRIDE} OR {IS_SCAN}) AND {NOT_VOID} "
    "AND NOT EXISTS (SELECT 1 FROM lost WHERE parcel_id = ?1) LIMIT 1"
)
_STOPPED = (
    "SELECT code FROM scan s INDEXED BY scan_stopped WHERE parcel_id = ?1 AND code IS NOT NULL "  # noqa: S608  # own words
    f"AND {NOT_VOID} ORDER BY seq DESC LIMIT 1"
)
_SEEN = (
    "SELECT DISTINCT parcel_id FROM scan s WHERE scanned_at >= ?1 AND parcel_id IS NOT NULL "  # noqa: S608  # own words
    f"AND {IS_SCAN} AND {NOT_VOID}"
)
ACCEPTED, STOPPED, LOST, MISSING = "accepted", "stopped", "lost", "missing"


@dataclass(frozen=True, slots=True)
class Fate:
    """`ACCEPTED` here, `STOPPED` with a code, `LOST` as somebody told, or `MISSING`: never seen."""

    what: str
    code: str | None = None


class ReportReads(Reads):
    """Every method raises StoreError when the file cannot be read."""

    def shift_span(self, back: int = 0) -> ShiftSpan | None:
        """The shift that was opened last, or so many before it; None: there is none."""
        with self._in_words():
            return next(islice(shift_spans.spans(self._connection), back, None), None)

    def of_shift(self, span: ShiftSpan) -> Tally:
        """Its figures, by the order of the entries: a clock that steps changes nothing."""
        return self._tally(BY_NUMBER, (span.first, span.last))

    def between(self, since_utc: str, until_utc: str) -> Tally:
        """The figures from one quarter hour to before another: from what was counted as the entries came."""
        with self._in_words(), self._one_look():
            return day_tally(self._connection, self._terms, since_utc, until_utc)

    def alarms_standing(self) -> dict[str, str]:
        """By code `came` or `seen`; see `alarms_noted.standing`."""
        with self._in_words():
            return alarms_noted.standing(self._connection)

    def lines(self, by: str, span: tuple[str, str], only: Mapping[str, str] | None = None) -> dict[str, Line]:
        """Figures by quarter hour, bin, operator ...; see `quarter_reads.lines`."""
        with self._in_words():
            return quarter_reads.lines(self._connection, self._terms, by, span, only)

    def shift_figures(self, now_utc: str, chosen: Chosen = shift_view.DEFAULT) -> ShiftFigures:
        """Of the shift that is open, or of the last eight hours; or of what was chosen."""
        with self._in_words(), self._one_look():
            return shift_view.figures(self._connection, self._terms, now_utc, chosen)

    def behind(self, only: Mapping[str, str], stretch: tuple[str, str], count: int) -> tuple[RecentScan, ...]:
        """The newest scans of one figure within a stretch (UTC): those of a bin, a code ..., of a worker."""
        with self._in_words(), self._one_look():
            return recent_scans.behind(self._connection, self._terms, only, stretch, count)

    def passed_scans(self, after_seq: int) -> Iterator[Passed]:
        """Scans of known parcels that count, after this number."""
        with self._in_words():
            yield from passed_scans.passed_scans(self._connection, after_seq)

    def before_moment(self, since_utc: str) -> int:
        """The number after which the entries since a moment stand."""
        with self._in_words():
            return passed_scans.before_moment(self._connection, since_utc)

    def scans_between(self, since_utc: str, until_utc: str) -> Iterator[CountedScan]:
        """The scans and overrides from one moment to before another, in the order of the log."""
        with self._in_words():
            yield from counted_scans(self._connection, self._terms, BY_TIME, (since_utc, until_utc))

    def numbered(self, seqs: Sequence[int]) -> tuple[RecentScan, ...]:
        """The scans of these numbers, newest first."""
        with self._in_words():
            return recent_scans.numbered(self._connection, self._terms, seqs)

    def history(self, parcel_id: str) -> list[dict[str, object]]:
        """Every entry of a parcel, and what took one back, with what became of it at the centre, oldest first."""
        with self._in_words(), self._one_look():
            rows = self._connection.execute(_OF_PARCEL, (parcel_id,)).fetchall()
            voids = [self._connection.execute(_VOID_OF, (row[1],)).fetchall() for row in rows]
            labels = relabels.entries(self._connection, parcel_id)
            every = sorted([*rows, *labels, *(void for each in voids for void in each)], key=lambda row: row[0])
            return [self._with_answers(row) for row in dict.fromkeys(every)]

    def presentation(self, seq: int) -> list[dict[str, object]]:
        """Every entry of the presentation to which this one belongs, as `history` has them, oldest first."""
        with self._in_words(), self._one_look():
            return [self._with_answers(row) for row in self._connection.execute(_OF_PRESENTATION, (seq,)).fetchall()]

    def announced(self, bag_id: str | None, despatch_id: str | None) -> Iterator[Announced]:
        """Every line of the manifest in force, or those of a bag or a despatch."""
        with self._in_words():
            yield from self.manifest.lines(Within(bag_id, despatch_id))

    def fate(self, numbers: Sequence[str]) -> Fate:
        """What became of a parcel, under any of its numbers."""
        stopped = None
        with self._in_words():
            for number in numbers:
                if self._connection.execute(_WENT_ON, (number,)).fetchone() is not None:
                    return Fate(ACCEPTED)
                if self._connection.execute(_LOST, (number,)).fetchone() is not None:
                    return Fate(LOST)
                stopped = self._connection.execute(_STOPPED, (number,)).fetchone() or stopped
        return Fate(MISSING) if stopped is None else Fate(STOPPED, stopped[0])

    def seen_since(self, since_utc: str) -> Iterator[str]:
        """Each parcel id that was scanned since, once."""
        with self._in_words():
            yield from (number for (number,) in self._connection.execute(_SEEN, (since_utc,)))

    def _with_answers(self, row: Sequence[object]) -> dict[str, object]:
        return {**wire_of(self._terms.full(row)), **scan_history.story(self._connection, int(str(row[0])))}

    def _tally(self, question: str, span: tuple[object, object]) -> Tally:
        with self._in_words(), self._one_look():
            return tally(counted_scans(self._connection, self._terms, question, span))
