"""What people ask about the checks of a shift becomes an entry each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import ASKED, EntryDraft, EntryKind
from station.core.check_requests import RunChecks
from station.core.outcomes import Done, Reason
from station.record import shift_state

if TYPE_CHECKING:
    from station.core.check_requests import CheckRequest, RecordCheck
    from station.record.writing import Writing


def apply(writing: Writing, request: CheckRequest) -> Done:
    """Part of the open transaction."""
    return _asked(writing, request) if isinstance(request, RunChecks) else _recorded(writing, request)


def _asked(writing: Writing, request: RunChecks) -> Done:
    """From now on these checks wait for their results."""
    _note(writing, request.who, {"is": ASKED, "checks": list(request.checks) or None, "why": request.why})
    return Done(Reason.CHECKS_ASKED)


def _recorded(writing: Writing, request: RecordCheck) -> Done:
    """What it came to, with its limit."""
    details = {"is": request.check, "value": request.value, "limit": request.limit, "passed": request.passed}
    _note(writing, request.who, details)
    reason = Reason.CHECK_PASSED if request.passed else Reason.CHECK_FAILED
    return Done(reason, {"check": request.check, "value": request.value, "limit": request.limit})


def _note(writing: Writing, who: str | None, details: dict[str, object]) -> None:
    counts = shift_state.shift(writing.connection).over(writing.default)
    kept = {name: value for name, value in details.items() if value is not None}
    draft = EntryDraft(EntryKind.CHECK, writing.clock, counts.operation or "", who or counts.operator, details=kept)
    writing.add(writing.connection, draft)
