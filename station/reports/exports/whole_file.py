"""A file of an export appears when it is whole, and never in the place of a database."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from station.record import is_database, spare_the_record
from station.record.log import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TextIO


def export_to(file: Path, database: Path, write: Callable[[TextIO], int]) -> int:
    """Let `write` make a file, which appears when it is whole; how many `write` says it wrote. StoreError when the file
    is the record itself or another database.
    """
    spare_the_record(file, database)
    if is_database(file):
        raise StoreError(f"{file}: is a database, and not written over. Name another file")
    draft = file.with_name(f".{file.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as out:
            count = write(out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return count
