"""What the screens and the troubles say of printers and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.messages import message, plural
from station.language.relabels import UNREAD_LABELS

if TYPE_CHECKING:
    from station.language.messages import Message

_DOWN = message("PRINTER {name} PRINTS NOTHING")
_WAIT = (
    message("Look at the paper and the cover of the printer {name}. Its labels wait"),
    message("Look at the paper and the cover of the printer. Its labels wait"),
)
_UNSURE = (
    plural(
        "labels",
        "{labels} label may be missing. Look, then print it again: station printer queue",
        "{labels} labels may be missing. Look, then print them again: station printer queue",
    ),
    message("Labels may be missing. Look, then print them again: station printer queue"),
)
_STOPPED = (message("Labels cannot be printed. Tell the technician"),)
TROUBLES_OF_PRINTERS: dict[str, tuple[Message, tuple[Message, ...]]] = {
    "printer_down": (_DOWN, _WAIT),
    "labels_unsure": (message("LABELS OF {name}"), _UNSURE),
    "labels_unread": UNREAD_LABELS,
    "labels_stopped": (message("NO LABELS"), _STOPPED),
}
"""Headline, and what everybody reads."""
LABEL_AGAIN = (message("the label of {about} is printed again"), message("the label is printed again"))
NO_LABEL = (message("there is no label to print again"),)
LABELS_WAITING = plural("count", "{count} label waits", "{count} labels wait")
