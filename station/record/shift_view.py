"""The figures of the shift so far, and the scans behind one of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from station.core import utc_text
from station.core.counting import Chosen, Line, ShiftFigures, Span, quarter_of
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
DEFAULT = Chosen()
LONGEST = timedelta(hours=24)
"""A shift that nobody closed is not told from its beginning on."""


def figures(connection: sqlite3.Connection, terms: TermTexts, now_utc: str, chosen: Chosen = DEFAULT) -> ShiftFigures:
    """Of the shift that is open, and without one from the first parcel of the last eight hours on; or as `chosen`."""
    now = datetime.fromisoformat(now_utc)
    shift = shift_state.shift(connection)
    opened = shift.opened_at if chosen.span is Span.SHIFT else None
    is_shift = opened is not None and now - LONGEST < datetime.fromisoformat(opened) <= now
    since = quarter_of(opened if is_shift and opened is not None else _since(chosen.span, now))
    span = (since[:16], f"{quarter_of(now_utc)[:16]}:")
    by = {name: quarter_reads.lines(connection, terms, name, span, chosen.only) for name in quarter_reads.BY}
    quarters = _every(by["quarter"], since, now)
    if chosen.span is Span.SHIFT and not is_shift:
        quarters = _begun(quarters)
    quarters = _longer(quarters, chosen.span)
    return ShiftFigures(
        since=quarters[0][0],
        is_shift=is_shift,
        whole=_whole(by["quarter"]),
        quarters=quarters,
        codes=_ordered(by["code"], "stopped"),
        causes=_ordered(by["cause"], "stopped"),
        operators=tuple(sorted(_ordered(by["operator"], "presented"))),
        operations=_ordered(by["operation"], "presented"),
        bins=_ordered(by["bin"], "accepted"),
        carriers=_ordered(by["carrier"], "presented"),
        chosen=chosen,
        until=now_utc,
        worker=shift.operator,
    )


def _since(span: Span, now: datetime) -> str:
    """UTC. A day begins at midnight of this machine's zone, also where its clocks change."""
    if span is Span.HOUR:
        return utc_text(now - timedelta(hours=1))
    if span is Span.SHIFT:
        return utc_text(now - WITHOUT_SHIFT)
    day = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return utc_text((day - timedelta(days=6 if span is Span.WEEK else 0)).astimezone(UTC))


def _longer(quarters: Named, span: Span) -> Named:
    """Of a day its hours, of a week its days, as clocks here show them."""
    if span not in (Span.DAY, Span.WEEK):
        return quarters
    bars: dict[str, tuple[str, Line]] = {}
    for at, line in quarters:
        here = datetime.fromisoformat(at).astimezone()
        name = f"{here:%Y-%m-%d}" if span is Span.WEEK else f"{here:%Y-%m-%dT%H%z}"
        bars.setdefault(name, (at, Line()))[1].add(line)
    return tuple(bars.values())


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
