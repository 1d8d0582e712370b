"""The figures of the shift so far, and the scans behind one of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from station.core import utc_text
from station.core.counting import Line, ShiftFigures, quarter_of
from station.record import quarter_reads, shift_state

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from station.core.counting import Named
    from station.record.log.terms import TermTexts

QUARTER = timedelta(minutes=15)
WITHOUT_SHIFT = timedelta(hours=8)
LEAST = 8
"""Quarter hours that are told anyhow."""
LONGEST = timedelta(hours=24)
"""A shift that nobody closed is not told from its beginning on."""


def figures(connection: sqlite3.Connection, terms: TermTexts, now_utc: str) -> ShiftFigures:
    """Of the shift that is open; without one from the first parcel of the last eight hours on."""
    now = datetime.fromisoformat(now_utc)
    opened = shift_state.shift(connection).opened_at
    is_shift = opened is not None and now - LONGEST < datetime.fromisoformat(opened) <= now
    since = quarter_of(opened if is_shift and opened is not None else utc_text(now - WITHOUT_SHIFT))
    span = (since[:16], f"{quarter_of(now_utc)[:16]}:")
    by = {name: quarter_reads.lines(connection, terms, name, span) for name in quarter_reads.BY if name != "operation"}
    quarters = _every(by["quarter"], since, now)
    if not is_shift:
        quarters = _begun(quarters)
    return ShiftFigures(
        since=quarters[0][0],
        is_shift=is_shift,
        whole=_whole(by["quarter"]),
        quarters=quarters,
        codes=_ordered(by["code"], "stopped"),
        causes=_ordered(by["cause"], "stopped"),
        operators=_ordered(by["operator"], "presented"),
        bins=_ordered(by["bin"], "accepted"),
        carriers=_ordered(by["carrier"], "presented"),
    )


def _whole(quarters: Mapping[str, Line]) -> Line:
    whole = Line()
    for line in quarters.values():
        whole.add(line)
    return whole


def _every(found: Mapping[str, Line], since: str, now: datetime) -> Named:
    """Those without a parcel too."""
    at, quarters = datetime.fromisoformat(since), []
    while at <= now:
        name = quarter_of(utc_text(at))
        quarters.append((name, found.get(name, Line())))
        at += QUARTER
    return tuple(quarters)


def _begun(quarters: Named) -> Named:
    """From the first one with a parcel on; two hours at least."""
    begun = (place for place, (_, line) in enumerate(quarters) if line.counts.presented or line.accepted)
    return quarters[min(next(begun, len(quarters)), len(quarters) - LEAST) :]


def _ordered(found: Mapping[str, Line], what: str) -> Named:
    """Most first; codes and causes that stopped nothing are none."""

    def size(line: Line) -> int:
        return line.counts.presented + line.accepted if what == "presented" else int(getattr(line, what))

    told = [(name, line) for name, line in found.items() if (name or what != "stopped") and size(line) > 0]
    return tuple(sorted(told, key=lambda each: (-size(each[1]), each[0])))
