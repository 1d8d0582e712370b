"""A shift is locked and unlocked: each is an entry, and the state of the shift after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core.lock_requests import LockShift
from station.core.outcomes import Done, Nothing, Reason
from station.record import shift_state
from station.record.apply_entries import change_shift

if TYPE_CHECKING:
    from station.core.lock_requests import LockRequest, UnlockShift
    from station.record.writing import Writing


def apply(writing: Writing, asked: LockRequest) -> Done | Nothing:
    """Part of the open transaction."""
    return _locked(writing, asked) if isinstance(asked, LockShift) else _unlocked(writing, asked)


def _locked(writing: Writing, asked: LockShift) -> Done | Nothing:
    """Nothing is booked until somebody unlocks it; the shift stays open."""
    now = shift_state.shift(writing.connection)
    if now.opened_at is None:
        return Nothing(Reason.NO_SHIFT_IS_OPEN)
    about = {"operator": now.operator or ""}
    if now.locked_at is not None:
        return Nothing(Reason.SHIFT_LOCKED, about)
    change_shift(writing, replace(now, locked_at=writing.clock.utc), "lock", asked.who)
    return Done(Reason.SHIFT_LOCKED, about)


def _unlocked(writing: Writing, asked: UnlockShift) -> Done | Nothing:
    """The lane goes on, with the operator of the shift."""
    now = shift_state.shift(writing.connection)
    if now.locked_at is None:
        return Nothing(Reason.SHIFT_NOT_LOCKED)
    role = {"role": asked.role} if asked.role else {}
    change_shift(writing, replace(now, locked_at=None), "unlock", asked.who, **role)
    return Done(Reason.SHIFT_UNLOCKED, {"operator": now.operator or "", "who": asked.who})
