"""How far an export has come, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Progress: TypeAlias = Callable[[int, int], None]
"""Is called with the number of entries read, and with how many there are at most."""
_STEP = 500
"""Entries between two calls."""


def no_progress(_done: int, _count: int) -> None:
    """Nobody watches."""


def counted_rows(scans: Iterable[dict[str, object]], count: int, progress: Progress) -> Iterator[dict[str, object]]:
    """The scans, while `progress` is told how many of how many at most have come."""
    for done, scan in enumerate(scans):
        if not done % _STEP:
            progress(done, count)
        yield scan
