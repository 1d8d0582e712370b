"""The figures of a shift or a day, from the log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from station.core import utc_text
from station.core.counting import FEW, interval, percentile
from station.record import ReportReads

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from station.core.counting import Line, Tally
    from station.record import Signed


@dataclass(frozen=True, slots=True)
class Figures:
    """What a stretch came to."""

    station_id: str
    since: str
    until: str | None
    """UTC; None: it goes on."""
    operator: str | None
    """Who had the shift."""
    tally: Tally
    opened_seq: int | None = None
    """Number of the entry that opened the shift."""
    signed: Signed | None = None
    """Who stands for it."""


def figures_of_shift(database: Path, back: int = 0) -> Figures | None:
    """Of the shift that was opened last, or so many before it; None: there is none. StoreError."""
    with ReportReads(database) as reads:
        span = reads.shift_span(back)
        if span is None:
            return None
        return Figures(
            reads.station_id,
            span.opened_at,
            span.closed_at,
            span.operator,
            reads.of_shift(span),
            span.first,
            span.signed,
        )


def figures_of_day(database: Path, day: date) -> Figures:
    """Of a day of this machine's zone, 23 or 25 hours long where its clocks change. StoreError."""
    since, until = (_midnight(each) for each in (day, day + timedelta(days=1)))
    with ReportReads(database) as reads:
        return Figures(reads.station_id, since, until, None, reads.between(since, until))


def _midnight(day: date) -> str:
    return utc_text(datetime.combine(day, time()).astimezone(UTC))


def figures_json(figures: Figures) -> dict[str, Any]:
    """The whole of it; rates from 0 to 1 with their 95 % interval (Wilson), times in ms, weights in grams as text."""
    tally = figures.tally
    lifted = sum(tally.presented_grams.values())
    stops = sum(tally.codes.values())
    return {
        "station_id": figures.station_id,
        "since": figures.since,
        "until": figures.until,
        "operator": figures.operator,
        "opened_seq": figures.opened_seq,
        "signed": figures.signed and asdict(figures.signed),
        **_line(tally.all),
        "scans": tally.scans,
        "overrides": tally.overrides,
        "taken_back": tally.taken_back,
        "redated": tally.redated,
        "lifted_g": str(lifted),
        "lifted_kg_per_hour": float(lifted) / 1000 / _hours(figures),
        "codes": [
            {"code": code, "count": count, "share": count / stops} for code, count in _most_first(tally.codes.items())
        ],
        "causes": [{"cause": cause, "count": count} for cause, count in _most_first(tally.causes.items())],
        "settle_ms": _times(tally.settle_ms),
        "verdict_ms": _times(tally.verdict_ms),
        **{
            f"by_{group}": {name: _line(line) for name, line in sorted(lines.items())}
            for group, lines in tally.groups.items()
        },
    }


def _hours(figures: Figures) -> float:
    """How long the stretch goes, or went on until now; a quarter of an hour at least."""
    until = min(filter(None, (figures.until, utc_text(datetime.now(UTC)))))
    span = datetime.fromisoformat(until) - datetime.fromisoformat(figures.since)
    return max(0.25, span.total_seconds() / 3600)


def _line(line: Line) -> dict[str, Any]:
    counts = line.counts
    return {
        "presented": counts.presented,
        "first_time": counts.first_time,
        "after_retries": counts.after_retries,
        "keyed": counts.keyed,
        "not_read": counts.not_read,
        "first_time_rate": _rate(counts.first_time, counts.presented),
        "read_rate": _rate(counts.read, counts.presented),
        "accepted": line.accepted,
        "stopped": line.stopped,
        "accepted_g": str(line.grams),
    }


def _rate(hits: int, tries: int) -> dict[str, float | bool] | None:
    """None of no parcel; `few`: too few parcels for the rate to say much."""
    if tries == 0:
        return None
    low, high = interval(hits, tries)
    return {"rate": hits / tries, "low": low, "high": high, "few": tries < FEW}


def _times(values: list[float]) -> dict[str, float | int | None]:
    return {"count": len(values), "p50": percentile(values, 0.5), "p95": percentile(values, 0.95)}


def _most_first(counts: Any) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda each: (-each[1], each[0]))
