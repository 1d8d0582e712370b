"""What a scanned or keyed text is. Pure, never raises, never repairs a digit; the rules are the table in `rules`."""

from __future__ import annotations

from station.core.identify.hints import near_miss
from station.core.identify.rules import RULES, first_answer
from station.core.identify.scanned import Medium, unwrap
from station.core.models import Identity, Kind

__all__ = ["identify"]

LONGEST = 4096
"""Characters; no identifier is longer, and patterns need not be asked about more."""


def identify(text: str, symbology: str | None = None, aim: str | None = None, *, keyed: bool = False) -> Identity:
    """What a text is that a decoder gave, FNC1 as U+001D; `symbology` and `aim` as in `hardware.contract.Symbol`.

    Scanned text is taken to the letter, only CR and LF at its end are dropped. Keyed text (`keyed`, or symbology
    `keyed`) is read without regard to case, spaces and hyphens, and gets a hint about likely slips.
    """
    if len(text) > LONGEST:
        return Identity(text, Kind.UNKNOWN, reason="too_long")
    scanned = unwrap(text, symbology, aim, keyed=keyed)
    answer = first_answer(RULES[scanned.medium], scanned)
    if answer is not None:
        return answer
    hint = near_miss(scanned.text) if scanned.medium is Medium.KEYED else None
    return Identity(text, Kind.UNKNOWN, reason="no_rule" if scanned.text else "empty", hint=hint)
