"""A new label of a parcel becomes two entries: that it was asked for, and that it was read. Only then is it linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import EntryDraft, EntryKind
from station.core.outcomes import Done, Nothing, Reason
from station.core.relabel_requests import RelabelParcel
from station.record import relabels, scan_marks, shift_state
from station.record.log.scan_columns import uuid_text

if TYPE_CHECKING:
    from station.core.outcomes import Value
    from station.core.relabel_requests import ConfirmRelabel, RelabelRequest
    from station.record.writing import Writing

_SCAN = "SELECT scan_id, ifnull(presentation, scan_id) FROM scan WHERE seq = ?"


def apply(writing: Writing, request: RelabelRequest) -> Done | Nothing:
    """Part of the open transaction."""
    return _asked(writing, request) if isinstance(request, RelabelParcel) else _read(writing, request)


def _asked(writing: Writing, request: RelabelParcel) -> Done | Nothing:
    connection, numbers = writing.connection, {"old": request.old, "new": request.new}
    if (newer := relabels.newer(connection, request.old)) is not None:
        return Nothing(Reason.RELABELLED_ALREADY, {"old": request.old, "new": newer})
    if request.new != request.old and relabels.is_used(connection, request.new, request.old):
        return Nothing(Reason.NUMBER_USED, {"new": request.new})
    seq = scan_marks.newest_scan(connection, request.old)
    scan = connection.execute(_SCAN, (seq,)).fetchone() if seq is not None else None
    about, presentation = (uuid_text(scan[0]), uuid_text(scan[1])) if scan is not None else (None, None)
    told = {"is": relabels.ASKED, **numbers, **({"why": request.why} if request.why else {})}
    _add(writing, told, request.who, about, presentation)
    return Done(Reason.RELABEL_ASKED, {**numbers})


def _read(writing: Writing, request: ConfirmRelabel) -> Done | Nothing:
    found = next((each for each in relabels.waiting(writing.connection) if each.new == request.new), None)
    if found is None:
        return Nothing(Reason.NO_LABEL_WAITS, {"new": request.new})
    if found.new != found.old and relabels.is_used(writing.connection, found.new, found.old):
        return Nothing(Reason.NUMBER_USED, {"new": found.new})
    into = relabels.accepted_into(writing.connection, found.old)
    _add(writing, {"is": relabels.READ, "old": found.old, "new": found.new}, request.who, found.entry)
    told: dict[str, Value] = {"old": found.old, "new": found.new, **({} if into is None else {"into": into})}
    return Done(Reason.RELABEL_READ, told)


def _add(
    writing: Writing, details: dict[str, str], who: str | None, about: str | None, presentation: str | None = None
) -> None:
    counts = shift_state.shift(writing.connection).over(writing.default)
    draft = EntryDraft(
        EntryKind.RELABEL, writing.clock, counts.operation or "", who or counts.operator, about, presentation,
        details=details,
    )  # fmt: skip
    writing.add(writing.connection, draft)
