"""What the centre answered, on its way into the record. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import Receipt, SyncMoved
from station.record.outbox import Settled
from station.sync.transport.backoff import Backoff
from station.sync.upload.answers import HELD, Alarm, Later, TooLarge
from station.sync.upload.facts import AskHeld, AskWitness, Tell, Write
from station.sync.upload.link_status import up
from station.sync.upload.pauses import go_on, postponed
from station.sync.upload.resend_limit import ASKS_AGAIN
from station.sync.upload.state import Accused, Booking

if TYPE_CHECKING:
    from station.record import Batch
    from station.sync.upload.answers import Bisect, Receipts
    from station.sync.upload.facts import Action, HeldTold
    from station.sync.upload.state import Step, Upload

REFUSED_WHOLE = "batch_refused"
"""Code of a scan that the centre refused without a verdict of its own."""


def book(state: Upload, batch: Batch, answer: Receipts, now: float, chance: float) -> Step:
    """Have the verdicts written; scans without one wait, and the others go on."""
    if (pause_s := state.resent.pause_s(answer, now)) > 0:
        return go_on(postponed(state, Later(ASKS_AGAIN, pause_s), now, chance), now, chance)
    silent = set(batch.scan_ids()).difference(receipt.scan_id for receipt in answer.receipts)
    again = silent <= state.quarantine.scan_ids()
    state = replace(state, quarantine=state.quarantine.put(silent, now, chance))
    if not answer.receipts:
        meaning = Later(notice("answer_without_verdict"))
        return go_on(state if again else in_vain(state, meaning, now, chance), now, chance)
    booking = Booking(batch, answer.receipts, answer)
    if state.account.is_needed(batch, answer, now):
        return replace(state, booking=booking, account=state.account.asked(now)), (AskHeld(batch.epoch),)
    return write(state, booking)


def with_account(state: Upload, fact: HeldTold) -> Step:
    """Now the verdicts that waited for it can be written."""
    assert state.booking is not None  # noqa: S101  # it is asked for no other reason
    return write(replace(state, account=state.account.updated(fact.held)), state.booking)


def write(state: Upload, booking: Booking) -> Step:
    """Have the record take these verdicts now."""
    known = booking.batch is not None and booking.answer is not None
    held = state.account.held(booking.batch, booking.answer) if known else None  # type: ignore[arg-type]  # just seen
    return replace(state, booking=booking), (Write(booking.receipts, held),)


def booked(state: Upload, settled: Settled, now: float, chance: float) -> tuple[Upload, tuple[Action, ...], bool]:
    """The record took the verdicts: the state, what to tell, and whether nothing else changed in the queue."""
    booking, state = state.booking, replace(state, booking=None, resent=state.resent.after(settled, now))
    assert booking is not None  # noqa: S101  # nothing else is written
    if settled.back:
        state = replace(state, gaps=state.gaps.ask_soon())
    if not settled.moved:
        return postponed(state, Later(notice("answer_too_late")), now, chance), (), False
    state = replace(state, backoff=Backoff(), not_before=0.0, link=up(state.link))
    tell = (Tell(SyncMoved(settled.acknowledged, settled.refused, online=True)),)
    if booking.batch is None:
        return not_too_many_aside(state, now, chance), tell, False
    held = next((receipt.scan_id for receipt in booking.receipts if receipt.status in HELD), None)
    state = replace(
        state,
        quarantine=state.quarantine.got_through(receipt.scan_id for receipt in booking.receipts),
        witness=booking.batch.alone(held) if held is not None else state.witness,
        size=state.size.taken(now),
    )
    return not_too_many_aside(state, now, chance), tell, settled == Settled(len(booking.batch.scans), 0)


def refused(state: Upload, batch: Batch, answer: Bisect | TooLarge, now: float, chance: float) -> Step:
    """Halve; a scan alone stays queued until others got through where it did not: refusing all settles nothing."""
    scans = len(batch.scans)
    if scans > 1:
        large = isinstance(answer, TooLarge)
        size = state.size.too_large(scans, now) if large else state.size.refused(scans)
        return go_on(replace(state, size=size), now, chance)
    (scan_id,) = batch.scan_ids()
    state = replace(state, size=state.size.one_to_blame(), accused=Accused(scan_id, answer))
    if state.witness is not None and state.repeatable:
        return state, (AskWitness(state.witness),)
    takes_another = not state.repeatable and state.quarantine.others_got_through(scan_id)
    return accused(state, now, chance, takes_another=takes_another)


def accused(state: Upload, now: float, chance: float, *, takes_another: bool) -> Step:
    """A scan was refused alone; `takes_another`: while the centre takes another one."""
    at, state = state.accused, replace(state, accused=None)
    assert at is not None  # noqa: S101  # the witness is asked for no other reason
    state = replace(state, quarantine=state.quarantine.put([at.scan_id], now, chance, refused=takes_another))
    if state.quarantine.is_to_blame(at.scan_id):
        state = replace(state, quarantine=state.quarantine.blame(at.scan_id))
        return write(state, Booking(None, (Receipt(at.scan_id, "rejected", REFUSED_WHOLE, at.answer.reason),), None))
    own, values = at.answer.own, dict(at.answer.about.values)
    one = notice("scan_refused", **values) if own else notice("scan_refused_on_way", **values)
    state = replace(state, link=up(state.link, one, alarm=True))
    if not takes_another:
        every = notice("scans_refused", **values) if own else notice("scans_refused_on_way", **values)
        state = in_vain(state, Alarm(every), now, chance)
    return go_on(not_too_many_aside(state, now, chance), now, chance)


def in_vain(state: Upload, meaning: Later | Alarm, now: float, chance: float) -> Upload:
    """Count a fruitless attempt; too many in a row point at the connection, and it pauses."""
    state = replace(state, quarantine=state.quarantine.one_more_in_vain())
    return postponed(state, meaning, now, chance) if state.quarantine.too_often_in_vain else state


def not_too_many_aside(state: Upload, now: float, chance: float) -> Upload:
    """The quarantine is emptied when it is full, and it pauses: the fault is the connection, not the scans."""
    if not state.quarantine.full:
        return state
    state = replace(state, quarantine=state.quarantine.emptied())
    return postponed(state, Later(notice("answer_few_verdicts")), now, chance)
