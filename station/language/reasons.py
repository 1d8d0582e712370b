"""Why the operating system refuses something, by the name of its error, and what devices are called in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware import error_texts
from station.language.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

REASONS: Mapping[str, Message] = {name: Message(english) for name, english in error_texts.REASONS.items()}
"""The usual ones; any other is told in the system's own words."""
DEVICE_NAMES: Mapping[str, Message] = {
    "camera": message("camera"),
    "scale": message("scale"),
    "scanner": message("scanner"),
    "printer": message("printer"),
    "speaker": message("speaker"),
    "light": message("light"),
    "display": message("second display"),
}


def reason_message(reason: str) -> Message:
    """Of the name of a system's error; anything else is its own text."""
    return REASONS.get(reason) or Message(reason)


def device_message(what: str) -> Message:
    """Of the kind of a device; one that is not known is its own name."""
    return DEVICE_NAMES.get(what) or Message(what)
