"""A bin that there is not, and the ones that may be meant."""

from __future__ import annotations

from difflib import get_close_matches

from station.core.outcomes import Problem, Reason

MOST_NEAR, MOST_SHOWN = 3, 12
"""So many bins are named to somebody who names one that there is not."""


def no_such_bin(wanted: str, bins: tuple[str, ...]) -> Problem:
    """With the bins that are spelled most like it, else with those that there are."""
    upper = {name.upper(): name for name in bins}
    near = tuple(upper[each] for each in get_close_matches(wanted.upper(), upper, n=MOST_NEAR))
    return Problem(Reason.NO_SUCH_BIN, {"bin": wanted, "nearest" if near else "known": near or _shown(bins)})


def _shown(bins: tuple[str, ...]) -> tuple[str, ...]:
    return bins if len(bins) <= MOST_SHOWN else (*bins[:MOST_SHOWN], "...")
