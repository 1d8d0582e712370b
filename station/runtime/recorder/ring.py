"""The ring: what happened in the last seconds, bounded in time and in memory."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from station.core.lane import LaneStep

if TYPE_CHECKING:
    from hardware.contract import Reading
    from station.core import Event


@dataclass(frozen=True, slots=True)
class TapedFrame:
    """A frame that the reader had."""

    number: int
    at: float
    grey: Any
    """uint8, height x width; None: it was not looked at, as nothing had changed."""
    reading: Reading
    memory: object
    """What the frames before it had left in the reader; None: it cannot tell."""


@dataclass(frozen=True, slots=True)
class TapedEvent:
    """What the station told of a parcel."""

    at: float
    event: Event


Taped = TapedFrame | TapedEvent | LaneStep
STEP_BYTES = 2000
"""About what all but a picture takes."""


class Ring:
    """Any thread may add; the oldest go when there are more than `seconds` or `most_bytes` of them."""

    def __init__(self, seconds: float, most_bytes: int) -> None:
        self._seconds, self._most_bytes = seconds, most_bytes
        self._lock = threading.Lock()
        self._kept: deque[tuple[Any, int]] = deque()
        self._bytes = 0

    def add(self, taped: Any) -> None:
        """One more, which costs microseconds."""
        size = STEP_BYTES + (taped.grey.nbytes if isinstance(taped, TapedFrame) and taped.grey is not None else 0)
        with self._lock:
            self._kept.append((taped, size))
            self._bytes += size
            while self._bytes > self._most_bytes or taped.at - self._kept[0][0].at > self._seconds:
                self._bytes -= self._kept.popleft()[1]

    def now(self) -> tuple[Any, ...]:
        """All of it, in the order in which it happened."""
        with self._lock:
            return tuple(taped for taped, _ in self._kept)

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return self._bytes
