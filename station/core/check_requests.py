"""What people ask about the checks of a shift."""

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


CheckRequest = RunChecks | RecordCheck
LONGEST = {"check": 32, "value": 100, "limit": 100}
"""Characters of a text about a check."""


def no_such_check(request: object) -> Problem | None:
    """Why a request about checks names none."""
    if not isinstance(request, CheckRequest):
        return None
    names = request.checks if isinstance(request, RunChecks) else (request.check,)
    other = next((name for name in names if name not in set(Check)), None)
    return None if other is None else Problem(Reason.NO_CHECK, {"check": other, "known": ", ".join(Check)})
