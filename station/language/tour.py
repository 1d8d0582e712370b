"""What `station demo --tour` asks its visitor to do, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.language import named
from station.language.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Notice
    from station.language.language import Language

TOUR: Mapping[str, tuple[Message, ...]] = {
    "accepted": (message("A parcel is put down. One tone, green: it goes into the bin that is shown."),),
    "undo": (message("Suppose that it was the wrong one: press F5. Its scan counts no more."),),
    "held": (message("The next parcel is on hold: three tones, red. F1 shows the help, and F1 leaves it."),),
    "typed": (message("Nobody can read this label: type {number} and press Enter."), message("Type its number.")),
    "open_bag": (message("Open a bag for that bin: press F11, then 2, then Enter twice."),),
    "fill_bag": (message("Parcels of bin {bin} go into the bag now."), message("Parcels go into the bag now.")),
    "close_bag": (
        message("Close the bag: F11, 1, Enter. It is put on the scale: Enter takes its weight, Enter again: no seal."),
    ),
    "scale": (message("Somebody pulls the cable of the scale. Within two seconds the screen says so."),),
    "scale_back": (message("The cable is back: the station goes on by itself."),),
    "figures": (message("F2 shows the figures, F3 the devices, F1 comes back here. Parcels come again."),),
    "end": (message("That was the tour: {seconds} seconds. F10 quits."), message("That was the tour. F10 quits.")),
}


def tour_text(step: Notice, language: Language) -> str:
    """The sentence of a step."""
    return language.of_notice(TOUR, step.code, named(step.values))
