"""The lane: what lies under the camera and on the scale becomes one presented parcel, once.

Codes of consecutive frames and one captured weight are put together. Nothing here knows what will be decided.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.contract import Notice
from station.core.choose import unannounced
from station.core.exception_codes import Code
from station.core.lane.codes_in_view import BLIND_S, choice_now, choice_of, in_view, looks_since, on_load
from station.core.lane.sent import without_first
from station.core.lane.state import Aside, Lane, LaneRules, Presented
from station.core.models import Capture, Choice, ReadVerdict, Sighting, Strength
from station.core.scanned import scanner_of
from station.core.weighing.cycle import Phase, advance

if TYPE_CHECKING:
    from decimal import Decimal

    from hardware.contract import Weight
    from station.core.choose import Manifest

NO_READ_LOOKS = 5
"""Frames that must have been looked at before a parcel counts as not read: a slow machine is given its time."""
KEYED_LOOKS = 3
"""Frames of a new load that are looked at before a keyed number is believed over it."""
PREFIX_WAIT_S = 0.3
"""An id without a check digit waits this long for a better one on the same label."""
LEFT_WAIT_S = 1.5
"""The previous parcel's label, alone in view over a new load, is believed after this, or after half of no_read_s."""
KEYED_WAIT_S = 60.0
"""A keyed id waits this long for its parcel on the scale, or until another is keyed."""

Step = tuple[Lane, Presented | None]


def weighed(lane: Lane, weight: Weight, rules: LaneRules, now: float | None = None) -> Lane:
    """The scale said something, and it is handled at `now`; None: as soon as it arrived."""
    if rules.weigh is None:
        return lane
    return replace(lane, cycle=advance(lane.cycle, weight, rules.weigh, now), scale_up=True, told=None)


def scale_lost(lane: Lane) -> Lane:
    """The scale went away: no weight of before counts any more."""
    return replace(lane, cycle=lane.cycle.lost(), scale_up=False)


def told(lane: Lane, at: float, grams: Decimal, mode: str, by: str) -> Lane:
    """Somebody tells the weight of the parcel that is here, since no scale does. `by`: kept as its raw message.

    It counts as a capture, so that it is booked once, and no weight of the scale ever has its number.
    """
    number = lane.cycle.captures + 1
    capture = Capture(number, grams, grams, "g", mode, None, None, 0, 0, by.encode(), at)
    return replace(lane, told=capture, cycle=replace(lane.cycle, captures=number))


def is_down(lane: Lane, at: float) -> bool:
    """The scale is away, or says nothing."""
    return not lane.scale_up or lane.cycle.stream.quiet(at)


def keyed(lane: Lane, at: float, choice: Choice) -> Lane:
    """The worker keyed an id in; the one that waits already goes on waiting."""
    again = bool(lane.keys) and _names(lane.keys[-1][0]) == _names(choice)
    return replace(lane, keys=(*(lane.keys[:-1] if again else lane.keys), (choice, at)))


def cancelled(lane: Lane) -> Lane:
    """The worker takes back what was keyed and is not booked yet."""
    return replace(lane, keys=(), contested=False, told=None)


def stopped(lane: Lane, code: Code) -> Lane:
    """The worker stops the parcel that lies there."""
    return replace(lane, stop_with=code)


def aside(lane: Lane, *, weighs_bag: bool) -> Lane:
    """The lane while somebody weighs a bag on it, and after that."""
    if weighs_bag:
        return lane if lane.aside is Aside.WEIGHS else replace(lane, aside=Aside.WEIGHS)
    return replace(lane, aside=Aside.LEAVES) if lane.aside is Aside.WEIGHS else lane


def without_number(lane: Lane, parcel_id: str) -> Lane:
    """A number that was keyed is given up; others go on waiting."""
    return replace(lane, keys=tuple(key for key in lane.keys if parcel_id not in _names(key[0])))


def past(lane: Lane) -> Lane:
    """Its parcel was decided on, or is gone: what the frames and the worker said was of that one."""
    return replace(lane, causes=(), stop_with=None, told=None)


def let_go(lane: Lane) -> Lane:
    """Nothing was booked for what lies there, and nothing will be while it lies there."""
    capture = lane.cycle.capture
    return replace(past(lane), done_capture=lane.done_capture if capture is None else capture.capture_id)


def without_overdue(lane: Lane, at: float, rules: LaneRules) -> tuple[Lane, tuple[Choice, ...]]:
    """Keyed ids whose parcel did not come are given up, and handed over: nothing is booked for them."""
    if not lane.keys:
        return lane, ()
    waits = rules.weigh is not None and rules.weigh_required
    newer = lane.keys[-1:] if waits else lane.keys
    kept = () if waits and at - newer[0][1] > KEYED_WAIT_S else newer
    if lane.contested and (lane.cycle.phase is Phase.EMPTY if rules.weigh else not in_view(lane, at)):
        kept = ()
    ended = tuple(choice for choice, _ in lane.keys[: len(lane.keys) - len(kept)])
    return replace(lane, keys=kept, contested=lane.contested and not ended), ended


def printed(choice: Choice) -> str:
    """The id of the choice as people write it."""
    identity = choice.parcel.identity if choice.parcel else None
    return (identity.printed or identity.raw) if identity else "?"


def settle(lane: Lane, at: float, rules: LaneRules, manifest: Manifest = unannounced) -> Step:
    """Whether the parcel is complete at `at`; if so the lane is past it, and it is handed over."""
    if lane.sent:
        return without_first(lane)
    if lane.aside is not None:
        return _resumed(lane), None
    capture = open_capture(lane, at, rules)
    if lane.keys:
        return _keyed(lane, at, capture, rules, manifest)
    choice = choice_now(lane, at, rules, manifest)
    if choice.verdict is ReadVerdict.MULTI_READ:
        return _asked(lane, choice, at)
    if choice.verdict is ReadVerdict.READ and _certain(lane, choice, at):
        return _when_weighed(lane, at, choice, capture, rules)
    if choice.verdict is ReadVerdict.NO_READ:
        return _unread(lane, at, choice, rules, manifest)
    return lane, None


def _resumed(lane: Lane) -> Lane:
    """The lane once the bag is gone: its weight is no parcel's."""
    if lane.aside is not Aside.LEAVES or (lane.scale_up and lane.cycle.phase is not Phase.EMPTY):
        return lane
    return replace(lane, aside=None, done_capture=max(lane.done_capture, lane.cycle.captures))


def _keyed(lane: Lane, at: float, capture: Capture | None, rules: LaneRules, manifest: Manifest) -> Step:
    """A keyed number and what the camera sees must agree; else the worker is asked."""
    choice, _ = lane.keys[0]
    seen = choice_now(lane, at, rules, manifest)
    others = _others_seen(choice, seen)
    if others:
        both = Choice(
            ReadVerdict.MULTI_READ, None, (*_sightings(choice), *others), cause=Notice("keyed_and_seen_differ")
        )
        return _asked(replace(lane, contested=True), both, at)
    agree = seen.parcel is not None and _names(choice) == _names(seen)
    if lane.contested and not agree:
        return lane, None
    if capture is None and rules.weigh is not None and not rules.weigh_required and len(lane.keys) > 1:
        return _present(lane, at, choice, None)
    watched = not lane.looks or at - lane.looks[-1] > BLIND_S or looks_since(lane, lane.cycle.loaded_at) >= KEYED_LOOKS
    if capture is not None and not (agree or watched):
        return lane, None
    return _when_weighed(lane, at, choice, capture, rules)


def _others_seen(keyed: Choice, seen: Choice) -> tuple[Sighting, ...]:
    """Strong ids in view that are not the keyed one; none when the keyed one is among several."""
    strong = [
        each
        for each in _sightings(seen)
        if each.identity.strength >= Strength.PREFIX
        and not each.identity.first_mile
        and each.identity.check is not False
    ]
    names = {each.identity.normalized or each.identity.raw for each in strong}
    return () if names & _names(keyed) else tuple(strong)


def _sightings(choice: Choice) -> tuple[Sighting, ...]:
    return (choice.parcel,) if choice.parcel is not None else choice.candidates


def _names(choice: Choice) -> set[str]:
    return {each.identity.normalized or each.identity.raw for each in _sightings(choice)}


def open_capture(lane: Lane, at: float, rules: LaneRules) -> Capture | None:
    """The weight that may be booked at `at`: not booked before, still shown by a scale that talks, and fresh."""
    capture = lane.cycle.capture
    if capture is None or rules.weigh is None or lane.cycle.stream.quiet(at):
        return None
    fresh = at - capture.at <= rules.weigh.fresh_s
    return capture if fresh and capture.capture_id > lane.done_capture else None


def _certain(lane: Lane, choice: Choice, at: float) -> bool:
    """One frame suffices with a check digit; without one, three frames and a wait for a better id."""
    parcel = choice.parcel
    if parcel is None or parcel.identity.strength >= Strength.CHECKED:
        return parcel is not None
    seen = next(s for s in lane.seen if s.symbol.text == parcel.symbol.text)
    return seen.frames >= 3 and at - seen.first >= PREFIX_WAIT_S


def _when_weighed(lane: Lane, at: float, choice: Choice, capture: Capture | None, rules: LaneRules) -> Step:
    if capture is not None or rules.weigh is None:
        return _present(lane, at, choice, capture)
    if is_down(lane, at) and lane.told is not None:
        return _present(lane, at, choice, lane.told)
    if is_down(lane, at):
        return (lane, None) if rules.weigh_required else _present(lane, at, choice, None)
    unsettled = is_loading(lane) and at - lane.cycle.loaded_at >= rules.weigh_timeout_s
    optional = not rules.weigh_required and at - _since(lane, choice, at) >= rules.weigh_timeout_s
    return _present(lane, at, choice, None) if unsettled or optional else (lane, None)


def is_loading(lane: Lane) -> bool:
    """A parcel that has no weight yet is on the scale; one that was booked and is being taken off is none."""
    cycle = lane.cycle
    booked = cycle.earlier is not None and cycle.earlier.capture_id <= lane.done_capture
    return cycle.phase is Phase.LOADING and not booked


def _unread(lane: Lane, at: float, choice: Choice, rules: LaneRules, manifest: Manifest) -> Step:
    """Nothing readable over a load: first the previous label alone is believed, then it is a no-read."""
    capture = open_capture(lane, at, rules)
    if lane.stop_with is Code.NO_READ:
        return _unreadable(lane, at, choice, capture)
    if capture is not None:
        waited = at - lane.cycle.captured_at
        looks = looks_since(lane, lane.cycle.captured_at)
        again = choice_of(on_load(lane, at), at, rules, manifest)
        if again.verdict is ReadVerdict.READ and waited >= min(LEFT_WAIT_S, rules.no_read_s / 2):
            return _present(lane, at, again, capture)
        if looks >= NO_READ_LOOKS and waited >= rules.no_read_s and capture.capture_id > lane.no_read_capture:
            shown = Presented(choice, None, _frames(lane), lane.cycle.captured_at, keyed=False)
            return replace(lane, no_read_capture=capture.capture_id), shown
        return lane, None
    fresh = [s for s in lane.seen if s.symbol.text not in {text for text, _ in lane.left}]
    if rules.weigh is None and fresh and at - min(s.first for s in fresh) >= rules.no_read_s:
        return _present(lane, at, choice, None)
    return lane, None


def _unreadable(lane: Lane, at: float, choice: Choice, capture: Capture | None) -> Step:
    """The worker says so. A number that is typed later still gets the weight."""
    told = replace(choice, cause=Notice("by_hand"))
    if capture is None:
        return _present(lane, at, told, None)
    reported = replace(lane, no_read_capture=capture.capture_id)
    return reported, Presented(told, None, _frames(lane), lane.cycle.captured_at, keyed=False)


def _asked(lane: Lane, choice: Choice, at: float) -> Step:
    ids = tuple(sorted(c.identity.normalized or c.identity.raw for c in choice.candidates))
    if ids == lane.asked:
        return lane, None
    return replace(lane, asked=ids), Presented(choice, None, _frames(lane), at, keyed=False)


def _present(lane: Lane, at: float, choice: Choice, capture: Capture | None) -> Step:
    """Hand the parcel over and ignore its codes, and all that lie beside them, until they are out of view."""
    shown = Presented(choice, capture, _frames(lane), _since(lane, choice, at), keyed=_is_keyed(lane))
    left = dict(lane.left) | {s.symbol.text: s.last for s in lane.seen}
    done = lane.done_capture if capture is None else capture.capture_id
    cycle = lane.cycle
    if capture is None and cycle.phase is Phase.LOADING:
        cycle = replace(cycle, phase=Phase.BLOCKED)
    done_lane = replace(lane, left=tuple(left.items()), done_capture=done, cycle=cycle, asked=())
    return replace(done_lane, keys=lane.keys[1:], contested=False, told=None), shown


def _is_keyed(lane: Lane) -> bool:
    """Whether the number that is booked now was typed; a scanner reads its numbers."""
    return bool(lane.keys) and scanner_of(lane.keys[0][0]) is None


def _frames(lane: Lane) -> int:
    return max((s.frames for s in lane.seen), default=0)


def _since(lane: Lane, choice: Choice, at: float) -> float:
    """When the label was first seen, or the id keyed."""
    if lane.keys:
        return lane.keys[0][1]
    texts = {choice.parcel.symbol.text} if choice.parcel else {s.symbol.text for s in lane.seen}
    return min((s.first for s in lane.seen if s.symbol.text in texts), default=at)
