"""Which rows of a damaged record are scans as they were stored: those that fit their place in the hash chain.

One row is held back until the next one tells what is wrong with it: its content, its link, or where its epoch began.
"""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any

from station.record.log.epochs import Epoch
from station.record.log.rows import json_text
from station.record.log.scan_columns import NAMES, WEIGHT
from station.record.log.wire import canonical, first_link, next_link, wire_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from station.record.log.terms import TermTexts

    Row = tuple[Any, ...]

_SPANS = """SELECT id, epoch, after_seq FROM epoch WHERE typeof(after_seq) = 'integer' AND typeof(epoch) = 'text'
  AND epoch NOT GLOB '*[^0-9a-f-]*' ORDER BY id"""
_AT = {name: i for i, name in enumerate(NAMES)}
_FLAGS = tuple(_AT[name] for name in ("keyed", "check_ok", "stable"))
_JSON: dict[str, Callable[[Any], str]] = {
    "refs": partial(json.dumps, ensure_ascii=False),
    "vals": json_text,
    "details": json_text,
}
"""Columns of JSON, and how each is spelled."""
_WEIGHED = slice(_AT[WEIGHT[0].name], len(NAMES))


def proved(
    rows: Iterable[Row], texts: TermTexts, station_id: str, spans: tuple[Epoch, ...], runs: Mapping[int, bytes]
) -> Iterator[Row]:
    """The genuine ones of `rows`, which rise, with texts in full and what is derived of them computed anew.

    A row is `NAMES`, its noted bytes, its link and two marks. `runs`: the link of each retired run by its last number.
    A row behind one that is missing cannot be proved by it, and is believed.
    """
    chain = _Chain(station_id, spans, runs)
    for stored in rows:
        full = _full(stored, texts)
        if full is not None:
            yield from chain.judge(full, *stored[-4:-2])


class _Chain:
    """The place in the chain behind the last row."""

    def __init__(self, station_id: str, spans: tuple[Epoch, ...], runs: Mapping[int, bytes]) -> None:
        self._firsts = {span.after_seq: first_link(station_id, span.epoch) for span in spans}
        self._spans = spans
        self._runs = runs
        self._last = self._base = 0
        self._links: tuple[bytes, ...] = ()
        """The link of the last row as it is stored, and as its content says when that is another one."""
        self._held: Row | None = None
        """The last row, when it did not fit."""

    def judge(self, full: Row, size: int, chain: bytes) -> Iterator[Row]:
        """What is known to be genuine now: the row that was held, and this one."""
        seq, held, links = full[0], self._held, self._links
        if self._last != seq - 1:
            held, links = None, ((self._runs[seq - 1],) if seq - 1 in self._runs else ())
        listed = next((span.after_seq for span in reversed(self._spans) if span.after_seq < seq), self._base)
        unlisted = (seq - 2,) if held is not None and seq - 2 not in self._firsts else ()
        places = [(base, link) for base in (self._base, listed, *unlisted) for link in links]
        if seq - 1 in self._firsts:
            places.append((seq - 1, self._firsts[seq - 1]))
        fit = next(((base, link) for base, link in places if next_link(link, _sent(full, base)) == chain), None)
        if held is not None and fit is not None:
            if fit[1] == links[-1]:  # the content is right, its own link was changed
                yield _whole(held, fit[0], fit[1])
            elif fit[0] in unlisted:  # an epoch began with it
                yield _whole(held, fit[0], links[0])
        self._last, self._links, self._held = seq, (chain,), None
        if fit is not None or not places:
            self._base = fit[0] if fit is not None else listed
            whole = _whole(full, self._base, chain)
            yield whole if fit is not None else (*full, size, *whole[-3:])  # what is not proved stays as noted
        else:
            self._held = full
            self._links = (chain, next_link(places[-1][1], _sent(full, places[-1][0])))


def inconsistent(values: Row) -> str | None:
    """What the wire form of a stored row does not show, in words."""
    weighed = values[_WEIGHED]
    if any(values[i] not in (None, 0, 1) for i in _FLAGS):
        return "a flag is neither 0 nor 1"
    if weighed[0] is None and any(value is not None for value in weighed):
        return "it has parts of a weight and none"
    for name, spell in _JSON.items():
        stored = values[_AT[name]]
        try:
            spelled = stored is None or spell(json.loads(stored)) == stored
        except (ValueError, TypeError, RecursionError, AttributeError):
            spelled = False
        if not spelled:
            return f"its {name} are spelled otherwise"
    return None


def marks(values: Row) -> tuple[bool, bool]:
    """Whether a scan was read, and whether it was weighed."""
    return values[_AT["parcel_id"]] is not None and values[_AT["keyed"]] == 0, values[_WEIGHED][0] is not None


def _full(stored: Row, texts: TermTexts) -> Row | None:
    """None: that is no scan any more."""
    try:
        full = texts.full(stored[: len(NAMES)])
        if inconsistent(full) or not isinstance(stored[-3], bytes) or len(stored[-3]) != 32:
            return None
        _sent(full, 0)
    except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    return full


def _sent(full: Row, base: int) -> bytes:
    return canonical(wire_of((full[0] - base, *full[1:])))


def _whole(full: Row, base: int, chain: bytes) -> Row:
    return (*full, len(_sent(full, base)), chain, *marks(full))


def spans_of(connection: sqlite3.Connection) -> tuple[Epoch, ...]:
    """The epochs that a damaged record still tells of; none when it does not."""
    try:
        return tuple(Epoch(*row) for row in connection.execute(_SPANS).fetchall())
    except sqlite3.Error:
        return ()
