"""Fingerprint of where the database lives; a copied database must not continue the sequence."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

MACHINE_ID = Path("/etc/machine-id")


def home_of(database: Path) -> str:
    """A fingerprint of this machine and of the file, 32 hex digits. OSError when there is no file."""
    machine = MACHINE_ID.read_bytes() if MACHINE_ID.is_file() else b""
    return hashlib.sha256(machine + str(database.stat().st_ino).encode()).hexdigest()[:32]


def inode_of(path: Path | str) -> tuple[int, int] | None:
    """Which file lies there: device and inode; None: none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # quicker, and asked at every commit
    except OSError:
        return None
    return found.st_dev, found.st_ino


def place_of(path: str) -> tuple[tuple[int, int] | None, int]:
    """Which file lies there, as `inode_of`, and its bytes; 0 when there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # as above
    except OSError:
        return None, 0
    return (found.st_dev, found.st_ino), found.st_size
