"""Waiting for what must happen, with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable

SOON = 20.0
"""A deadline for what must happen at all, far above what it takes."""


def until(condition: Callable[[], bool], what: str, seconds: float = SOON) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for: {what}"
        time.sleep(0.01)
