"""How old the word is by which each list is in force."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from station.core import ListStatus
from station.record.lists import import_marks
from station.record.log import connect
from station.record.log.errors import in_words

if TYPE_CHECKING:
    from pathlib import Path

    from station.record.reads import Reads

CLOCK_BACK_S = 3600


def list_ages(reads: Reads, now: datetime) -> tuple[ListStatus, ...]:
    """Sort plan, hold list, manifest. StoreError."""
    return tuple(replace(each, age_s=_age(each.at, now)) for each in _lists(reads))


def is_stale(each: ListStatus, limit_s: float) -> bool:
    """Whether a list that the centre keeps was confirmed, or imported, too long ago. An age that the clock cannot tell
    is too old.
    """
    old = each.age_s is None or each.age_s > limit_s
    return each.kept_by_centre and each.at is not None and old


def _age(utc: str | None, now: datetime) -> float | None:
    """A clock that went back by a little makes it new, by more than an hour unknown."""
    if utc is None:
        return None
    try:
        age = (now - datetime.fromisoformat(utc)).total_seconds()
    except ValueError:
        return None
    return None if age < -CLOCK_BACK_S else max(0.0, age)


def _lists(reads: Reads) -> tuple[ListStatus, ...]:
    facts = reads.manifest.look()
    confirmed = reads.manifest.confirmed()
    found = [_of_record(reads.path, name, confirmed) for name in (import_marks.PLAN, import_marks.HOLDS)]
    kept = import_marks.MANIFEST in confirmed
    if facts is None or reads.manifest.of_centre:
        at = confirmed.get(import_marks.MANIFEST) if facts is not None else None
        found.append(ListStatus(import_marks.MANIFEST, at, of_centre=facts is not None, kept_by_centre=kept))
    else:
        found.append(ListStatus(import_marks.MANIFEST, facts.imported_at, of_centre=False, kept_by_centre=kept))
    return tuple(found)


def _of_record(database: Path, name: str, confirmed: dict[str, str]) -> ListStatus:
    """A list in the record: of a person while there is a mark, else of the centre if that ever confirmed it."""
    imported = import_marks.imported_at(database, name)
    of_centre = imported is None and name in confirmed
    at = confirmed[name] if of_centre else imported
    if at is None and name == import_marks.PLAN:
        at = _plan_since(database)
    return ListStatus(name, at, of_centre=of_centre, kept_by_centre=name in confirmed)


def _plan_since(database: Path) -> str | None:
    """UTC time at which a plan without a mark came into force, as of an older station; None: there is none."""
    try:
        with closing(connect.for_reading(database)) as connection:
            found = connection.execute("SELECT imported_at FROM plan").fetchone()
    except sqlite3.Error as error:
        raise in_words(error, database) from error
    return None if found is None else str(found[0])
