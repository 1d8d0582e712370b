"""Why parcels are not read: which of the frames' words count, and under which name they are counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EMPTY = frozenset({"nothing there", "no picture"})
"""What frames without a parcel say."""


def kind_of(cause: str) -> str:
    """The name of a cause; a figure and what to do may follow it behind a colon."""
    return cause.partition(":")[0]


def usual(causes: Iterable[str]) -> str | None:
    """The newest word of the kind that most of the frames gave; None when they gave none."""
    told = [cause for cause in causes if kind_of(cause) not in EMPTY]
    if not told:
        return None
    [(kind, _)] = Counter(kind_of(cause) for cause in told).most_common(1)
    return next(cause for cause in reversed(told) if kind_of(cause) == kind)


def counted(causes: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """(kind, how many), most first."""
    return tuple(Counter(kind_of(cause) for cause in causes).most_common())
