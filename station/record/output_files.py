"""Files that a person names to be written: never one that belongs to the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record.lists import centre_schema, manifest
from station.record.log.errors import StoreError
from station.record.log.location import inode_of

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"SQLite format 3\0"


def spare_the_record(target: Path, database: Path) -> None:
    """StoreError when `target` is the record, what lies beside it for it, the manifest or the centre's lists."""
    place = target.resolve()
    ours = (database, manifest.path_of(database), centre_schema.path_of(database))
    beside = place.parent == database.resolve().parent and place.name.startswith(tuple(path.name for path in ours))
    same = target.exists() and inode_of(target) in {inode_of(path) for path in ours}
    if beside or same:
        raise StoreError(
            f"{target}: belongs to the record of the station, which is never written over. Name another file"
        )


def is_database(target: Path) -> bool:
    """Whether a SQLite database lies there."""
    if not target.is_file():
        return False
    with target.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
