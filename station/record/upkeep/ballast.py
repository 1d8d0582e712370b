"""Ballast: a file beside the record that is given up when the disk is full.

What is stored already can then still be settled, checkpointed and sent; it is made again when there is room.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 16 << 20


def ballast_of(database: Path) -> Path:
    """Where it lies."""
    return database.with_name(f"{database.name}.ballast")


def take_on(database: Path, least_free: float) -> bool:
    """Make it, of blocks that are really there, where the share `least_free` of the disk stays free; whether it was.

    A disk that cannot hold it is no error: there is none then.
    """
    path = ballast_of(database)
    try:
        if path.exists() and path.stat().st_size == SIZE:
            return False
        usage = shutil.disk_usage(path.parent)
        if usage.free - SIZE < least_free * usage.total:
            return False
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            os.posix_fallocate(handle, 0, SIZE)
        finally:
            os.close(handle)
    except OSError:
        give_up(database)
        return False
    return True


def give_up(database: Path) -> bool:
    """Free its blocks; whether there were any."""
    try:
        ballast_of(database).unlink()
    except OSError:
        return False
    return True
