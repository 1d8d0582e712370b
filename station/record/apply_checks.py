"""What people ask about the checks, alarms and report of a shift becomes an entry each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import ASKED, EntryDraft, EntryKind
from station.core.check_requests import NoteAlarm, RunChecks, SignShift
from station.core.outcomes import Done, Nothing, Reason
from station.record import shift_spans, shift_state, shift_sums

if TYPE_CHECKING:
    from station.core.check_requests import CheckRequest, RecordCheck
    from station.record.writing import Writing


def apply(writing: Writing, request: CheckRequest) -> Done | Nothing:
    """Part of the open transaction."""
    if isinstance(request, SignShift):
        return _sign(writing, request.seq, request.who)
    if isinstance(request, NoteAlarm):
        return _alarm(writing, request)
    return _asked(writing, request) if isinstance(request, RunChecks) else _recorded(writing, request)


def _alarm(writing: Writing, request: NoteAlarm) -> Done:
    """It came, ended, or was seen."""
    details: dict[str, object] = {"is": "alarm", "alarm": request.alarm, "state": request.state, "value": request.value}
    _note(writing, request.who, details)
    return Done(Reason.ALARM_NOTED, {"alarm": request.alarm, "state": request.state})


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


def _sign(writing: Writing, seq: int, who: str) -> Done | Nothing:
    """Somebody stands for the report of a shift that is closed, once; the figures of now stand in the entry."""
    span = shift_spans.opened_by(writing.connection, seq)
    if span is None:
        return Nothing(Reason.NO_SUCH_SHIFT, {"seq": seq})
    if span.closed_at is None:
        return Nothing(Reason.SHIFT_STILL_OPEN, {"seq": seq})
    if span.signed is not None:
        return Nothing(Reason.SHIFT_IS_SIGNED, {"seq": seq, "who": span.signed.who or ""})
    counts = shift_state.shift(writing.connection).over(writing.default)
    sums = shift_sums.between(writing.connection, seq, span.last)
    details: dict[str, object] = {"is": "signed", "opened": seq, **sums}
    draft = EntryDraft(EntryKind.SHIFT, writing.clock, counts.operation or "", who, details=details)
    writing.add(writing.connection, draft)
    return Done(Reason.SHIFT_SIGNED, {"operator": span.operator or "", "since": span.opened_at, "who": who})
