"""The lane: what lies under the camera and on the scale becomes one presented parcel, once.

Codes of consecutive frames and one captured weight are put together. Nothing here knows what will be decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from station.core.choose import EVERY_LANE, ChoiceRules, choose, unannounced
from station.core.models import Capture, Choice, ReadVerdict, Strength
from station.core.scale_words import scale_prompt
from station.core.weigh import Phase, WeighCycle, WeighRules, advance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Symbol, Weight
    from station.core.choose import Manifest

TOGETHER_S = 0.5
"""Codes seen within this time lie in view together."""
PREFIX_WAIT_S = 0.3
"""An id without a check digit waits this long for a better one on the same label."""
LEFT_WAIT_S = 1.5
"""The previous parcel's label, alone in view over a new load, is believed after this, or after half of no_read_s."""
KEYED_WAIT_S = 60.0
"""A keyed id waits this long for its parcel on the scale, or until another is keyed; then it goes on without."""


@dataclass(frozen=True, slots=True)
class LaneRules:
    """`weigh` None: the lane has no scale."""

    weigh: WeighRules | None
    weigh_required: bool
    weigh_timeout_s: float
    no_read_s: float
    gone_s: float
    choice: ChoiceRules = EVERY_LANE


@dataclass(frozen=True, slots=True)
class Seen:
    """One text in view."""

    symbol: Symbol
    first: float
    last: float
    frames: int
    outshone: bool = False
    """In one of its frames a larger code lay unread beside it: no further frame makes it the parcel's number."""


@dataclass(frozen=True, slots=True)
class Presented:
    """One parcel to decide on: its codes, its weight if it has one, and since when its label was in view."""

    choice: Choice
    capture: Capture | None
    frames: int
    since: float
    keyed: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The state between two facts."""

    cycle: WeighCycle = field(default_factory=WeighCycle)
    scale_up: bool = False
    seen: tuple[Seen, ...] = ()
    """Codes of the parcel that is here now and still undecided, or decided and not yet gone."""
    left: tuple[tuple[str, float], ...] = ()
    """(text, last seen) of codes that were decided on; ignored until they are out of view."""
    done_capture: int = 0
    """The last capture that was decided on: a weight is booked once."""
    no_read_capture: int = 0
    """The last capture that was reported as a no-read; reading it later still counts."""
    asked: tuple[str, ...] = ()
    """Ids of the multi-read that was already asked about."""
    keys: tuple[tuple[Choice, float], ...] = ()
    """Ids that were keyed in and wait for their weight, with the time; the first one is next."""


Step = tuple[Lane, Presented | None]


def looked(
    lane: Lane, at: float, symbols: tuple[Symbol, ...], rules: LaneRules, outshone: tuple[Symbol, ...] = ()
) -> Lane:
    """A frame was read at `at`, with these symbols in it; `outshone` as in `hardware.contract.Reading`."""
    texts = {symbol.text: symbol for symbol in (*symbols, *outshone)}
    doubted = {symbol.text for symbol in outshone} | {seen.symbol.text for seen in lane.seen if seen.outshone}
    left = tuple((text, at if text in texts else last) for text, last in lane.left)
    left = tuple((text, last) for text, last in left if at - last < rules.gone_s)
    kept = [seen for seen in lane.seen if seen.symbol.text not in texts and at - seen.last < rules.gone_s]
    before = {seen.symbol.text: seen for seen in lane.seen}
    for text, symbol in texts.items():
        old = before.get(text)
        first, frames = (old.first, old.frames + 1) if old else (at, 1)
        kept.append(Seen(symbol, first, at, frames, text in doubted))
    asked = lane.asked if texts else ()
    return replace(lane, seen=tuple(kept), left=left, asked=asked)


def weighed(lane: Lane, weight: Weight, rules: LaneRules, now: float | None = None) -> Lane:
    """The scale said something, and it is handled at `now`; None: as soon as it arrived."""
    if rules.weigh is None:
        return lane
    return replace(lane, cycle=advance(lane.cycle, weight, rules.weigh, now), scale_up=True)


def scale_lost(lane: Lane) -> Lane:
    """The scale went away: no weight of before counts any more."""
    return replace(lane, cycle=lane.cycle.lost(), scale_up=False)


def keyed(lane: Lane, at: float, choice: Choice) -> Lane:
    """The worker keyed an id in."""
    return replace(lane, keys=(*lane.keys, (choice, at)))


def choice_now(lane: Lane, at: float, rules: LaneRules, manifest: Manifest = unannounced) -> Choice:
    """What the codes in view say, those of the decided parcel left out."""
    gone = {text for text, _ in lane.left}
    fresh = [s for s in lane.seen if at - s.last <= TOGETHER_S and s.symbol.text not in gone]
    return _choice(fresh, rules, manifest)


def _choice(seen: Sequence[Seen], rules: LaneRules, manifest: Manifest) -> Choice:
    plain = [s.symbol for s in seen if not s.outshone]
    return choose(plain, rules.choice, manifest, [s.symbol for s in seen if s.outshone])


def prompt(lane: Lane, at: float, choice: Choice, rules: LaneRules) -> str | None:
    """What the worker should do when it is not obvious; `choice` is that of `choice_now`."""
    cycle, weigh = lane.cycle, rules.weigh if lane.scale_up else None
    wanted = scale_prompt(cycle, at) if weigh is not None else None
    if wanted is not None:
        return wanted
    if lane.keys:
        return f"{_printed(lane.keys[0][0])} keyed: put it on the scale"
    if weigh is None or choice.verdict is not ReadVerdict.READ:
        return None
    if cycle.phase is Phase.CAPTURED and _open_capture(lane, at, rules) is None:
        return "Clear the scale"
    if cycle.phase is Phase.EMPTY and rules.weigh_required:
        return f"Too light: under {weigh.min_load_g} g" if cycle.light else "Put the parcel on the scale"
    return None


def _printed(choice: Choice) -> str:
    identity = choice.parcel.identity if choice.parcel else None
    return (identity.printed or identity.raw) if identity else "?"


def settle(lane: Lane, at: float, rules: LaneRules, manifest: Manifest = unannounced) -> Step:
    """Whether the parcel is complete at `at`; if so the lane is past it, and it is handed over."""
    capture = _open_capture(lane, at, rules)
    if lane.keys:
        choice, since = lane.keys[0]
        overdue = len(lane.keys) > 1 or at - since > KEYED_WAIT_S
        if capture is None and overdue:
            return _present(lane, at, choice, None)
        return _when_weighed(lane, at, choice, capture, rules)
    choice = choice_now(lane, at, rules, manifest)
    if choice.verdict is ReadVerdict.MULTI_READ:
        return _asked(lane, choice, at)
    if choice.verdict is ReadVerdict.READ and _certain(lane, choice, at):
        return _when_weighed(lane, at, choice, capture, rules)
    if choice.verdict is ReadVerdict.NO_READ:
        return _unread(lane, at, choice, rules, manifest)
    return lane, None


def _open_capture(lane: Lane, at: float, rules: LaneRules) -> Capture | None:
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
    if not lane.scale_up or lane.cycle.stream.quiet(at):
        waited = at - _since(lane, choice, at)
        overdue = not rules.weigh_required or waited >= rules.weigh_timeout_s
        return _present(lane, at, choice, None) if overdue else (lane, None)
    unsettled = _is_loading(lane) and at - lane.cycle.loaded_at >= rules.weigh_timeout_s
    optional = not rules.weigh_required and at - _since(lane, choice, at) >= rules.weigh_timeout_s
    return _present(lane, at, choice, None) if unsettled or optional else (lane, None)


def _is_loading(lane: Lane) -> bool:
    """A parcel that has no weight yet is on the scale; one that was booked and is being taken off is none."""
    cycle = lane.cycle
    booked = cycle.earlier is not None and cycle.earlier.capture_id <= lane.done_capture
    return cycle.phase is Phase.LOADING and not booked


def _unread(lane: Lane, at: float, choice: Choice, rules: LaneRules, manifest: Manifest) -> Step:
    """Nothing readable over a load: first the previous label alone is believed, then it is a no-read."""
    capture = _open_capture(lane, at, rules)
    if capture is not None:
        waited = at - lane.cycle.captured_at
        again = _choice([s for s in lane.seen if at - s.last <= TOGETHER_S], rules, manifest)
        if again.verdict is ReadVerdict.READ and waited >= min(LEFT_WAIT_S, rules.no_read_s / 2):
            return _present(lane, at, again, capture)
        if waited >= rules.no_read_s and capture.capture_id > lane.no_read_capture:
            shown = Presented(choice, None, _frames(lane), lane.cycle.captured_at, keyed=False)
            return replace(lane, no_read_capture=capture.capture_id), shown
        return lane, None
    fresh = [s for s in lane.seen if s.symbol.text not in {text for text, _ in lane.left}]
    if rules.weigh is None and fresh and at - min(s.first for s in fresh) >= rules.no_read_s:
        return _present(lane, at, choice, None)
    return lane, None


def _asked(lane: Lane, choice: Choice, at: float) -> Step:
    ids = tuple(sorted(c.identity.normalized or c.identity.raw for c in choice.candidates))
    if ids == lane.asked:
        return lane, None
    return replace(lane, asked=ids), Presented(choice, None, _frames(lane), at, keyed=False)


def _present(lane: Lane, at: float, choice: Choice, capture: Capture | None) -> Step:
    """Hand the parcel over and ignore its codes, and all that lie beside them, until they are out of view."""
    shown = Presented(choice, capture, _frames(lane), _since(lane, choice, at), keyed=bool(lane.keys))
    left = dict(lane.left) | {s.symbol.text: s.last for s in lane.seen}
    done = lane.done_capture if capture is None else capture.capture_id
    cycle = lane.cycle
    if capture is None and cycle.phase is Phase.LOADING:
        cycle = replace(cycle, phase=Phase.BLOCKED)
    lane = replace(lane, left=tuple(left.items()), done_capture=done, cycle=cycle, keys=lane.keys[1:], asked=())
    return lane, shown


def _frames(lane: Lane) -> int:
    return max((s.frames for s in lane.seen), default=0)


def _since(lane: Lane, choice: Choice, at: float) -> float:
    """When the label was first seen, or the id keyed."""
    if lane.keys:
        return lane.keys[0][1]
    texts = {choice.parcel.symbol.text} if choice.parcel else {s.symbol.text for s in lane.seen}
    return min((s.first for s in lane.seen if s.symbol.text in texts), default=at)
