"""Put a new file in the place of the record; the old one is set aside with its log, never deleted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LOG, SHARED, NEXT = "-wal", "-shm", ".next"


def beside(database: Path, suffix: str) -> Path:
    """`station.db-wal` and the like."""
    return database.with_name(database.name + suffix)


def set_aside(database: Path) -> tuple[Path, ...]:
    """Files that were set aside here before."""
    return tuple(
        path for path in sorted(database.parent.glob(f"{database.name}.set-aside-*")) if not path.name.endswith(LOG)
    )


def swap_in(draft: Path, database: Path, stamp: str) -> Path | None:
    """Make `draft`, closed and without a log, the record; where the old one is now, None when there was none.

    Up to the first rename nothing has changed; what a kill cuts off after it, `finish` does at the next start. OSError.
    """
    lay_ready(draft, database)
    return finish(database, stamp)


def lay_ready(draft: Path, database: Path) -> None:
    """Make `draft` what `finish` puts in the record's place, at the next start at the latest. OSError."""
    sync(draft)
    draft.replace(beside(database, NEXT))
    sync(database.parent)


def finish(database: Path, stamp: str) -> Path | None:
    """Complete the swap that has begun, if one has; where the old record is now. May be cut off anywhere. OSError.

    A log must never meet a file that it does not belong to, so the old log goes before the new file comes.
    """
    coming = beside(database, NEXT)
    if not coming.exists():
        return None
    aside = _name(database, stamp)
    moved = database.exists()
    for suffix in (LOG, ""):
        if beside(database, suffix).exists():
            beside(database, suffix).replace(beside(aside, suffix))
            sync(database.parent)
    beside(database, SHARED).unlink(missing_ok=True)
    coming.replace(database)
    sync(database.parent)
    return aside if moved else None


def _name(database: Path, stamp: str) -> Path:
    """A free name; the one under which a log was set aside already when the file itself was not yet."""
    for log in sorted(database.parent.glob(f"{database.name}.set-aside-*{LOG}")):
        waiting = log.with_name(log.name.removesuffix(LOG))
        if not waiting.exists():
            return waiting
    wanted = beside(database, f".set-aside-{stamp}")
    number = 1
    while wanted.exists():
        number += 1
        wanted = beside(database, f".set-aside-{stamp}-{number}")
    return wanted


def clear(draft: Path) -> None:
    """Remove what an attempt before left."""
    for suffix in ("", LOG, SHARED, "-journal"):
        beside(draft, suffix).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
