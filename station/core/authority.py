"""Who may do what at the worker's screen: the one table of it. Pure.

A command in a shell asks for no role: who can run it can read the key of the hub, and print any badge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from station.core.bag_requests import CloseBag, ReopenBag
from station.core.requests import CloseShift, OverrideStop

if TYPE_CHECKING:
    from station.core.requests import Request

HOLDS_S = 30.0
"""So long somebody's word counts, or until one thing was done on it."""
Roles = frozenset[str]
ANYBODY: Roles = frozenset()
SUPERVISOR: Roles = frozenset(("supervisor",))
EITHER: Roles = frozenset(("supervisor", "technician"))


class Act(StrEnum):
    """What somebody does at the screen that is no request."""

    QUIT = "quit"
    SETTINGS = "settings"
    """Look at the technician's screen."""
    DESK = "desk"
    """Deal with the scans that the centre refused."""
    FORCED_WEIGHT = "forced_weight"
    """Have a parcel accepted by a weight that no scale measured."""


NEEDED: Mapping[type[Request] | Act, Roles] = {
    OverrideStop: SUPERVISOR,
    ReopenBag: SUPERVISOR,
    Act.FORCED_WEIGHT: SUPERVISOR,
}
"""What needs one of which roles at the screen; every other is anybody's, but for a bag that is closed with a weight
that differs.
"""
NEEDED_IN_KIOSK: Mapping[Act, Roles] = {Act.QUIT: EITHER, Act.SETTINGS: EITHER, Act.DESK: EITHER}
"""The same of acts, where `shift.kiosk` is true."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Somebody's word at the screen."""

    operator: str
    role: str
    ends_at: float
    """Monotonic seconds."""


@dataclass(frozen=True, slots=True)
class StopToLift:
    """A stopped scan that a supervisor may let go."""

    seq: int
    parcel_id: str
    code: str
    bins: tuple[str, ...]
    """Of the sort plan, the parcel's own first; empty: there is no plan."""


def roles_for(what: Request | Act, *, kiosk: bool) -> Roles:
    """One of these is needed; empty: none."""
    if isinstance(what, Act):
        return NEEDED.get(what) or (NEEDED_IN_KIOSK[what] if kiosk else ANYBODY)
    explained = isinstance(what, CloseBag) and what.why is not None
    return SUPERVISOR if explained else NEEDED.get(type(what), ANYBODY)


def on_word_of(request: Request, authority: Authority) -> Request:
    """The request as its entry will tell it: who, and as what."""
    if isinstance(request, OverrideStop | ReopenBag | CloseBag):
        return replace(request, who=authority.operator, role=authority.role)
    return request


def stop_lifted(seq: int, bin_: str, why: str) -> Request:
    """Let the parcel of a stopped scan go, on the word of who is asked then."""
    return OverrideStop(seq, bin_, "", why)


def bag_closed(bag: str, grams: str | None, seal: str | None, why: str | None = None, who: str = "") -> Request:
    """Close a bag. With `why` its weight differs: on the word of who is asked then."""
    return CloseBag(bag, who, grams, seal, why)


def shift_closed(who: str | None) -> Request:
    """The shift of somebody ends; None: of who opened it."""
    return CloseShift(who)


def bag_reopened(bag: str, why: str) -> Request:
    """Open a closed bag again, on the word of who is asked then."""
    return ReopenBag(bag, "", why)
