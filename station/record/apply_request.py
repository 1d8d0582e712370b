"""Do what was asked: the one place that changes the record for a person, whole in one transaction or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.bag_requests import BagRequest
from station.core.check_requests import CheckRequest
from station.core.lock_requests import LockRequest
from station.core.outcomes import Done, Nothing, Reason
from station.core.relabel_requests import RelabelRequest
from station.core.requests import (
    AcceptRejection,
    AcknowledgeAlarms,
    CloseShift,
    CorrectScan,
    ImportHolds,
    ImportPlan,
    OpenShift,
    OverrideStop,
    ResendRejected,
    SetOperation,
    VoidScan,
)
from station.record import apply_checks, apply_entries, apply_lock, apply_relabels, bags, lists
from station.record.lists import plans
from station.record.outbox import corrections, request_log, scan_history, settling
from station.record.outbox.corrections import Fix
from station.record.upkeep import alarms

if TYPE_CHECKING:
    import sqlite3

    from station.core import Identity
    from station.core.requests import Checked, OwnRequest
    from station.core.sort_plan import SortPlan
    from station.record.writing import Writing


def apply(writing: Writing, request_id: str, checked: Checked) -> Done | Nothing:
    """Do it, once for each id; part of the caller's transaction. See `Store.apply`."""
    known = request_log.outcome_of(writing.connection, request_id)
    if known is not None:
        return known
    asked = checked.request
    if isinstance(asked, BagRequest):
        outcome = bags.apply(writing, asked, checked.bags)
    elif isinstance(asked, LockRequest):
        outcome = apply_lock.apply(writing, asked)
    elif isinstance(asked, CheckRequest):
        outcome = apply_checks.apply(writing, asked)
    elif isinstance(asked, RelabelRequest):
        outcome = apply_relabels.apply(writing, asked)
    else:
        outcome = _applied(writing, asked, checked)
    request_log.note(writing.connection, request_id, asked, writing.now_utc, outcome)
    return outcome


def _applied(  # noqa: C901  # a case a kind
    writing: Writing, asked: OwnRequest, checked: Checked
) -> Done | Nothing:
    connection = writing.connection
    match asked:
        case ResendRejected(seqs):
            return _counted(Reason.RESENT, settling.retry(connection, seqs), seqs, connection)
        case AcceptRejection(seqs, who, why):
            done = settling.accept(connection, seqs, who, why, writing.now_utc)
            return _counted(Reason.REJECTION_ACCEPTED, done, seqs, connection)
        case CorrectScan() as request:
            return _corrected(writing, request, checked.identity)
        case AcknowledgeAlarms(texts):
            ended = alarms.seen(connection, texts)
            return Done(Reason.ALARMS_ENDED, {"count": ended}) if ended else Nothing(Reason.NO_SUCH_ALARM)
        case ImportPlan():
            return _plan_in_force(writing, checked.plan)
        case ImportHolds():
            lists.mark(writing.database, lists.HOLDS)
            return Done(Reason.HOLDS_IN_FORCE, {"count": plans.replace_holds(connection, checked.holds)})
        case VoidScan(seq, who, why):
            return apply_entries.take_back(writing, seq, who, why)
        case OverrideStop(seq, bin_, who, why, role):
            into_bag = not checked.bags.confirm_put
            return apply_entries.lift_stop(writing, seq, bin_, who, why, role, into_bag=into_bag)
        case OpenShift(operator, role, hand_over):
            return apply_entries.open_shift(writing, operator, role, hand_over=hand_over)
        case CloseShift(who_closes):
            return apply_entries.close_shift(writing, who_closes)
        case SetOperation(operation, who_sets):
            return apply_entries.set_operation(writing, operation, who_sets)


def _counted(reason: Reason, done: int, seqs: tuple[int, ...] | None, connection: sqlite3.Connection) -> Done | Nothing:
    """`others`: of the named ones so many were not rejected and open."""
    if done:
        return Done(reason, {"count": done, "others": len(set(seqs)) - done if seqs is not None else 0})
    return _not_open(connection, seqs[0]) if seqs and len(seqs) == 1 else Nothing(Reason.NONE_REJECTED)


def _corrected(writing: Writing, request: CorrectScan, identity: Identity | None) -> Done | Nothing:
    fix = Fix(request.seq, identity, request.bin, request.who, request.why)
    row = corrections.successor(writing.connection, fix, writing.now_utc)
    if row is None and not corrections.is_scan(writing.connection, request.seq):
        return Nothing(Reason.NO_SUCH_SCAN, {"seq": request.seq})
    if row is None:
        return _not_open(writing.connection, request.seq)
    placed = bags.corrected(writing.connection, row, corrections.corrected_scan(row))
    if isinstance(placed, Nothing):
        return placed
    by_seq = writing.insert(writing.connection, placed)
    corrections.resolve(writing.connection, fix, by_seq, writing.now_utc)
    return Done(Reason.CORRECTED, {"seq": request.seq, "by_seq": by_seq})


def _plan_in_force(writing: Writing, plan: SortPlan | None) -> Done:
    if plan is None:
        raise ValueError("the plan was not judged")
    lists.mark(writing.database, lists.PLAN)
    plans.replace_plan(writing.connection, plan, writing.now_utc)
    return Done(Reason.PLAN_IN_FORCE, {"version": plan.version, "count": len(plan.rules)})


def _not_open(connection: sqlite3.Connection, seq: int) -> Nothing:
    """Why there is nothing to do about a scan."""
    if connection.execute("SELECT 1 FROM scan WHERE seq = ?", (seq,)).fetchone() is None:
        return Nothing(Reason.NO_SUCH_SCAN, {"seq": seq})
    story = scan_history.story(connection, seq)
    match story["resolved"]:
        case {"how": "accepted", "who": str(who)}:
            return Nothing(Reason.ALREADY_ACCEPTED, {"seq": seq, "who": who})
        case {"how": "fixed", "who": str(who), "successor": int(by_seq)}:
            return Nothing(Reason.ALREADY_CORRECTED, {"seq": seq, "who": who, "by_seq": by_seq})
        case _:
            return Nothing(Reason.NOT_REJECTED, {"seq": seq})
