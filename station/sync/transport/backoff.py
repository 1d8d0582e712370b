"""How long to wait after a failure: exponential with full jitter, and the centre's own word where it gave one."""

from __future__ import annotations

import random
from dataclasses import dataclass

FIRST_S, LONGEST_S = 0.5, 60.0
ALARM_S = 60.0
"""How often a refused token or a wrong address is tried again."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Failures in a row; `chance` is a number in [0, 1) from the caller."""

    failures: int = 0

    def failed(self) -> Backoff:
        """One failure more."""
        return Backoff(self.failures + 1)

    def wait_s(self, chance: float, retry_after: float | None = None) -> float:
        """Seconds until the next try; jitter only ever adds to what the centre asked for."""
        if retry_after is not None:
            return retry_after * (1 + 0.25 * chance)
        ceiling = min(LONGEST_S, FIRST_S * 2.0 ** min(self.failures, 10))
        return FIRST_S / 2 + chance * (ceiling - FIRST_S / 2)


def chance() -> float:
    """A number in [0, 1)."""
    return random.random()  # noqa: S311  # jitter, not a secret


def spread(seconds: float, chance: float) -> float:
    """About so many seconds, a quarter more or less: stations that start together do not ask together."""
    return seconds * (0.75 + 0.5 * chance)
