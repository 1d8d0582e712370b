"""What the lane asks of the worker, and what it tells beside an accepted parcel. Each fits one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.language import named
from station.language.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hardware.contract import Notice
    from station.language.language import Language

_FAULT = message("The scale reports a fault")
PROMPTS: Mapping[str, tuple[Message, ...]] = {
    "clear": (message("Clear the scale"),),
    "other_unit": (message("The unit changed: clear the scale"),),
    "off_zero": (message("Zero the scale"),),
    "no_weight": (message("The scale sends no weight: look at its display"),),
    "frozen": (message("Scale output frozen: reconnect the scale"),),
    "overload": (message("Overload: take the parcel off"),),
    "underload": (message("Scale below zero: zero it"),),
    "zero_error": (_FAULT,),
    "error": (_FAULT,),
    "net": (message("The scale shows net: clear the tare"),),
    "hold": (message("The scale holds an old weight: switch hold off"),),
    "doubt": (message("The scale flags this weight as unreliable: check its display"),),
    "unit": (message("The scale's unit is not known: set it to kg, g or lb"),),
    "weigh": (message("Put the parcel on the scale"),),
    "too_light": (message("Too light: under {least_g:number} g"), message("Too light")),
    "keyed": (
        message("{number} typed: put it on the scale. Esc cancels it"),
        message("Put it on the scale. Esc cancels the typed number"),
    ),
    "no_scale": (message("The scale is not connected. Call the technician"),),
}
NOTES: Mapping[str, tuple[Message, ...]] = {
    "seen_elsewhere": (
        message("possible duplicate: accepted at station {station} {at:moment}, bin {bin}"),
        message("possible duplicate: accepted at station {station} {at:moment}"),
        message("possible duplicate: accepted at station {station}, bin {bin}"),
        message("possible duplicate: accepted at station {station}"),
        message("possible duplicate: accepted at another station"),
    ),
    "not_announced": (message("not announced"),),
    "provisional": (message("accepted provisionally: not announced, no connection to the centre"),),
}


def prompt_text(prompt: Notice | None, language: Language) -> str:
    """What the worker should do now; empty without a prompt."""
    return "" if prompt is None else language.of_notice(PROMPTS, prompt.code, named(prompt.values))


def notes_text(notes: Iterable[Notice], language: Language) -> str:
    """What is to be known of an accepted parcel; empty when there is nothing."""
    return language.together(language.of_notice(NOTES, note.code, named(note.values)) for note in notes)
