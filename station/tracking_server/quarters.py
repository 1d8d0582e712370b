"""Counts of presented parcels by station, quarter hour, operator, bin, code, cause, kept as entries come in. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from station.core import printable
from station.core.counting import ReadClass, ReadCounts, class_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BUCKETS = {"quarter": (16, ""), "hour": (13, ":00"), "day": (10, "T00:00")}
"""Characters of a moment that name one, and what follows them to be the moment at which it begins (UTC)."""
BY = ("operator", "bin", "code", "cause")
COUNTS = ("not_read", "keyed", "after_retries", "first_time", "accepted", "stopped")
MOST_BUCKETS = 50_000
"""Rows of one answer."""
_LONGEST = 64


class Cell(NamedTuple):
    """What entries have in common; empty: they do not tell it."""

    station_id: str
    quarter: str
    operator: str
    bin: str
    code: str
    cause: str


class Counted(NamedTuple):
    """What one entry adds, without its station."""

    cell: tuple[str, str, str, str, str]
    counts: tuple[int, ...]


def counted(entry: Mapping[str, Any], *, is_scan: bool, accepts: int) -> Counted | None:
    """None: it counts nothing, as a scan in the place of a refused one. `accepts`: see `Checked`."""
    kind = "scan" if is_scan else entry.get("kind")
    if kind not in ("scan", "override", "void") or (is_scan and entry.get("corrects") is not None):
        return None
    code = _text(entry, "code") or _text(entry, "exception")
    classes: Counter[int] = Counter()
    if is_scan:
        before = _before(entry)
        has_id = entry.get("parcel_id") is not None
        classes[class_after(before, has_id=has_id, keyed=entry.get("keyed") is True)] += 1
        if before is not None:
            classes[before] -= 1
    stops = int(entry.get("decision") == "exception") if is_scan else -int(kind == "void" and code != "")
    cause = "" if not is_scan or entry.get("parcel_id") is not None else _text(entry, "cause")
    at = str(entry["scanned_at"])
    quarter = f"{at[:14]}{int(at[14:16]) // 15 * 15:02}"
    cell = (quarter, _text(entry, "operator"), _text(entry, "bin"), code, cause)
    return Counted(cell, (*(classes[each] for each in ReadClass), accepts, stops))


def cells(of_stations: Iterable[tuple[str, Counted | None]]) -> list[tuple[Any, ...]]:
    """Rows of a cell and its counts, in one order, whoever writes them."""
    found: dict[Cell, list[int]] = {}
    for station_id, each in of_stations:
        if each is None:
            continue
        held = found.setdefault(Cell(station_id, *each.cell), [0] * len(COUNTS))
        for place, count in enumerate(each.counts):
            held[place] += count
    return [(*cell, *found[cell]) for cell in sorted(found)]


def bucket_start(since: str, bucket: str) -> str:
    """Where the bucket of a moment begins, so that each one is told whole."""
    if bucket == "quarter":
        return f"{since[:14]}{int(since[14:16]) // 15 * 15:02}"
    length, rest = BUCKETS[bucket]
    return f"{since[:length]}{rest}"


def question(bucket: str, by: str | None, mark: str) -> str:
    """SQL: the counts by station, bucket and name from one quarter hour on, at most so many; `mark`: a parameter."""
    length, rest = BUCKETS[bucket]
    name = by or "''"
    sums = ", ".join(f"sum({count})" for count in COUNTS)
    return (
        f"SELECT station_id, substr(quarter, 1, {length}) || '{rest}:00Z' AS begins, {name} AS name, {sums} "  # noqa: S608
        f"FROM quarterly WHERE quarter >= {mark} AND ({mark} = '' OR station_id = {mark}) "
        f"GROUP BY 1, 2, 3 ORDER BY 2, 1, 3 LIMIT {MOST_BUCKETS + 1}"
    )


def answer(rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """As they are told. A presentation that began in an earlier bucket may leave a class below 0, which is 0 here."""
    told = []
    for station_id, begins, name, *counts in rows:
        *classes, accepted, stopped = map(int, counts)
        read = ReadCounts(*(max(0, count) for count in classes))
        told.append({
            "station_id": station_id,
            "begins": begins,
            "name": name,
            "presented": read.presented,
            "first_read": read.first_time,
            "read": read.read,
            "keyed": read.keyed,
            "not_read": read.not_read,
            "accepted": accepted,
            "stopped": stopped,
        })  # fmt: skip
    return told


def _before(entry: Mapping[str, Any]) -> ReadClass | None:
    told = entry.get("read_before")
    return ReadClass.__members__.get(told.upper()) if isinstance(told, str) else None


def _text(entry: Mapping[str, Any], key: str) -> str:
    told = entry.get(key)
    return printable(told, _LONGEST) if isinstance(told, str) else ""
