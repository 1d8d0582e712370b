"""An entry about a bag, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import EntryDraft, EntryKind
from station.core.outcomes import Nothing, Reason
from station.core.receptacles import not_open
from station.record import shift_state
from station.record.bags import tables

if TYPE_CHECKING:
    import sqlite3

    from station.record.writing import Writing


def add(writing: Writing, details: dict[str, object], who: str | None, bin_: str | None = None) -> int:
    """Write an entry about a bag; its number."""
    counts = shift_state.shift(writing.connection).over(writing.default)
    told = {key: value for key, value in details.items() if value is not None}
    draft = EntryDraft(EntryKind.RECEPTACLE, writing.clock, counts.operation or "", who, bin=bin_, details=told)
    return writing.add(writing.connection, draft).seq


def no_such(number: str) -> Nothing:
    """There is no bag of this number."""
    return Nothing(Reason.NO_SUCH_BAG, {"bag": number})


def unchangeable(connection: sqlite3.Connection, number: str) -> Nothing | None:
    """Why nothing goes into this bag or leaves it."""
    bag = tables.bag(connection, number)
    return no_such(number) if bag is None else not_open(bag)
