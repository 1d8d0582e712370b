"""What the screens say of the checks of a shift."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from station.language.messages import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core import Checking
    from station.language.language import Language


class CheckText(NamedTuple):
    """What the worker does, and the rows that answer: whether each means that the check passes; None: it is asked on.
    The first one is marked, so that a key too many fails nothing.
    """

    order: Message
    rows: tuple[tuple[Message, bool | None], ...]


_FAILS = ((message("Try again"), None), (message("It does not work: go on"), False))
CHECKS: Mapping[str, CheckText] = {
    "zero": CheckText(message("Clear the scale. It shows {value} g, and should show {limit} g"), _FAILS),
    "test_weight": CheckText(
        message("Put the test weight on the scale. It shows {value} g, and should show {limit} g"), _FAILS
    ),
    "test_label": CheckText(message("Hold the test label {limit} under the camera"), _FAILS),
    "lists": CheckText(message("The lists are {value} h old, at most {limit} h are allowed"), _FAILS),
    "clock": CheckText(message("The clock is {value}"), _FAILS),
    "sound": CheckText(
        message("Do you hear the tones?"),
        ((message("Yes, I hear them"), True), (message("No"), False)),
    ),
}
_OTHER = CheckText(message("{check}: {value}, limit {limit}"), _FAILS)
TAKE_OFF = message("Take the test weight off the scale")
_LEFT = plural("left", "{order}. Then {left} more check", "{order}. Then {left} more checks")
CHECK_STOPS, CHECK_STOPS_GIANT = message("A check failed: no parcel is saved. Call the supervisor"), message("CHECK")


def check_order(asked: Checking, language: Language) -> str:
    """What to do for the check that is asked."""
    words = CHECKS.get(asked.check, _OTHER).order
    order = language.text(TAKE_OFF if asked.take_off else words, _values(asked))
    return language.text(_LEFT, order=order, left=asked.left) if asked.left else order


def check_rows(asked: Checking, language: Language) -> tuple[tuple[str, bool | None], ...]:
    """The answers, and whether each means that it passes."""
    return tuple((language.text(text), passed) for text, passed in CHECKS.get(asked.check, _OTHER).rows)


def _values(asked: Checking) -> dict[str, object]:
    return {"check": asked.check, "value": asked.value, "limit": asked.limit}


TROUBLES_OF_CHECKS: Mapping[str, tuple[Message, tuple[Message, ...]]] = {
    "weight_drifts": (
        message("SCALE DRIFTS"),
        (
            message(
                "The test weight of {weight_g} g was shown with {first_g} g, and {count} checks later with {last_g} g: "
                "have the scale adjusted"
            ),
            message("The scale drifts away from its test weight: have it adjusted"),
        ),
    ),
}
"""By code, a headline, and sentences for everybody."""
