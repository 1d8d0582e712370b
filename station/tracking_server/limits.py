"""How many requests a second each token may make: a bucket for each, that fills as time goes."""

from __future__ import annotations

import hashlib
import math
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from station.tracking_server.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_TOKENS = 50_000
"""Buckets that are kept; the one that was asked longest ago goes first."""
BURST_S = 5.0
"""What was not used in so many seconds may be used at once."""


def name_of(authorization: str) -> str:
    """A name for a token by which nobody learns it, 8 hex digits; empty: there is none."""
    return hashlib.sha256(authorization.encode()).hexdigest()[:8] if authorization else ""


class Limits:
    """Used on the event loop only."""

    def __init__(self, per_s: float, now: Callable[[], float] = time.monotonic) -> None:
        """`per_s`: 0: there is no limit."""
        self._per_s, self._now = per_s, now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """By token, requests that are left, and when that was so."""

    def take(self, authorization: str) -> None:
        """One request. Problem 429 with the time after which there is room for it."""
        if not self._per_s:
            return
        most, now = max(1.0, self._per_s * BURST_S), self._now()
        left, at = self._left.pop(authorization, (most, now))
        left = min(most, left + (now - at) * self._per_s)
        wait = (1 - left) / self._per_s
        self._left[authorization] = (left if wait > 0 else left - 1, now)
        if len(self._left) > MOST_TOKENS:
            self._left.popitem(last=False)
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            detail = f"this token may make {self._per_s:g} requests a second; ask again after {seconds} s"
            raise Problem(429, detail, {"retry-after": str(seconds)})
