"""Looks at the line while nothing is sent, and what is asked after them. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core import printable
from station.sync.upload.answers import Alarm
from station.sync.upload.facts import AskCentre, AskGaps, Look, Refill
from station.sync.upload.gap_check import trouble_of
from station.sync.upload.link_status import down, up
from station.sync.upload.pauses import go_on, postponed

NO_STATUS = (400, 404, 405, 413, 415, 422, 501)
"""Answers of a centre that takes no status, or not this one."""

if TYPE_CHECKING:
    from station.sync.upload.facts import (
        CentreTold,
        GapsTold,
        LookAnswered,
        NobodyThere,
        Raw,
        Refilled,
        Reported,
        TokenLost,
        Unchanged,
    )
    from station.sync.upload.state import Step, Upload


def after_look(state: Upload, fact: LookAnswered, now: float, chance: float) -> Step:
    """Any answer at all means that the line is up; whether the centre would take a scan is another question."""
    state = replace(state, not_before=0.0) if fact.renewed else state
    waits = now < state.not_before
    due = state.centre.is_due(state.link, fact.status, state.backoff.failures, now, waits=waits)
    if fact.renewed or due or (waits and state.centre.may_end_wait(now)):
        return state, (AskCentre(),)
    return _line_is_up(state, now, chance)


def reported(state: Upload, fact: Reported, now: float, chance: float) -> Step:
    """The answer tells as well whether it would take a scan; an old centre is looked at instead."""
    state = replace(state, not_before=0.0) if fact.renewed else state
    if fact.raw[0] in NO_STATUS:
        return replace(state, reporting=state.reporting.refused(now)), (Look(),)
    return _centre_answers(replace(state, reporting=state.reporting.taken(now, chance)), fact.raw, now, chance)


def unchanged(state: Upload, _: Unchanged, now: float, chance: float) -> Step:
    """Nothing to tell."""
    return go_on(replace(state, reporting=state.reporting.unchanged(now, chance)), now, chance)


def nobody(state: Upload, fact: NobodyThere, now: float, chance: float) -> Step:
    """The first look that succeeds again ends the wait."""
    state = replace(state, not_before=0.0) if fact.renewed else state
    return go_on(replace(state, line_down=True, link=down(state.link, fact.error)), now, chance)


def token_lost(state: Upload, fact: TokenLost, now: float, chance: float) -> Step:
    """Told before a scan needs it."""
    link = replace(up(state.link, fact.about, alarm=True), words=printable(fact.text))
    return go_on(replace(state, line_down=True, link=link), now, chance)


def after_centre_answer(state: Upload, fact: CentreTold, now: float, chance: float) -> Step:
    """Whether it would take a scan: if so, a wait that it named a while ago is over, as it was mended."""
    return _centre_answers(state, fact.raw, now, chance)


def _centre_answers(state: Upload, raw: Raw, now: float, chance: float) -> Step:
    may_end = now < state.not_before and state.centre.may_end_wait(now)
    state = replace(state, centre=state.centre.asked(now))
    trouble = trouble_of(raw)
    if isinstance(trouble, Alarm):
        state = postponed(state, trouble, now, chance)
    else:
        state = replace(state, link=up(state.link, trouble.about if trouble is not None else None))
        if may_end:
            centre = state.centre.paused(now, named=True)
            state = replace(state, centre=centre, not_before=state.not_before if trouble is not None else 0.0)
    return _line_is_up(state, now, chance)


def _line_is_up(state: Upload, now: float, chance: float) -> Step:
    if state.line_down:
        state = replace(state, line_down=False, not_before=0.0)
    if now >= state.not_before and state.gaps.are_due(now):
        return replace(state, gaps=state.gaps.asked(now, chance)), (AskGaps(),)
    return go_on(state, now, chance)


def after_gap_answer(state: Upload, fact: GapsTold, now: float, chance: float) -> Step:
    """What it lacks goes back into the queue, epoch by epoch."""
    return _refill(replace(state, gaps=state.gaps.updated(fact.held, now)), now, chance)


def refilled(state: Upload, fact: Refilled, now: float, chance: float) -> Step:
    """The next epoch."""
    return _refill(replace(state, gaps=state.gaps.refilled(fact.settled.back, now)), now, chance)


def gaps_unknown(state: Upload, now: float, chance: float) -> Step:
    """Asked again in an hour."""
    return go_on(replace(state, gaps=replace(state.gaps, open=())), now, chance)


def _refill(state: Upload, now: float, chance: float) -> Step:
    if state.gaps.open:
        return state, (Refill(state.gaps.open[0]),)
    return go_on(replace(state, gaps=state.gaps.ended(now, chance)), now, chance)
