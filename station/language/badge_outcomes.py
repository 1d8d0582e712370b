"""What came of badges, PINs and words: who may do what at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.outcomes import Reason
from station.language.messages import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

BADGE_OUTCOMES: Mapping[Reason, tuple[Message, ...]] = {
    Reason.SCALE_WORKS: (message("the scale works, or there is none: no weight is typed. Put the parcel on it"),),
    Reason.NO_PARCEL_WAITS: (message("no parcel waits for its weight: show its label or type its number first"),),
    Reason.NO_GRAMS: (
        message("{text} is no weight: type whole grams, 1 to 999999"),
        message("this is no weight: type whole grams, 1 to 999999"),
    ),
    Reason.WEIGHT_TOLD: (
        message("{grams:kg} told by hand"),
        message("the weight is told by hand"),
    ),
    Reason.SHIFT_LOCKED: (
        message("locked: nothing is done before {operator} or a supervisor scans a badge"),
        message("locked: nothing is done before the badge of the shift or of a supervisor is scanned"),
    ),
    Reason.SHIFT_UNLOCKED: (
        message("unlocked by {who}: the shift of {operator} goes on"),
        message("unlocked: the shift goes on"),
    ),
    Reason.SHIFT_NOT_LOCKED: (message("the shift is not locked"),),
    Reason.AUTHORISED: (
        message("{operator}, {role}: it may be done"),
        message("it may be done"),
    ),
    Reason.SUPERVISOR_HERE: (
        message("supervisor {operator}: choose at the screen what is to be done"),
        message("a supervisor: choose at the screen what is to be done"),
    ),
    Reason.NOT_THE_ROLE: (
        message("{operator} is {role}, without the role that this needs ({roles:or}): nothing was done"),
        message("somebody without the role that this needs: nothing was done"),
    ),
    Reason.ROLE_NEEDED: (
        message("nothing was done: it needs a badge first ({roles:or})"),
        message("nothing was done: it needs a badge first"),
    ),
    Reason.NO_STAFF_NUMBER: (
        message("{number} is no staff number, which has 4 to 8 digits: nothing was done"),
        message("this is no staff number, which has 4 to 8 digits: nothing was done"),
    ),
    Reason.PIN_WRONG: (message("staff number or PIN is wrong: nothing was done. Type both again"),),
    Reason.PIN_WAITS: (
        plural(
            "seconds",
            "too many wrong PINs for this number: nothing was done. Wait {seconds} second, or scan the badge",
            "too many wrong PINs for this number: nothing was done. Wait {seconds} seconds, or scan the badge",
        ),
        message("too many wrong PINs for this number: nothing was done. Wait, or scan the badge"),
    ),
}
