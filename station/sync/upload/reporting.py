"""When the centre is told the station's status, which takes the place of looks at the line. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from station.sync.transport.backoff import spread

UNCHANGED_TIMES = 2
"""An unchanged status is sent so many times more seldom: it shows that the station lives, and that the line does. The
centre calls a station silent that has not told it for one and a half times as long: 45 s as it is shipped."""
OLD_CENTRE_S = 900.0
"""A centre that takes no status is looked at as before, and asked to take one again after this, seconds."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """All times are monotonic seconds."""

    every_s: float = 0.0
    """Between two looks at the station's own status; 0: the centre is never told."""
    due_at: float = 0.0
    anyway_at: float = 0.0
    """When it is sent though nothing has changed."""
    old_until: float = 0.0
    """The centre takes none; it may have been renewed after this."""

    @property
    def longest_s(self) -> float:
        """Within so many seconds a station whose line is up tells it again, whatever happens."""
        return UNCHANGED_TIMES * self.every_s

    def is_on(self, now: float) -> bool:
        """Whether a status takes the place of a look."""
        return self.every_s > 0 and now >= self.old_until

    def is_due(self, now: float) -> bool:
        """Whether it is time to see if there is something to tell."""
        return self.is_on(now) and now >= self.due_at

    def at_once(self) -> Reporting:
        """Though nothing may have changed: the line may be down."""
        return replace(self, anyway_at=0.0)

    def unchanged(self, now: float, chance: float) -> Reporting:
        """There was nothing to tell."""
        return replace(self, due_at=min(now + spread(self.every_s, chance), max(now, self.anyway_at)))

    def taken(self, now: float, chance: float) -> Reporting:
        """It was sent and answered."""
        later = now + spread(self.every_s, chance)
        return replace(self, due_at=later, anyway_at=now + self.longest_s * (0.75 + 0.25 * chance))

    def refused(self, now: float) -> Reporting:
        """An old centre, or one that wants another status than ours."""
        return replace(self, old_until=now + OLD_CENTRE_S)
