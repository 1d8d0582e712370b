"""Whether a scale still talks: how old what it says is, and whether it says the same for ever."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from hardware.contract import Weight

STALE_S = 0.5
"""A message that is handled later than this after it arrived tells what was, not what is."""
QUIET_S = 2.0
"""So long without a fresh message, and no weight of before counts; as long as a lost scale takes to be red."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What was heard so far; times in monotonic seconds."""

    at: float = -math.inf
    """When the newest message arrived."""
    fresh: bool = True
    """Whether it was handled in time."""
    fresh_at: float | None = None
    """When the newest one arrived that was; None: none was yet."""
    said: tuple[bytes, Decimal | None] | None = None
    said_since: float = -math.inf
    """When the scale began to say exactly this."""

    def heard(self, weight: Weight, now: float) -> Stream:
        """After one message that is handled at `now`."""
        said, fresh = (weight.raw, weight.value), now - weight.at <= STALE_S
        since = self.said_since if said == self.said else weight.at
        return Stream(weight.at, fresh, weight.at if fresh else self.fresh_at, said, since)

    def quiet(self, now: float) -> bool:
        """Nothing fresh was heard for too long."""
        return self.fresh_at is None or now - self.fresh_at > QUIET_S

    def repeats(self, longest_s: float) -> bool:
        """The very same bytes came for longer than this; a living scale moves by a division now and then."""
        return self.at - self.said_since > longest_s
