"""What a scanned or keyed text is. Pure, never raises, never repairs a digit; the rules are the table in `rules`."""

from __future__ import annotations

from station.core.identify.hints import near_miss
from station.core.identify.rule import LONGEST
from station.core.identify.rules import first_answer, rules_for, weak_slip
from station.core.identify.scanned import Medium, unwrap
from station.core.models import Identity, Kind

__all__ = ["identify"]


def identify(text: str, symbology: str | None = None, aim: str | None = None, *, keyed: bool = False) -> Identity:
    """What a text is that a decoder gave, FNC1 as U+001D; `symbology` and `aim` as in `hardware.contract.Symbol`.

    Scanned text is taken to the letter, only CR and LF at its end are dropped. Keyed text (`keyed`, or symbology
    `keyed`) is read without regard to case, spaces and hyphens, and gets a hint about likely slips.

    A bare number that fits a carrier's form is a parcel id of that carrier, strength WEAK, and not `accepted`: one
    random number in ten fits. One that fits but for its check digit is no parcel id at all, as it is most likely an
    order or an invoice. Where two carriers fit, the likelier one is named.
    """
    if len(text) > LONGEST:
        return Identity(text, Kind.UNKNOWN, reason="too_long")
    scanned = unwrap(text, symbology, aim, keyed=keyed)
    read = scanned.text
    answer = first_answer(rules_for(scanned.medium, read[:1], len(read)), scanned)
    if answer is not None:
        return answer
    hint = (near_miss(read) or weak_slip(read)) if scanned.medium is Medium.KEYED else None
    return Identity(text, Kind.UNKNOWN, reason="no_rule" if read else "empty", hint=hint)
