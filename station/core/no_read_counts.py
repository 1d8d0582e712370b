"""Why parcels are not read: which of the frames' causes count, and under which code they are counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hardware.contract import Notice

EMPTY = frozenset({"nothing_there", "no_picture"})
"""What frames without a parcel say."""


def usual(causes: Iterable[Notice]) -> Notice | None:
    """The newest of those with the code that most of the frames gave; None when they gave none."""
    told = [cause for cause in causes if cause.code not in EMPTY]
    if not told:
        return None
    [(code, _)] = Counter(cause.code for cause in told).most_common(1)
    return next(cause for cause in reversed(told) if cause.code == code)


def counted(causes: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """(code, how many), most first, of stored causes."""
    return tuple(Counter(map(_code_of, causes)).most_common())


def _code_of(stored: str) -> str:
    """Older rows hold a sentence, which begins with what is a code now: `out of focus: about 3.1 px, set the focus`."""
    return stored.partition(":")[0].replace(" ", "_")
