"""The record's proofs and copies, for commands: verify, back up, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record import Store, recovery, spare_the_record
from station.record.log import DamagedError, StoreError, mark_damage, utc_now
from station.record.recovery import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from station.record.recovery import Anchor, Backup, Restored, Verified


def verified(
    database: Path, anchor_of: Callable[[str], Anchor | None] | None, progress: Callable[[int], None]
) -> Verified:
    """What is wrong with the record; `anchor_of`: what the centre holds of an epoch. StoreError.

    The next start of the station saves the scans of a file whose pages are damaged.
    """
    try:
        told = verify(database, anchor_of or (lambda _: None), progress)
    except DamagedError:
        mark_damage(database)
        raise
    if told.unsound:
        mark_damage(database)
    return told


def count_anew(database: Path) -> None:
    """The figures by quarter hour, from the log. StoreBusyError while a station runs, StoreError."""
    with Store.open(database, None) as store:
        store.count_anew()


def back_up(database: Path, target: Path | None, *, force: bool) -> Backup:
    """Write a checked backup; without a target, a dated one beside the database. A file that is there already is
    written over only with `force`, and the record never. StoreError, OSError.
    """
    if target is None or target.is_dir():
        name = f"{database.stem}-{utc_now()[:19].replace(':', '').replace('-', '')}.backup"
        target = (target or database.parent) / name
    spare_the_record(target, database)
    if target.exists() and not force:
        raise StoreError(f"{target}: is there already. Name another file, or write over it with --force")
    return recovery.back_up(database, target)


def restore(source: Path, database: Path, station_id: str | None) -> Restored:
    """Put a backup in the place of the record. StoreBusyError while a station runs, StoreError, OSError."""
    return recovery.restore(source, database, station_id)
