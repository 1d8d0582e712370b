"""What is asked of a shift whose operator is away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LockShift:
    """Nobody is there: nothing is booked until the holder of the open shift or a supervisor comes."""

    who: str | None = None
    """Whose shift it is."""


@dataclass(frozen=True, slots=True)
class UnlockShift:
    """Its holder, or a supervisor, is there again."""

    who: str
    role: str = ""


LockRequest = LockShift | UnlockShift
