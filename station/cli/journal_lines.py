"""The journal of a station without a screen: each trouble is told once when it comes, when it changes, when it ends.

A line begins with a word to search for: `TROUBLE` (grave) or `WARNING` when it comes, `CHANGED` when its words or its
gravity change, `ENDED` when it is over; `UP` when a part answers for the first time. Then stands the part.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from station.core import CENTRE, Health, is_same
from station.language import ENGLISH, language, trouble_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core import Status, Trouble

_ENGLISH = language(ENGLISH)
MOST_LINES, QUIET_S = 6, 60.0
"""A part that comes and goes gets so many lines; from then on one in so many seconds, with the number of changes in
between, until it has kept still for as long."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the journal told of one part."""

    told: Trouble | None = None
    """As the last line has it; None: well."""
    last: Trouble | None = None
    """As it stood at the last look."""
    changes: int = 0
    """Between that line and that look."""
    lines_left: int = MOST_LINES
    told_at: float = 0.0
    """Monotonic seconds of the last line."""

    def seen(self, now: Trouble | None, at: float) -> Part:
        """With what stands at this look."""
        rested = not self.changes and at - self.told_at >= QUIET_S
        changed = not _alike(self.last, now)
        left = MOST_LINES if rested else self.lines_left
        return replace(self, last=now, changes=self.changes + changed, lines_left=left)

    def is_due(self, at: float) -> bool:
        """Whether there is something to tell, and it may be told now."""
        return self.changes > 0 and (self.lines_left > 0 or at - self.told_at >= QUIET_S)

    def line(self, key: str, at: float) -> str:
        """The line that makes what was told what stands."""
        often = f" (changed {self.changes} times since the line before)" if self.changes > 1 else ""
        if self.last is None:
            after = f" after {_ENGLISH.age(at - self.told.since)}" if self.told is not None else ""
            return f"ENDED {key}{after}{often}"
        level = "TROUBLE" if self.last.grave else "WARNING"
        words = trouble_texts(self.last.about, _ENGLISH)
        text = f"{words.headline}: {words.technician}{often}"
        return f"{level} {key}: {text}" if self.told is None else f"CHANGED {key}: {level}: {text}"

    def after_line(self, at: float) -> Part:
        """Once the line is written."""
        return Part(self.last, self.last, 0, max(0, self.lines_left - 1), at)


@dataclass(frozen=True, slots=True)
class Journal:
    """What was told so far."""

    parts: Mapping[str, Part] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    """Parts that were told to be up, or to be in trouble."""

    def step(self, status: Status) -> tuple[Journal, tuple[str, ...]]:
        """The journal after this status, and the new lines."""
        now = {trouble.key: trouble for trouble in status.troubles}
        parts, lines = dict(self.parts), []
        for key in sorted({*parts, *now}, key=lambda key: (key in now, key)):  # what ended goes before what came
            part = parts.get(key, Part()).seen(now.get(key), status.at)
            if part.is_due(status.at):
                lines.append(part.line(key, status.at))
                part = part.after_line(status.at)
            parts[key] = part
        up = {key: name for key, name in _up(status).items() if key not in self.answered and key not in now}
        lines += [f"UP {key}: {name}" for key, name in up.items()]
        return Journal(parts, self.answered.union(up, now)), tuple(lines)


def _alike(one: Trouble | None, other: Trouble | None) -> bool:
    return one is other if one is None or other is None else is_same(one, other)


def _up(status: Status) -> dict[str, str]:
    """The parts that answer, with their names."""
    up = {device.key: device.name for device in status.devices if device.health is Health.UP}
    return up | ({CENTRE: status.sync.url} if status.sync.online else {})
