"""What the camera sees: the codes of the newest frames. A slow machine is given as many frames as a quick one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.contract import Claim
from station.core.choose import bag_in_view, choose, claim, unannounced
from station.core.lane.state import Lane, LaneRules, Seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Notice, Symbol
    from station.core.choose import Manifest
    from station.core.models import Choice

TOGETHER_S = 0.5
"""Codes seen within this time before the newest frame lie in view together."""
BLIND_S = 3.0
"""A camera that gave no frame for so long sees nothing."""
LOOKS = 6
"""Newest frames whose times are kept."""
CAUSES = 30
"""Newest frames whose words are weighed for the cause of a no-read."""


def after_frame(
    lane: Lane,
    at: float,
    symbols: tuple[Symbol, ...],
    rules: LaneRules,
    outshone: tuple[Symbol, ...] = (),
    cause: Notice | None = None,
) -> Lane:
    """A frame was read at `at`, with these symbols in it; `outshone` and `cause` as in `hardware.contract.Reading`."""
    causes = lane.causes if cause is None else (*lane.causes, cause)[-CAUSES:]
    bag = bag_in_view(symbols) or lane.bag
    lane = replace(lane, looks=(*lane.looks, at)[-LOOKS:], causes=causes, bag=bag)
    texts = {symbol.text: symbol for symbol in (*symbols, *outshone)}
    doubted = {seen.symbol.text: seen.outshone for seen in lane.seen} | {symbol.text: at for symbol in outshone}
    left = tuple((text, at if text in texts else last) for text, last in lane.left)
    left = tuple((text, last) for text, last in left if not _gone(lane, at, last, rules))
    kept = [seen for seen in lane.seen if seen.symbol.text not in texts and not _gone(lane, at, seen.last, rules)]
    before = {seen.symbol.text: seen for seen in lane.seen}
    for text, symbol in texts.items():
        old = before.get(text)
        first, frames = (old.first, old.frames + 1) if old else (at, 1)
        kept.append(Seen(symbol, first, at, frames, doubted.get(text)))
    asked = lane.asked if kept else ()
    return replace(lane, seen=tuple(kept), left=left, asked=asked)


def _gone(lane: Lane, at: float, last: float, rules: LaneRules) -> bool:
    """Whether a code that was seen `last` is out of view: for long enough, and in more than one frame."""
    return at - last >= rules.gone_s and looks_since(lane, last) > 1


def looks_since(lane: Lane, moment: float) -> int:
    return sum(look > moment for look in lane.looks)


def choice_now(lane: Lane, at: float, rules: LaneRules, manifest: Manifest = unannounced) -> Choice:
    """What the codes on this load say, those of the decided parcel left out.

    A number that does not prove itself is that parcel's own, too, as long as the number that was decided on lies in
    view beside it: a code of its label that was read late.
    """
    gone = {text for text, _ in lane.left}
    here = on_load(lane, at)
    fresh = [seen for seen in here if seen.symbol.text not in gone]
    choice = choice_of(fresh, at, rules, manifest)
    if choice.parcel is None or len(fresh) == len(here) or claim(choice.parcel.symbol) is Claim.PROVEN:
        return choice
    whole = choice_of(here, at, rules, manifest)
    decided = whole.parcel is not None and whole.parcel.symbol.text in gone
    return choice_of([], at, rules, manifest) if decided else choice


def on_load(lane: Lane, at: float) -> list[Seen]:
    """Codes in view that a frame has shown since the load was put down; others may be of the parcel before."""
    return [seen for seen in in_view(lane, at) if seen.last >= lane.cycle.loaded_at]


def in_view(lane: Lane, at: float) -> list[Seen]:
    """What the newest frames show, however long each took."""
    newest = lane.looks[-1] if lane.looks else at
    eye = newest if at - newest <= BLIND_S else at
    return [seen for seen in lane.seen if eye - seen.last <= TOGETHER_S]


def choice_of(seen: Sequence[Seen], at: float, rules: LaneRules, manifest: Manifest) -> Choice:
    """What these codes say at `at`; those in doubt are no parcel's number."""
    plain = [s.symbol for s in seen if not s.in_doubt(at)]
    return choose(plain, rules.choice, manifest, [s.symbol for s in seen if s.in_doubt(at)])
