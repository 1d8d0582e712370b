"""The upload, one fact at a time: `step(state, fact, now, chance)` answers the state afterwards and what to do. Pure.

Each round moves scans out of the queue, halves the batch, sets scans aside or waits; so no answer makes it send again
and again. A batch that is refused as a whole is halved until the one scan to blame stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hardware.contract import notice
from station.core import SyncMoved, SyncStatus, line_text
from station.sync.transport.backoff import Backoff
from station.sync.upload import facts
from station.sync.upload.answers import Bisect, Later, Receipts, TooLarge, judge
from station.sync.upload.batch_size import BatchSize
from station.sync.upload.booking import accused, book, booked, refused, with_account, write
from station.sync.upload.facts import Answered, NoAnswer, Post, Prepare, TakeBatch, Tell
from station.sync.upload.link_status import dated, down
from station.sync.upload.looks import (
    after_centre_answer,
    after_gap_answer,
    after_look,
    gaps_unknown,
    nobody,
    refilled,
    reported,
    token_lost,
    unchanged,
)
from station.sync.upload.pauses import gathering, go_on, may_wait, postponed, rest, rested
from station.sync.upload.reporting import Reporting
from station.sync.upload.state import Booking, Step, Upload

if TYPE_CHECKING:
    from station.record import Batch
    from station.sync.upload.facts import Action, Fact, NotWritten, Taken, Unreadable, Written
    from station.sync.upload.state import Pace


def begun(url: str, batch_size: int, pace: Pace, *, repeatable: bool = True) -> Upload:
    """Nothing tried and nothing learnt yet."""
    tried = notice("line_not_tried")
    link, size = SyncStatus(url, None, line_text(tried), about=tried), BatchSize.of(batch_size)
    return Upload(pace, repeatable, link, size, reporting=Reporting(pace.status_s))


def step(state: Upload, fact: Fact, now: float, chance: float) -> Step:
    """`now`: monotonic seconds; `chance`: a number in [0, 1) for every length of a wait in this step."""
    after, actions = _STEPS[type(fact)](state, fact, now, chance)
    after = replace(after, link=dated(state.link, after.link, now))
    online = after.link.online
    if online is not None and online is not state.link.online and not any(isinstance(each, Tell) for each in actions):
        actions = (Tell(SyncMoved(0, 0, online=online)), *actions)
    return after, actions


def _taken(state: Upload, fact: Taken, now: float, chance: float) -> Step:
    """What was set aside goes once nothing else waits, and its time has come."""
    if state.under_way is not None:
        return _taken_ahead(state, fact, now)
    batch, retries, due = fact.batch, state.retries, state.quarantine.next_due()
    state = replace(state, retries=False, not_before=0.0)
    if batch is None and not retries and due is not None and due <= now:
        return replace(state, retries=True), (TakeBatch(state.size.now, state.quarantine.not_due(now)),)
    if batch is None:
        if retries:  # they have left the queue on another way
            state = replace(state, quarantine=state.quarantine.emptied())
        idle = state.quarantine.next_due() is None
        state = replace(state, wakes=fact.wakes, gather_until=None, backoff=Backoff() if idle else state.backoff)
        return rest(state, now, chance)
    if may_wait(state, batch, fact.wakes, now):
        return rest(gathering(state, now), now, chance)
    return replace(state, wakes=fact.wakes, gather_until=None, under_way=batch), (Post(batch),)


def _taken_ahead(state: Upload, fact: Taken, now: float) -> Step:
    """While the centre works on a batch, the next one is made ready; a few fresh scans wait for others instead."""
    if fact.batch is None or may_wait(state, fact.batch, fact.wakes, now):
        return state, ()
    return replace(state, wakes=fact.wakes, gather_until=None, ahead=fact.batch), (Prepare(fact.batch),)


def _unreadable(state: Upload, fact: Unreadable, now: float, chance: float) -> Step:
    if state.under_way is not None:
        return state, ()  # asked again, and told, when it is its turn
    meaning = Later(fact.about)
    return go_on(postponed(replace(state, retries=False), meaning, now, chance), now, chance)


def _sent(state: Upload) -> Step:
    """While the centre works on a batch, write the verdicts on the last one, and make the next one ready."""
    if state.unbooked is not None:
        return write(replace(state, unbooked=None), state.unbooked)
    return _take_ahead(state)


def _take_ahead(state: Upload) -> Step:
    under_way = state.under_way.scan_ids() if state.under_way is not None else ()
    return state, (TakeBatch(state.size.now, state.quarantine.scan_ids().union(under_way)),)


def _written(state: Upload, fact: Written, now: float, chance: float) -> Step:
    state, tell, clean = booked(state, fact.settled, now, chance)
    return _after_writing(state, tell, now, chance, clean=clean)


def _not_written(state: Upload, fact: NotWritten, now: float, chance: float) -> Step:
    meaning = Later(fact.about)
    return _after_writing(postponed(replace(state, booking=None), meaning, now, chance), (), now, chance, clean=False)


def _after_writing(state: Upload, tell: tuple[Action, ...], now: float, chance: float, *, clean: bool) -> Step:
    """Verdicts were written, or not; `clean`: nothing else changed in the queue."""
    if state.answer is not None:
        state, actions = _answered(replace(state, answer=None), state.answer, now, chance)
    elif state.under_way is not None:
        state, actions = _take_ahead(state) if clean else (state, ())
    else:
        state, actions = go_on(state, now, chance)
    return state, (*tell, *actions)


def _answered(state: Upload, fact: Answered | NoAnswer, now: float, chance: float) -> Step:
    """Verdicts on all of a batch may wait until the next one, which is ready, is on its way."""
    if state.unbooked is not None:
        return write(replace(state, answer=fact, unbooked=None), state.unbooked)
    batch, ahead, state = state.under_way, state.ahead, replace(state, under_way=None, ahead=None)
    assert batch is not None  # noqa: S101  # what is answered was sent
    if isinstance(fact, NoAnswer):
        state = replace(state, link=down(state.link, fact.error))
        return go_on(postponed(state, None, now, chance), now, chance)
    answer = judge(*fact.raw, fact.batch_id, frozenset(batch.scan_ids()))
    if isinstance(answer, Receipts):
        if ahead is None or not _may_wait_to_be_written(state, batch, answer, now):
            return book(state, batch, answer, now, chance)
        unbooked = Booking(batch, answer.receipts, answer)
        return go_on(replace(state, ahead=ahead, unbooked=unbooked), now, chance)
    if isinstance(answer, Bisect | TooLarge):
        return refused(state, batch, answer, now, chance)
    return go_on(postponed(state, answer, now, chance), now, chance)


def _may_wait_to_be_written(state: Upload, batch: Batch, answer: Receipts, now: float) -> bool:
    """One connection: while it carries a batch, the centre cannot be asked for its account."""
    return answer.holds_all(len(batch.scans)) and not state.account.is_needed(batch, answer, now)


def _stopped(state: Upload) -> Step:
    """Every verdict that came is written, none is asked for."""
    booking = state.booking or state.unbooked
    if booking is None:
        return state, ()
    return write(replace(state, under_way=None, ahead=None, answer=None, unbooked=None), booking)


_STEPS: Mapping[type, Callable[[Upload, Any, float, float], Step]] = {
    facts.Began: lambda state, _, now, chance: go_on(state, now, chance),
    facts.Taken: _taken,
    facts.Unreadable: _unreadable,
    facts.Sent: lambda state, *_: _sent(state),
    facts.Answered: _answered,
    facts.NoAnswer: _answered,
    facts.Written: _written,
    facts.NotWritten: _not_written,
    facts.HeldTold: lambda state, fact, *_: with_account(state, fact),
    facts.WitnessTold: lambda state, fact, now, chance: accused(state, now, chance, takes_another=fact.taken),
    facts.Rested: rested,
    facts.LookAnswered: after_look,
    facts.Reported: reported,
    facts.Unchanged: unchanged,
    facts.NobodyThere: nobody,
    facts.TokenLost: token_lost,
    facts.CentreTold: after_centre_answer,
    facts.GapsTold: after_gap_answer,
    facts.Refilled: refilled,
    facts.GapsUnknown: lambda state, _, now, chance: gaps_unknown(state, now, chance),
    facts.Stopped: lambda state, *_: _stopped(state),
}
