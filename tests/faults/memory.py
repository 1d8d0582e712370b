"""A folder that is quick to write: what a power cut or a crash does is simulated, the real disk need not take part."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 512 << 20
"""Bytes that must be free there; containers often have 64 MiB."""


@contextmanager
def quick_folder() -> Iterator[Path]:
    """In memory where there is a place for that, else among the temporary files."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _has_room(_MEMORY) else None) as folder:
        yield Path(folder).resolve()


def _has_room(place: Path) -> bool:
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK) and shutil.disk_usage(place).free > _ROOM
