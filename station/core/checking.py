"""What is asked of the worker for a check, as the screens show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checking:
    """One check that waits for the worker."""

    check: str
    """One of `station.core.checks.Check`."""
    value: str
    """What is seen now."""
    limit: str
    left: int = 0
    """So many come after it."""
    take_off: bool = False
    """The test weight has to go before anything goes on."""
