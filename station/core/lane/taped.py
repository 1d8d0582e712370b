"""The lane once more: each step of the lane thread as it was, and what the same facts make of a lane now.

What the camera, the scale and the time do is worked out again. What people, the record and a check did to the lane in
a step is kept as it was: the fields that it changed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from hardware.contract import Weight
from station.core.choose import unannounced
from station.core.events import LaneStatus, Presence
from station.core.lane.codes_in_view import after_frame
from station.core.lane.status import lane_status
from station.core.lane.steps import past, settle, weighed, without_overdue

if TYPE_CHECKING:
    from hardware.contract import Notice, Symbol
    from station.core.choose import Manifest
    from station.core.lane.state import Lane, LaneRules, Presented


@dataclass(frozen=True, slots=True)
class FrameShown:
    """What a frame showed the lane, without labels and commands."""

    at: float
    symbols: tuple[Symbol, ...]
    cause: Notice | None = None
    outshone: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class LaneStep:
    """One step of the lane thread."""

    at: float
    """When it was taken, monotonic seconds."""
    fact: object
    """A `FrameShown`, a `Weight`, None (time went by), or what a person or a scanner did."""
    before: Lane
    observed: Lane
    """With the fact, before it was looked at whether a parcel is complete."""
    after: Lane
    weighs: bool = True
    """False: in this operation nothing is weighed."""


Changes = tuple[tuple[str, Any], ...]
"""Fields of a lane and their values."""


def changes(lane: Lane, wanted: Lane) -> Changes:
    """What makes one lane the other."""
    return tuple(
        (each.name, getattr(wanted, each.name))
        for each in fields(lane)
        if getattr(lane, each.name) != getattr(wanted, each.name)
    )


def changed(lane: Lane, by: Changes) -> Lane:
    """The lane with these fields. TypeError: it has no such field."""
    return replace(lane, **dict(by)) if by else lane


def observed(lane: Lane, fact: object, at: float, rules: LaneRules) -> Lane:
    """The lane with what the camera or the scale says at `at`."""
    if isinstance(fact, Weight):
        return weighed(lane, fact, rules, at)
    if isinstance(fact, FrameShown) and lane.aside is None:
        return after_frame(lane, fact.at, fact.symbols, rules, fact.outshone, fact.cause)
    return lane


def settled(lane: Lane, at: float, rules: LaneRules, manifest: Manifest = unannounced) -> tuple[Lane, Presented | None]:
    """The lane past what is complete at `at`, which is handed over."""
    lane, _ = without_overdue(lane, at, rules)
    lane, presented = settle(lane, at, rules, manifest)
    lane = lane if presented is None else past(lane)
    waits = (lane.stop_with or lane.told) is not None
    if waits and lane_status(lane, at, rules, LaneStatus(), manifest).presence is Presence.NONE:
        lane = past(lane)
    return lane, presented
