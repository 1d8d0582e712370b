"""What the worker's screen shows: one state, one verdict, one sentence that says what to do next. Pure.

A verdict stands as long as its own parcel lies there and for a while after, never over another parcel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from station.core import DeviceKind, Health, Presence
from station.language import CHECK_STOPS, CHECK_STOPS_GIANT, Giant, operation_text, operations, prompt_text, scanners
from station.language import screens as texts
from station.ui.letters import has_letters
from station.ui.verdicts import Mood, Verdict
from station.ui.verdicts import now as _now
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from station.core import Status
    from station.language import Message

LINGER_S = 10.0
"""A verdict is shown so long after its parcel is gone: the worker carries it to its bin."""
CARRIED_S = 3.0
"""A verdict so young is still being read, whatever device fails; so is a number that was refused, whatever comes."""
NEVER = float("-inf")


class State(StrEnum):
    """The design's states of the worker's screen."""

    WAIT = "wait"
    READ = "read"
    WEIGH = "weigh"
    PLACE = "place"
    STOP = "stop"
    ASK = "ask"
    CLEAR = "clear"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Shown:
    """`given`: `verdict` is the one of a parcel; else it only says what happens now."""

    state: State
    verdict: Verdict
    given: bool = False


def shown(status: Status, verdict: Verdict | None, given_at: float, question: Verdict | None = None) -> Shown:
    """What is on the screen; `verdict` is the last one, given at `given_at` (monotonic seconds).

    `question` is the last that the lane asked: it stands as long as the lane asks, and comes back when nothing goes
    before it any more.
    """
    lane = status.lane
    if status.locked and not (verdict is not None and verdict.mood is Mood.STOP):
        return Shown(State.BLOCKED, _now(texts.LOCKED_GIANT, tr(texts.LOCKED, operator=status.operator)))
    if verdict is not None and _stands(status, verdict, given_at):
        return Shown(_STATES[verdict.mood], verdict, given=True)
    blocked = _person_needed(status) or _blocked(status)
    if blocked is not None:
        return Shown(State.BLOCKED, blocked)
    if question is not None and lane.asking:
        return Shown(State.ASK, question, given=True)
    if lane.prompt_kind == "clear":
        return Shown(State.CLEAR, _now(texts.CLEAR_GIANT, prompt_text(lane.prompt, spoken())))
    if lane.prompt_kind == "weigh":
        return Shown(State.WEIGH, _now(texts.WEIGH_GIANT, prompt_text(lane.prompt, spoken())))
    if lane.presence is not Presence.OPEN:
        return Shown(State.WAIT, _waiting(status))
    if lane.weigh_phase in ("loading", "empty") and lane.parcel_in_view:
        return Shown(State.WEIGH, _now(texts.WEIGH_GIANT, tr(texts.WEIGHING)))
    return _reading(status)


def _reading(status: Status) -> Shown:
    """What lies there has no number yet: the camera reads it, or a person does."""
    camera = _health(status, DeviceKind.CAMERA)
    if camera is Health.DOWN:
        return Shown(State.BLOCKED, _now(texts.CAMERA_GIANT, tr(texts.CAMERA_BLOCKED)))
    if camera is Health.OFF:
        return Shown(State.READ, _now(texts.NUMBER_GIANT, tr(_by_hand(status))))
    return Shown(State.READ, _now(texts.READ_GIANT, tr(texts.READING)))


def _health(status: Status, kind: DeviceKind) -> Health | None:
    return next((device.health for device in status.devices if device.kind is kind), None)


_STATES = {
    Mood.ACCEPT: State.PLACE,
    Mood.EXCEPTION: State.STOP,
    Mood.STOP: State.STOP,
    Mood.REVIEW: State.ASK,
    Mood.READY: State.WAIT,
    Mood.LOOK: State.PLACE,
}


def _stands(status: Status, verdict: Verdict, given_at: float) -> bool:
    """Whether the verdict is about what lies there now, or about what was just taken away."""
    lane = status.lane
    if verdict.mood is Mood.STOP or lane.at <= given_at:
        return True
    young = status.at - given_at <= CARRIED_S
    about_number = verdict.mood is Mood.REVIEW and verdict.keyed
    if about_number and young:
        return True
    if lane.asking or (verdict.mood is Mood.REVIEW and not about_number):
        return False
    if verdict.mood is Mood.LOOK:
        return lane.presence is not Presence.OPEN
    if lane.presence is Presence.OPEN:  # what was decided on is another parcel
        return about_number and lane.since <= given_at and lane.prompt_kind == ""
    if _blocked(status) is not None and not young:
        return False
    gone_for = status.at - max(lane.since, given_at)
    return lane.presence is Presence.DECIDED or gone_for <= LINGER_S


def _person_needed(status: Status) -> Verdict | None:
    """Somebody has to do something before anything is booked."""
    if status.log_in_first:
        return _now(texts.LOG_IN_GIANT, tr(texts.LOG_IN))
    return _now(Giant(CHECK_STOPS_GIANT, "!"), tr(CHECK_STOPS)) if status.stopped_by_check else None


def _blocked(status: Status) -> Verdict | None:
    """The device without which the lane does not work, and whom to call."""
    down = {device.kind for device in status.devices if device.health is Health.DOWN}
    if DeviceKind.SCALE in down and status.lane.weigh_required:
        return _now(texts.SCALE_GIANT, tr(texts.SCALE_BLOCKED))
    if DeviceKind.CAMERA in down and status.lane.presence is not Presence.OPEN:
        return _now(texts.CAMERA_GIANT, tr(texts.CAMERA_BLOCKED))
    return None


def _by_hand(status: Status) -> Message:
    """How a number comes where there is no camera."""
    return scanners.SCAN_OR_TYPE if _health(status, DeviceKind.SCANNER) is not None else texts.READY_KEYED


def _waiting(status: Status) -> Verdict:
    keyed_only = _health(status, DeviceKind.CAMERA) is Health.OFF
    wanted = operations.WAITING_KEYED if keyed_only else operations.WAITING
    usual = _by_hand(status) if keyed_only else texts.READY_SENTENCE
    verdict = _now(texts.READY, tr(wanted.get(status.operation, usual)))
    operation = operation_text(status.operation, spoken())
    if has_letters(operation):
        return replace(verdict, giant_below=operation)
    return replace(verdict, headline=f"{verdict.headline}   {operation}")
