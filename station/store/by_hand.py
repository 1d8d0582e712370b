"""Which of the record's lists a person imported: a mark beside the record, there until the centre's list replaces it.

The mark is made before the list is written. So a list of a person never passes for the centre's, whatever ends the
import; the other way round it may, until the centre changes its list.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from station.store.errors import no_folder
from station.store.moments import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from station.core.facts import Hold
    from station.core.plan import SortPlan
    from station.store.writer import Store

PLAN, HOLDS, MANIFEST = "sort plan", "holds", "manifest"


def import_plan(store: Store, plan: SortPlan) -> None:
    """Bring a person's sort plan into force. StoreError: the old one stays."""
    _mark(store.path, PLAN)
    store.replace_plan(plan)


def import_holds(store: Store, holds: Iterable[Hold]) -> int:
    """Bring a person's hold list into force; how many lines it has. StoreError: the old one stays."""
    _mark(store.path, HOLDS)
    return store.replace_holds(holds)


def imported_at(database: Path, name: str) -> str | None:
    """UTC time at which a person imported the list that is in force; None: nobody did."""
    try:
        return _path(database, name).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None


def forget(database: Path, name: str) -> None:
    """The centre's list is in force. StoreError."""
    path = _path(database, name)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise no_folder(error, path) from error


def _mark(database: Path, name: str) -> None:
    path = _path(database, name)
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("w", encoding="ascii") as out:
            out.write(utc_now())
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise no_folder(error, path) from error


def _path(database: Path, name: str) -> Path:
    return database.with_name(f"{name.replace(' ', '-')}.by-hand")
