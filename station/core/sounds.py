"""What is heard of what happens: a tone, and the words after it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.alarm_notes import alarm_note
from station.core.events import ScanCommitted
from station.core.feedback import feedback_of
from station.core.models import Accept, Refusal

if TYPE_CHECKING:
    from station.core.events import Event

ALARM = "alarm"
TONES = {1: "good", 2: "question", 3: "stop", 4: ALARM}
"""By the number of rings of the terminal's bell."""


def tone_of(event: Event) -> str | None:
    """The tone of an event where no screen decides on it; None: none."""
    if is_alarm(event):
        return ALARM
    told = feedback_of(event)
    return told if told in TONES.values() else None


def is_alarm(event: Event) -> bool:
    """Whether an alarm has come, and is in the log."""
    note = alarm_note(event)
    return note is not None and note.state == "came"


def outcome_and_bin(event: Event) -> tuple[str, str] | None:
    """What is said of a scan that is on the disk: good or stop, and the bin. None: nothing."""
    if not isinstance(event, ScanCommitted):
        return None
    match event.scan.draft.decision:
        case Accept(bin=place):
            return "good", place
        case Refusal(bin=place):
            return "stop", place or ""
        case _:
            return None
