"""What people ask about the checks of a shift, its alarms and its report."""

from __future__ import annotations

from dataclasses import dataclass

from station.core.checks import Check
from station.core.outcomes import Problem, Reason


@dataclass(frozen=True, slots=True)
class RunChecks:
    """Have checks asked at the lane."""

    who: str
    checks: tuple[str, ...] = ()
    """Of `station.core.checks.Check`; empty: those of the log-in, else each that is possible."""
    why: str = "asked"


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """What a check came to."""

    check: str
    """One of `station.core.checks.Check`."""
    value: str
    limit: str
    """Within which it passes."""
    passed: bool
    who: str | None = None


def check_made(check: str, value: str, limit: str, who: str | None, *, passed: bool) -> RecordCheck:
    """Have it recorded what a check came to."""
    return RecordCheck(check, value, limit, passed, who)


@dataclass(frozen=True, slots=True)
class NoteAlarm:
    """An alarm came, ended, or somebody has seen it."""

    alarm: str
    """Code of the trouble."""
    state: str
    """One of `ALARM_STATES`."""
    value: str = "-"
    """Its figures."""
    who: str | None = None
    """None: the station itself."""


@dataclass(frozen=True, slots=True)
class SignShift:
    """A supervisor has looked at the report of a shift that is closed, and stands for it."""

    seq: int
    """Number of the entry that opened it."""
    who: str


ALARM_STATES = ("came", "ended", "seen")
CheckRequest = RunChecks | RecordCheck | NoteAlarm | SignShift
LONGEST = {"alarm": 64, "state": 16, "check": 32, "value": 100, "limit": 100}
"""Characters of a text about a check."""


def no_such_check(request: object) -> Problem | None:
    """Why a request about checks names none."""
    if not isinstance(request, CheckRequest):
        return None
    if isinstance(request, SignShift):
        return None
    if isinstance(request, NoteAlarm):
        known = request.state in ALARM_STATES
        return None if known else Problem(Reason.NO_CHECK, {"check": request.state, "known": ", ".join(ALARM_STATES)})
    names = request.checks if isinstance(request, RunChecks) else (request.check,)
    other = next((name for name in names if name not in set(Check)), None)
    return None if other is None else Problem(Reason.NO_CHECK, {"check": other, "known": ", ".join(Check)})
