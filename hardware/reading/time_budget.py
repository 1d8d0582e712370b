"""When the time for one picture is up. Told again what the clock said, a reader gives the same on any load."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    TimeUp = Callable[[], bool]
    """Whether nothing more is to be begun."""


class TimeBudget:
    """The thread's own time since this was made. Its looks at the clock are numbered from 0."""

    def __init__(self, late: Collection[int] | None = None) -> None:
        """`late`: the looks at which the time was up; the clock is not asked then. None: it is."""
        self._told = late
        self._looks = 0
        self._late: list[int] = []
        self._started = time.thread_time()

    @property
    def late(self) -> tuple[int, ...]:
        """The looks at which the time was up, so far."""
        return tuple(self._late)

    def until(self, seconds: float) -> TimeUp:
        """Tells whether so many seconds have passed."""

        def time_up() -> bool:
            over = self._looks in self._told if self._told is not None else self._passed(seconds)
            if over:
                self._late.append(self._looks)
            self._looks += 1
            return over

        return time_up

    def _passed(self, seconds: float) -> bool:
        return time.thread_time() - self._started > seconds
