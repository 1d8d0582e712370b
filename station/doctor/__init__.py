"""Look at everything that a station needs, all at once, and name what is wrong and what to do about it."""

from __future__ import annotations

from station.doctor.bundle import bundle
from station.doctor.centre import check_centre
from station.doctor.examine import examine
from station.doctor.finding import OK, Finding
from station.doctor.printer import check_printer
from station.doctor.running import running_station

__all__ = ["OK", "Finding", "bundle", "check_centre", "check_printer", "examine", "running_station"]
