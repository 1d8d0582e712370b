"""The change feed: every entry once, in the order of storing, by a cursor that never passes one by. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from station.tracking_server.problem import Problem

FED, MOST_FED = 500, 1000
"""Entries of a page: where nothing is asked, and at most."""
_CURSOR = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18}){0,2}")


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the feed."""

    scans: list[dict[str, Any]]
    cursor: str
    """Behind the last of them: what the next page is asked with."""
    more: bool
    """There is more already."""


def place_of(cursor: str, numbers: int) -> tuple[int, ...]:
    """Where a cursor of so many numbers stands; empty: before everything. Problem: it is not of this centre."""
    if not cursor:
        return (0,) * numbers
    if _CURSOR.fullmatch(cursor) is None or cursor.count(".") != numbers - 1:
        raise Problem(400, "after must be the cursor of an answer of this centre; without it the feed begins anew")
    return tuple(map(int, cursor.split(".")))


def cursor_at(place: tuple[int, ...]) -> str:
    """The cursor of a place."""
    return ".".join(map(str, place))


def check_not_beyond(place: int, newest: int) -> None:
    """Problem when a cursor was given by a database that held more: this one was restored from a backup."""
    if place > newest:
        raise Problem(410, "the cursor is beyond all that is held: the centre was restored. Read the feed anew")
