"""What people ask that becomes an entry of its own: a scan taken back, a stop lifted, a shift begun and ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from station.core import EntryDraft, EntryKind
from station.core.outcomes import Done, Nothing, Reason
from station.record import bags, shift_state, shift_sums
from station.record.log import quarter_counts
from station.record.log.entry_kinds import OVERRIDE, SCAN, VOID
from station.record.log.scan_columns import uuid_text

if TYPE_CHECKING:
    import sqlite3

    from station.core import Shift, ShiftSums
    from station.core.outcomes import Value
    from station.record.writing import Writing

_ENTRY = (
    "SELECT scan_id, ifnull(entry, ?), ifnull(presentation, scan_id), parcel_id, code, grams FROM scan WHERE seq = ?"
)
_ABOUT = "SELECT seq, operator FROM scan INDEXED BY scan_about WHERE about = ? AND entry = ? ORDER BY seq DESC LIMIT 1"
_SUCCESSOR = "SELECT successor, who FROM resolution WHERE seq = ? AND successor IS NOT NULL"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an entry is about."""

    scan_id: bytes
    kind: int
    presentation: bytes
    parcel_id: str | None
    code: str | None
    grams: str | None


def take_back(writing: Writing, seq: int, who: str, why: str) -> Done | Nothing:
    """The scan, or the override, counts no more."""
    found = _entry(writing.connection, seq)
    if found is None or found.kind not in {SCAN, OVERRIDE}:
        return Nothing(Reason.NO_SUCH_SCAN, {"seq": seq})
    if (nothing := _taken_back(writing.connection, seq, found)) is not None:
        return nothing
    lifted = _standing_override(writing.connection, found)
    if lifted is not None:
        return Nothing(Reason.OVERRIDE_STANDS, {"seq": seq, "by_seq": lifted})
    if (shut := bags.not_to_leave(writing.connection, found.scan_id)) is not None:
        return shut
    quarter_counts.count(writing.connection, seq, seq, -1)
    by_seq = _add(writing, EntryKind.VOID, found, who, {"why": why})
    quarter_counts.count(writing.connection, seq, seq)
    stop: dict[str, Value] = {} if found.code is None else {"code": found.code}
    return Done(Reason.TAKEN_BACK, {"seq": seq, "by_seq": by_seq, "parcel_id": found.parcel_id or "", **stop})


def lift_stop(
    writing: Writing, seq: int, bin_: str, who: str, why: str, role: str = "", *, into_bag: bool = True
) -> Done | Nothing:
    """The parcel of a stopped scan goes into this bin. `role`: as what `who` said it; empty: nobody knows.

    `into_bag`: also into the open bag of the bin; else a label has to say so.
    """
    found = _entry(writing.connection, seq)
    if found is None or found.kind != SCAN:
        return Nothing(Reason.NO_SUCH_SCAN, {"seq": seq})
    if (nothing := _taken_back(writing.connection, seq, found)) is not None:
        return nothing
    if found.code is None:
        return Nothing(Reason.NOT_STOPPED, {"seq": seq})
    if found.parcel_id is None:
        return Nothing(Reason.WITHOUT_PARCEL_ID, {"seq": seq})
    if (lifted := _standing_override(writing.connection, found)) is not None:
        return Nothing(Reason.OVERRIDE_STANDS, {"seq": seq, "by_seq": lifted})
    place = bags.place_of_override(writing.connection, found.parcel_id, bin_, found.grams)
    if isinstance(place, Nothing):
        return place
    placed = place if into_bag else {}
    details: dict[str, object] = {"why": why, "lifts": found.code, **placed, **({"role": role} if role else {})}
    by_seq = _add(writing, EntryKind.OVERRIDE, found, who, details, bin_)
    return Done(Reason.STOP_LIFTED, {"seq": seq, "by_seq": by_seq, "parcel_id": found.parcel_id, "bin": bin_})


def open_shift(writing: Writing, operator: str, role: str = "", *, hand_over: bool = False) -> Done | Nothing:
    """Somebody begins to work. A shift that somebody else has open is theirs to end, or handed over."""
    now = shift_state.shift(writing.connection)
    if now.opened_at is not None and (now.operator == operator or not hand_over):
        reason = Reason.SHIFT_IS_OPEN if now.operator == operator else Reason.OTHER_SHIFT_IS_OPEN
        return Nothing(reason, {"operator": now.operator or "", "since": now.opened_at})
    before = now.operator if now.opened_at is not None else None
    if now.opened_at is not None:
        ended = replace(now, operator=None, opened_at=None)
        came_to = shift_sums.sums(writing.connection)
        change_shift(writing, ended, "close", now.operator, opened_at=now.opened_at, **came_to.details())
    opened = now.opened(operator, writing.clock.utc)
    change_shift(writing, opened, "open", operator, **({"role": role} if role else {}))
    if before is not None:
        return Done(Reason.SHIFT_HANDED_OVER, {"operator": operator, "before": before, **_values_of(came_to)})
    return Done(Reason.SHIFT_OPENED, {"operator": operator})


def close_shift(writing: Writing, who: str | None) -> Done | Nothing:
    """The open shift ends; from now on the lane's defaults count."""
    now = shift_state.shift(writing.connection)
    if now.opened_at is None:
        return Nothing(Reason.NO_SHIFT_IS_OPEN)
    sums = shift_sums.sums(writing.connection)
    change_shift(writing, now.closed(), "close", who or now.operator, opened_at=now.opened_at, **sums.details())
    return Done(Reason.SHIFT_CLOSED, {"operator": now.operator or "", "since": now.opened_at, **_values_of(sums)})


def _values_of(sums: ShiftSums) -> dict[str, Value]:
    """For whoever goes."""
    read = sums.read
    return {
        "presented": read.presented,
        "read": read.read,
        "keyed": read.keyed,
        "not_read": read.not_read,
        "codes": tuple(f"{code} {count}" for code, count in sums.codes),
        "open_bags": sums.open_bags,
        "open_exceptions": sums.open_exceptions,
        "not_put": sums.not_put,
    }


def set_operation(writing: Writing, operation: str, who: str | None) -> Done | Nothing:
    """From now on a scan means this, until the shift is closed."""
    now = shift_state.shift(writing.connection)
    if now.over(writing.default).operation == operation:
        return Nothing(Reason.OPERATION_IS_SET, {"operation": operation})
    change_shift(writing, replace(now, operation=operation), "operation", who or now.over(writing.default).operator)
    return Done(Reason.OPERATION_CHANGED, {"operation": operation})


def _entry(connection: sqlite3.Connection, seq: int) -> _Entry | None:
    row = connection.execute(_ENTRY, (SCAN, seq)).fetchone()
    return None if row is None else _Entry(*row)


def _taken_back(connection: sqlite3.Connection, seq: int, entry: _Entry) -> Nothing | None:
    """Why there is nothing left of it."""
    replaced = connection.execute(_SUCCESSOR, (seq,)).fetchone()
    if replaced is not None:
        return Nothing(Reason.ALREADY_CORRECTED, {"seq": seq, "by_seq": replaced[0], "who": replaced[1]})
    void = connection.execute(_ABOUT, (entry.scan_id, VOID)).fetchone()
    return None if void is None else Nothing(Reason.ALREADY_TAKEN_BACK, {"seq": seq, "by_seq": void[0]})


def _standing_override(connection: sqlite3.Connection, entry: _Entry) -> int | None:
    """The number of the override of this scan that nobody took back."""
    lifted = connection.execute(_ABOUT, (entry.scan_id, OVERRIDE)).fetchone()
    if lifted is None:
        return None
    found = _entry(connection, lifted[0])
    void = None if found is None else connection.execute(_ABOUT, (found.scan_id, VOID)).fetchone()
    return int(lifted[0]) if void is None else None


def _add(
    writing: Writing, kind: EntryKind, about: _Entry, who: str, details: dict[str, object], bin_: str | None = None
) -> int:
    """A void of a stop has its code: it takes no accepted parcel back. An override tells which code it lifts."""
    lifts = kind is EntryKind.OVERRIDE
    draft = EntryDraft(
        kind=kind,
        clock=writing.clock,
        operation=shift_state.shift(writing.connection).over(writing.default).operation or "",
        operator=who,
        about=uuid_text(about.scan_id),
        presentation=uuid_text(about.presentation),
        parcel_id=about.parcel_id if lifts else None,
        bin=bin_,
        code=None if lifts else about.code,
        details=details,
    )
    return writing.add(writing.connection, draft).seq


def change_shift(writing: Writing, to: Shift, what: str, who: str | None, **more: object) -> None:
    """Write the entry and the state after it. `details`: what happened, and what counts from now on."""
    counts = to.over(writing.default)
    told = {"is": what, "operator": counts.operator, "operation": counts.operation} | more
    details = {key: value for key, value in told.items() if value is not None}
    draft = EntryDraft(EntryKind.SHIFT, writing.clock, counts.operation or "", who, details=details)
    writing.add(writing.connection, draft)
    shift_state.keep(writing.connection, to)
