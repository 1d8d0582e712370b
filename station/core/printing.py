"""What is to be done with a label that waits for its printer. Pure: queue and printer come as facts.

Before a label is sent, the queue notes the printer's count of labels. So whatever is killed or switched off in between,
the count tells afterwards whether the label came out. A printer without a count leaves that open: then it is told, and
nothing is printed a second time without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hardware.output_contract import PrinterState

SETTLE_S = 4.0
"""A printer that holds nothing and whose count stays for so long has nothing on its head either."""
UNCOUNTED_S = 1.0
"""So long a printer without a count has to hold nothing until what it was sent counts as printed."""
TRIES = 3
"""So often a label is sent that does not come out."""


class LabelState(StrEnum):
    """Of a label in the queue."""

    WAITING = "waiting"
    SENT = "sent"
    """It is at the printer, or on its way; sent is noted before the first byte goes."""
    PRINTED = "printed"
    UNSURE = "unsure"
    """It may have been printed: nobody can know."""
    FAILED = "failed"
    """The printer takes it and prints nothing."""
    DROPPED = "dropped"
    """Somebody took it out of the queue, or has it printed again."""


OPEN = (LabelState.WAITING, LabelState.SENT)
"""These are the printer's to do."""
TOLD = (LabelState.UNSURE, LabelState.FAILED)
"""These wait for a person."""


@dataclass(frozen=True, slots=True)
class QueuedLabel:
    """One label of the queue."""

    number: int
    printer: str
    kind: str
    """bag, exception, relabel or badge."""
    about: str
    """What it is on: the number of the bag, of the parcel, or who holds the badge."""
    state: LabelState = LabelState.WAITING
    before: int | None = None
    """The printer's count when it was sent; None: it has none."""
    tries: int = 0


class Todo(StrEnum):
    """What comes next."""

    WAIT = "wait"
    SEND = "send"
    PRINTED = "printed"
    UNSURE = "unsure"
    FAILED = "failed"


def todo(label: QueuedLabel, printer: PrinterState, idle_s: float, *, watched: bool) -> Todo:
    """What to do with the oldest open label. `idle_s`: seconds for which the printer has held nothing, had no fault and
    printed nothing. `watched`: the line to it has held since the label was sent, by this process.
    """
    idle = not printer.faults and not printer.held
    if label.state is LabelState.WAITING:
        return Todo.SEND if idle else Todo.WAIT
    if label.before is not None and printer.printed is not None:
        if printer.printed > label.before:
            return Todo.PRINTED
        if not idle or idle_s < SETTLE_S:
            return Todo.WAIT
        if printer.printed < label.before:  # another printer, or one whose count began anew
            return Todo.UNSURE
        return Todo.SEND if label.tries < TRIES else Todo.FAILED
    if not watched:
        return Todo.UNSURE
    return Todo.PRINTED if idle and idle_s >= UNCOUNTED_S else Todo.WAIT


@dataclass(frozen=True, slots=True)
class DueLabel:
    """A label that is to be printed."""

    kind: str
    about: str
    zpl: bytes
    because: str | None = None
    """What it is due for, once; None: somebody asked for it."""


@dataclass(frozen=True, slots=True)
class PrinterSays:
    """What is known of a printer beside its health."""

    label: str
    waiting: int = 0
    """Labels in its queue."""
    unsure: int = 0
    """Of which nobody knows whether they came out, or that did not."""
    printed: int | None = None
    """The printer's own count."""
