"""What was noted of an alarm: that it came, that somebody has seen it, that it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.check_requests import NoteAlarm
from station.core.events import RequestDone
from station.core.outcomes import Done

if TYPE_CHECKING:
    from station.core.events import Event

AlarmNote = NoteAlarm


def alarm_note(event: Event) -> AlarmNote | None:
    """The note that is on the disk now; None: the event is another one."""
    match event:
        case RequestDone(NoteAlarm() as note, Done()):
            return note
        case _:
            return None
