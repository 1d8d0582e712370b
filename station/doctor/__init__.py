"""Look at everything that a station needs, all at once, and name what is wrong and what to do about it."""

from __future__ import annotations

from station.doctor.examine import examine
from station.doctor.finding import Finding

__all__ = ["Finding", "examine"]
