"""What the screens say of a parcel that gets a new label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.outcomes import Reason
from station.language.messages import Giant, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.language.messages import Message

RELABEL = message("The parcel gets a new label")
RELABEL_TITLE = message("Which parcel gets a new label?")
OLD_NUMBER, NEW_NUMBER = message("Its number, scanned or typed"), message("The number of the new label")
NEW_LABEL, OTHER_LABEL = Giant(message("NEW LABEL"), "?"), Giant(message("OTHER LABEL"), "×")
SHOW_IT = message("Stick it on, then show it to the camera or the scanner. Esc, or NO: later")
SHOW_RIGHT_ONE = message("Show the label {new}. Esc, or NO: later")
DECIDED_NOW = message("It is decided on under its new number")
RELABEL_OUTCOMES: Mapping[Reason, tuple[Message, ...]] = {
    Reason.RELABEL_ASKED: (
        message("parcel {old} gets the label {new}; it counts once it is read"),
        message("the parcel gets a new label; it counts once it is read"),
    ),
    Reason.RELABEL_READ: (
        message("the label {new} is read: parcel {old} goes on under it"),
        message("the new label is read: the parcel goes on under it"),
    ),
    Reason.RELABELLED_ALREADY: (
        message("parcel {old} has the new label {new} already: give that number"),
        message("the parcel has a new label already: give its number"),
    ),
    Reason.NUMBER_USED: (
        message("{new} is the number of another parcel already: take another one"),
        message("this is the number of another parcel already: take another one"),
    ),
    Reason.NO_LABEL_WAITS: (
        message("no parcel waits for the label {new}"),
        message("no parcel waits for this label"),
    ),
    Reason.OTHER_LABEL: (
        message("{label} is not the new label of parcel {old}: that is {new}. Nothing was booked"),
        message("this is not the new label. Nothing was booked"),
    ),
    Reason.READ_NEW_LABEL: (
        message("the new label {new} has to be read, not typed: show it to the camera or the scanner"),
        message("the new label has to be read, not typed: show it to the camera or the scanner"),
    ),
    Reason.RELABEL_LEFT: (
        message("the new label {new} is not read yet: parcel {old} is linked when it is"),
        message("the new label is not read yet: the parcel is linked when it is"),
    ),
}
UNREAD_LABELS = (
    message("NEW LABEL NOT READ"),
    (
        plural(
            "count",
            "Nobody has read the new label {number} yet: show it to the camera or the scanner",
            "{count} new labels are not read yet, the newest is {number}: show them to the camera or the scanner",
        ),
        message("A new label is not read yet: show it to the camera or the scanner"),
    ),
)
