"""What the hand is told of what happened: good, stop, or a question. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.alarm_notes import alarm_note
from station.core.events import ControlRead, RequestDone, ReviewAsked, ScanCommitted
from station.core.models import Accept
from station.core.outcomes import Done, Nothing, Reason
from station.core.scanned import scanner_of

if TYPE_CHECKING:
    from hardware.contract import Feedback
    from station.core.events import Event


def feedback_of(event: Event) -> Feedback | None:
    """What it means to whoever scanned; None: nothing. Before the commit of a scan there is no such event."""
    if alarm_note(event) is not None:  # no parcel and no person has part in it
        return None
    match event:
        case ScanCommitted(scan):
            return "good" if isinstance(scan.draft.decision, Accept) else "stop"
        case ReviewAsked():
            return "question"
        case RequestDone(outcome=Nothing(Reason.WRONG_BAG | Reason.OTHER_LABEL)):
            return "stop"
        case RequestDone(outcome=Done()) | ControlRead(outcome=Done()):
            return "good"
        case RequestDone() | ControlRead(outcome=Nothing()):
            return "question"
        case ControlRead(outcome=outcome) if outcome is not None:
            return "stop"
        case _:
            return None


def asked_by(event: Event) -> str | None:
    """The scanner that read the parcel of this event; None: none, or the event does not tell."""
    if alarm_note(event) is not None:  # no parcel and no person has part in it
        return None
    match event:
        case ScanCommitted(scan):
            return scan.draft.scanner
        case ReviewAsked(choice):
            return scanner_of(choice)
        case _:
            return None
