"""When the upload waits, for what, and what ends a rest. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.sync.transport.backoff import ALARM_S, spread
from station.sync.upload.answers import Alarm, Later
from station.sync.upload.facts import Look, Post, Report, Rest, TakeBatch
from station.sync.upload.link_status import up

if TYPE_CHECKING:
    from station.record import Batch
    from station.sync.upload.answers import Answer
    from station.sync.upload.facts import Rested
    from station.sync.upload.state import Step, Upload

GATHER_MOST = 50
"""So many fresh scans are sent at once, however long they may wait for others."""


def postponed(state: Upload, answer: Answer | None, now: float, chance: float) -> Upload:
    """Wait before the next try; None: the line failed, and its status says why."""
    retry_after = None
    if isinstance(answer, Alarm):
        retry_after = ALARM_S
        state = replace(state, link=up(state.link, answer.about, alarm=True))
    elif isinstance(answer, Later):
        retry_after = answer.retry_after
        state = replace(state, link=up(state.link, answer.about))
    named = isinstance(answer, Later) and retry_after is not None
    backoff = state.backoff.failed()
    return replace(
        state,
        centre=state.centre.paused(now, named=named),
        backoff=backoff,
        not_before=now + backoff.wait_s(chance, retry_after),
    )


def go_on(state: Upload, now: float, chance: float) -> Step:
    """What comes next when nothing is under way."""
    if now < state.not_before:
        return rest(state, now, chance)
    if state.ahead is not None:
        return replace(state, ahead=None, under_way=state.ahead), (Post(state.ahead),)
    return state, (TakeBatch(state.size.now, state.quarantine.scan_ids()),)


def rest(state: Upload, now: float, chance: float) -> Step:
    """Until there is something to send, the end of a wait, or the next look at the line."""
    until = now + spread(state.pace.heartbeat_s, chance)
    if now < state.not_before:
        return state, (Rest(min(state.not_before, until), None),)
    if is_well(state) and state.reporting.is_on(now):
        if state.reporting.is_due(now):
            return look(state, now)
        until = state.reporting.due_at
    if state.gather_until is not None:
        return state, (Rest(state.gather_until, state.wakes + GATHER_MOST),)
    due = state.quarantine.next_due()
    return state, (Rest(until if due is None else min(until, max(now, due)), state.wakes + 1),)


def rested(state: Upload, fact: Rested, now: float, chance: float) -> Step:
    """Undisturbed, it looks at the line; the first fresh scan waits for others."""
    if state.not_before > 0.0:  # nothing got through since it had to wait
        return look(state, now)
    if state.gather_until is not None:
        return go_on(state, now, chance)
    if fact.wakes <= state.wakes:
        if fact.cut or not (is_well(state) and state.reporting.is_on(now)):
            return look(replace(state, reporting=state.reporting.at_once()) if fact.cut else state, now)
        return go_on(state, now, chance)
    if state.pace.linger_s == 0:
        return go_on(state, now, chance)
    return rest(gathering(state, now), now, chance)


def is_well(state: Upload) -> bool:
    """The centre answered last and nothing is wrong, or it was not tried yet."""
    link = state.link
    return link.online is None or (link.online and not link.words and not state.line_down)


def look(state: Upload, now: float) -> Step:
    """See whether the centre is there: by telling it the station's status, where it takes one."""
    if not state.reporting.is_on(now):
        return state, (Look(),)
    seldom = is_well(state) and now < state.reporting.anyway_at and not state.gaps.are_due(now)
    return state, (Report(anyway=not seldom),)


def gathering(state: Upload, now: float) -> Upload:
    """Fresh scans wait for others from now on, or go on waiting."""
    return state if state.gather_until is not None else replace(state, gather_until=now + state.pace.linger_s)


def may_wait(state: Upload, batch: Batch, wakes: int, now: float) -> bool:
    """Whether these are fresh scans only, few and not waiting for long: what lay there before goes at once."""
    scans = len(batch.scans)
    if state.pace.linger_s == 0 or scans >= min(GATHER_MOST, state.size.now) or scans > wakes - state.wakes:
        return False
    return state.gather_until is None or now < state.gather_until
