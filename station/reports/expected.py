"""What was announced against what was seen: missing, stopped, damaged, lost, and what nobody announced."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station.core import Code
from station.record import ReportReads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from station.core import Announced

DAMAGED, OVER = "damaged", "over"
_STEP = 1000
"""Parcels between two calls of `progress`."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A parcel that is not as announced."""

    state: str
    """`missing`, `stopped`, `damaged`, `lost`, or `over`: seen here, and in no line of the manifest."""
    parcel_id: str
    code: str | None = None
    announced: Announced | None = None


@dataclass(slots=True)
class Expected:
    """The comparison."""

    source: str
    """The file of the manifest, or the centre."""
    since: str
    """UTC; from then on a parcel that nobody announced is told."""
    announced: int = 0
    states: Counter[str] = field(default_factory=Counter)
    """`accepted` and the states of odd ones."""
    odd: list[Odd] = field(default_factory=list)


def expected(
    database: Path, bag: str | None, despatch: str | None, progress: Callable[[int, int], None]
) -> Expected | None:
    """All of the manifest in force, or of a bag (S9) or despatch (S8); a cancelled line is not expected. None: there is
    no manifest. What nobody announced is told of the whole manifest alone, of scans since it came. StoreError.
    """
    with ReportReads(database) as reads:
        facts = reads.manifest.look()
        if facts is None:
            return None
        told = Expected(facts.source, facts.imported_at)
        for done, line in enumerate(reads.announced(bag, despatch)):
            if not done % _STEP:
                progress(done, facts.parcels)
            if line.cancelled:
                continue
            told.announced += 1
            fate = reads.fate((line.parcel_id, *line.alt_ids))
            state = DAMAGED if fate.code == Code.DAMAGED else fate.what
            told.states[state] += 1
            if state != "accepted":
                told.odd.append(Odd(state, line.parcel_id, fate.code, line))
        if bag is None and despatch is None:
            for number in reads.seen_since(told.since):
                if reads.manifest.announced(number) is None:
                    told.states[OVER] += 1
                    told.odd.append(Odd(OVER, number))
    return told
