"""What the lane tells of itself: whether a parcel lies there, and what the worker should do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hardware.contract import Notice, notice
from station.core.choose import NOTHING, unannounced
from station.core.events import LaneStatus, Presence
from station.core.lane.codes_in_view import choice_now, in_view
from station.core.lane.state import Aside
from station.core.lane.steps import is_loading, open_capture, printed
from station.core.models import ReadVerdict
from station.core.weighing.cycle import Phase
from station.core.weighing.prompts import scale_prompt

if TYPE_CHECKING:
    from station.core.choose import Manifest
    from station.core.lane.state import Lane, LaneRules
    from station.core.models import Choice


def lane_status(
    lane: Lane, at: float, rules: LaneRules, last: LaneStatus, manifest: Manifest = unannounced
) -> LaneStatus:
    """The lane at `at`; `last` is what it was before, for since when."""
    choice = choice_now(lane, at, rules, manifest)
    advice = advise(lane, at, choice, rules)
    now = presence(lane, at, choice, rules)
    return LaneStatus(
        at=at,
        presence=now,
        since=last.since if now is last.presence else at,
        asking=bool(lane.asked),
        weighs_bag=lane.aside is Aside.WEIGHS,
        weigh_required=rules.weigh is not None and rules.weigh_required,
        weigh_phase="none" if rules.weigh is None else lane.cycle.phase.value,
        captured_grams=lane.cycle.capture.grams if lane.cycle.capture else None,
        parcel_in_view=choice.parcel.identity.printed if choice.parcel else None,
        prompt=advice.prompt if advice else None,
        prompt_kind=advice.kind if advice else "",
    )


class Advice(NamedTuple):
    """What the worker should do now, when it is not obvious. `kind`: clear, weigh, or scale (it is not connected)."""

    kind: str
    prompt: Notice


def advise(lane: Lane, at: float, choice: Choice, rules: LaneRules) -> Advice | None:
    """What to do; `choice` is that of `choice_now`."""
    if lane.aside is not None:
        leaves = lane.aside is Aside.LEAVES and lane.cycle.phase is not Phase.EMPTY
        return Advice("clear", Notice("clear")) if leaves else None
    cycle, weigh = lane.cycle, rules.weigh if lane.scale_up else None
    wanted = scale_prompt(cycle, at) if weigh is not None else None
    if wanted is not None:
        return Advice("clear", wanted)
    if rules.weigh is not None and rules.weigh_required and not lane.scale_up and _wants_weight(lane, choice):
        return Advice("scale", Notice("no_scale"))
    if lane.keys and not lane.contested:
        return Advice("weigh", notice("keyed", number=printed(lane.keys[0][0])))
    if weigh is None or choice.verdict is not ReadVerdict.READ:
        return None
    if cycle.phase is Phase.CAPTURED and open_capture(lane, at, rules) is None:
        return Advice("clear", Notice("clear"))
    if cycle.phase is Phase.EMPTY and rules.weigh_required:
        light = notice("too_light", least_g=weigh.min_load_g)
        return Advice("weigh", light if cycle.light else Notice("weigh"))
    return None


def presence(lane: Lane, at: float, choice: Choice, rules: LaneRules) -> Presence:
    """Whether something lies there, and whether it was decided on; `choice` is that of `choice_now`."""
    if lane.aside is not None:
        return Presence.NONE
    capture = open_capture(lane, at, rules)
    reported = capture is not None and capture.capture_id <= lane.no_read_capture
    if lane.keys or choice.verdict is not ReadVerdict.NO_READ or (capture is not None and not reported):
        return Presence.OPEN
    if is_loading(lane) or (rules.weigh is None and choice.cause != NOTHING):
        return Presence.OPEN
    if rules.weigh is not None and lane.scale_up and lane.cycle.is_unknown:
        return Presence.OPEN
    lies = lane.cycle.phase is not Phase.EMPTY if rules.weigh is not None and lane.scale_up else False
    return Presence.DECIDED if lies or in_view(lane, at) else Presence.NONE


def _wants_weight(lane: Lane, choice: Choice) -> bool:
    return bool(lane.keys) or choice.verdict is ReadVerdict.READ
