"""What the centre holds of an epoch, by its own word. Pure, and never raises on any bytes."""

from __future__ import annotations

from typing import Any

from station.core import Held
from station.sync.strict_json import json_of

LARGEST_SEQ = 2**63 - 1
MOST_RUNS = 1000
"""More runs of numbers than these in one answer are no answer."""


def held_of(body: bytes, epoch: str) -> Held | None:
    """What the centre's answer on the gaps of an epoch says; None: nothing that can be understood.

    `high_water` is 0 when the account does not add up: numbers held and numbers missing are all up to the highest.
    """
    told = json_of(body)
    gaps, high_water = (told.get("gaps"), told.get("high_water")) if isinstance(told, dict) else (None, None)
    if not isinstance(gaps, list) or type(high_water) is not int or not 0 <= high_water <= LARGEST_SEQ:
        return None
    missing, above = runs_of(gaps[:MOST_RUNS]), [[high_water + 1, LARGEST_SEQ]]
    held, lacking = told.get("stored"), sum(last - first + 1 for first, last in missing)
    whole = type(held) is int and held >= 0 and (held + lacking == high_water or len(gaps) >= MOST_RUNS)
    return Held(epoch, high_water if whole else 0, (*missing, *runs_of(above)), in_general=True)


def runs_of(runs: Any) -> tuple[tuple[int, int], ...]:
    """What the centre asks for again; anything that is not a list of runs asks for nothing."""
    pairs = runs if isinstance(runs, list) and len(runs) <= MOST_RUNS else []
    return tuple(
        (pair[0], pair[1])
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(type(seq) is int for seq in pair)
        if 0 < pair[0] <= pair[1] <= LARGEST_SEQ
    )
