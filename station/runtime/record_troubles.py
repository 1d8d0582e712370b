"""What is wrong with the record and with its disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import Notice
from station.core import DISK, RECORD, RECORD_FILE, Trouble, caused_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.core import RecordAlarm


def alarm_troubles(alarms: Sequence[RecordAlarm], at: float) -> Iterator[Trouble]:
    """The newest alarm that nobody has seen, with the number of all; `at`: monotonic seconds."""
    if alarms:
        count = (("alarms", len(alarms)),) if len(alarms) > 1 else ()
        about = Notice(alarms[0].about.code, tuple(sorted((*alarms[0].about.values, *count))))
        yield Trouble(RECORD, grave=True, about=about, since=at)


def file_trouble(why: Exception, at: float) -> Trouble:
    """The file of the record cannot be read, or is not in its place."""
    return Trouble(RECORD_FILE, grave=True, about=caused_by("record_unreadable", why), since=at)


def disk_troubles(warning: Notice | None, at: float, *, stops: bool) -> Iterator[Trouble]:
    """The disk is nearly full; `stops`: no scan is stored until there is space."""
    if warning is not None:
        yield Trouble(DISK, grave=stops, about=warning, since=at, figures_run=True)
