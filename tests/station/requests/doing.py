"""Requests on a record that a test has open itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import EVERY_LANE
from station.requests import text_of
from station.requests.asking import named, perform
from station.requests.handover import folder_of, take_over

if TYPE_CHECKING:
    from station.core import ChoiceRules
    from station.core.requests import Outcome, Request
    from station.record import Store


def do(store: Store, request: Request, rules: ChoiceRules = EVERY_LANE) -> Outcome:
    """What came of it."""
    return perform(store, named(request), rules)


def count(store: Store, request: Request) -> int:
    """How many scans it changed."""
    return int(str(do(store, request).values.get("count", 0)))


def taken(store: Store, rules: ChoiceRules = EVERY_LANE) -> list[str]:
    """Take over what lies there, as the running station does; the sentence of each file."""
    outcomes = take_over(folder_of(store.path), lambda wish: perform(store, wish, rules))
    return [text_of(outcome) for _, outcome in outcomes]
