"""What a scanner sent, as the lane takes it: its codes as symbols, its weight as a capture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import Symbol
from station.core.models import Capture

if TYPE_CHECKING:
    from hardware.contract import Scanned
    from station.core.models import Choice

SCANNER_ENGINE = "scanner:"
"""How the engine of a symbol begins that a scanner read; its name follows."""
KEYBOARD = "keyboard"
"""The symbology of what a scanner typed that acts as a keyboard, and the name of that scanner."""
PRINTED = "text"
"""Symbology and engine of a number that was read from print, as its bars could not be."""
_SYMBOLOGIES = {
    "A": "Code39", "C": "Code128", "d": "DataMatrix", "e": "DataBar", "E": "EAN-13", "F": "Codabar", "G": "Code93",
    "I": "ITF", "L": "PDF417", "Q": "QRCode", "U": "MaxiCode", "z": "Aztec",
}  # fmt: skip
"""By the letter of the AIM identifier (ISO/IEC 15424)."""


def symbols_of(scan: Scanned, by: str) -> tuple[Symbol, ...]:
    """Its codes, none where it read none; `by`: the scanner's name."""
    codes = ((scan.text, scan.aim), *((other, "") for other in scan.others))
    return tuple(
        Symbol(text, text.encode(), _SYMBOLOGIES.get(aim[1:2], ""), aim, (), f"{SCANNER_ENGINE}{by}")
        for text, aim in codes
        if text
    )


def scanner_of(choice: Choice) -> str | None:
    """The scanner that read the parcel's number, or one of those between which nobody chose; None: none did."""
    sightings = (choice.parcel,) if choice.parcel is not None else choice.candidates
    engines = (each.symbol.engine for each in sightings)
    return next((engine.removeprefix(SCANNER_ENGINE) for engine in engines if engine.startswith(SCANNER_ENGINE)), None)


def capture_of(scan: Scanned, number: int) -> Capture | None:
    """The weight that came with the code, which the machine itself has found stable; None: none came."""
    if scan.grams is None:
        return None
    return Capture(
        number, scan.grams, scan.grams, "g", None, None, stable=True, settle_ms=0, samples=1, raw=scan.raw, at=scan.at
    )
