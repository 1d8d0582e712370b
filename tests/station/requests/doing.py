"""Requests on a record that a test has open itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.clock import Clock
from station.core.requests import ANY_LANE, AskedLane
from station.language import ENGLISH, language, outcome_text
from station.requests.asking import named, perform
from station.requests.handover import folder_of, take_over

if TYPE_CHECKING:
    from station.core.outcomes import Done, Nothing, Outcome
    from station.core.requests import Checked, Request
    from station.record import Store


def do(store: Store, request: Request, lane: AskedLane = ANY_LANE) -> Outcome:
    """What came of it."""
    return perform(store, named(request), lane)


def apply(store: Store, name: str, checked: Checked, lane: AskedLane = ANY_LANE) -> Done | Nothing:
    """What came of a request that is judged."""
    return store.apply(name, checked, Clock().read(), lane.shift)


def count(store: Store, request: Request) -> int:
    """How many scans it changed."""
    return int(str(do(store, request).values.get("count", 0)))


def taken(store: Store, lane: AskedLane = ANY_LANE) -> list[str]:
    """Take over what lies there, as the running station does; the sentence of each file."""
    outcomes = take_over(folder_of(store.path), lambda wish: perform(store, wish, lane))
    return [outcome_text(outcome, language(ENGLISH)) for _, outcome in outcomes]
