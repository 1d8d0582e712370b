"""How much room the disk of the record has left."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.contract import notice

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.contract import Notice

WARN_FREE, STOP_FREE = 0.15, 0.05
"""Shares of the disk that are left when the screen warns, and when no scan is stored any more."""
LEAST_FREE = 0.01
"""Share of the disk that the log needs, however much of the file itself is free."""


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes."""

    folder: Path
    total: int
    free: int
    in_file: int
    """Free pages of the database, which scans that were removed have left: they are written into first."""

    @property
    def stops(self) -> bool:
        """Whether no scan is stored any more, so that what is stored can still be sent and settled."""
        return self._share < STOP_FREE or self.free < LEAST_FREE * self.total

    @property
    def for_scans(self) -> float:
        """Bytes of scans that may still be stored."""
        return max(0.0, self.free + self.in_file - STOP_FREE * self.total)

    @property
    def warning(self) -> Notice | None:
        """A warning when the disk is nearly full."""
        if self._share >= WARN_FREE and not self.stops:
            return None
        share = f"{self.free / self.total:.2f}"
        return notice(
            "disk_full" if self.stops else "disk_filling",
            free=_rounded(self.free),
            share=share,
            folder=str(self.folder),
        )

    @property
    def _share(self) -> float:
        return (self.free + self.in_file) / self.total


def _rounded(size: int) -> int:
    """As it is told: what has hardly changed is the same."""
    unit = 2**30 if size >= 2**30 else 2**20
    return int(round(size / unit, 1) * unit)


def room(database: Path, in_file: int = 0) -> Room:
    """The room where a database lies, `in_file` bytes of whose file are free. OSError."""
    usage = shutil.disk_usage(database.parent)
    return Room(database.parent, usage.total or 1, usage.free, in_file)
