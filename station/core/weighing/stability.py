"""When a weight is steady: by the scale's own flag, by a window where it has none, by a long wait where it never
sets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from station.core.models import SettledBy


WINDOW_S = 0.5
WINDOW_SAMPLES = 4
GAP_S = 1.5
"""Over a longer silence nobody saw what happened on the plate."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One weight of a load, in grams."""

    at: float
    grams: Decimal
    stable: bool | None


Run = tuple[Sample, ...]
"""The newest samples without a gap that all lie within one division, oldest first."""


def extended(run: Run, sample: Sample, division_g: Decimal, keep_s: float) -> Run:
    """The run with one more sample; of a long one only the last `keep_s` seconds, and never fewer than the window."""
    if run and sample.at - run[-1].at > GAP_S:
        run = ()
    run = (*run, sample)
    start = len(run)
    while start and abs(run[start - 1].grams - sample.grams) <= division_g:  # those of before agree with each other
        start -= 1
    while len(run) - start > WINDOW_SAMPLES and sample.at - run[start + 1].at >= keep_s:
        start += 1
    return run[start:]


def settled_by(run: Run, flagged_frames: int, unflagged_after_s: float) -> SettledBy | None:
    """Why the newest sample of the run is steady; None: it is not.

    `flagged_frames`: stable frames in a row that suffice. `unflagged_after_s`: so long unchanged counts as steady
    although the scale says it is not; 0: never.
    """
    if len(run) >= flagged_frames and all(one.stable for one in run[-flagged_frames:]):
        return "flag"
    if len(run) < WINDOW_SAMPLES:
        return None
    lasted = run[-1].at - run[0].at
    if lasted >= WINDOW_S and all(one.stable is None for one in run):
        return "window"
    return "fallback" if unflagged_after_s and lasted >= unflagged_after_s else None
