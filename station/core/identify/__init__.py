"""What a scanned or keyed text is. Pure, never raises, never repairs a digit; the rules are the table in `rules`."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from hardware.contract import Notice, notice
from station.core.identify.check_digits import gs1_digit, gs1_holds, mod_37_36_character, s10_digit, ups_digit
from station.core.identify.countries import COUNTRIES
from station.core.identify.hints import layout_slip, near_miss
from station.core.identify.rule import LONGEST
from station.core.identify.rule_table import answers, lane_rules_for, rules_for, weak_slip
from station.core.identify.scanned import GS, Medium, Scanned, unwrap
from station.core.identify.weak_carriers import allowed_in_lane
from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    from collections.abc import Collection

_LONGEST_PAIR = 80
"""Characters of a line in which two numbers are looked for."""


def identify(
    text: str,
    symbology: str | None = None,
    aim: str | None = None,
    *,
    keyed: bool = False,
    weak_carriers: Collection[str] = (),
) -> Identity:
    """What a text is that a decoder gave, FNC1 as U+001D; `symbology` and `aim` as in `hardware.contract.Symbol`.

    Scanned text is taken to the letter, only CR and LF at its end are dropped. Keyed text (`keyed`, or symbology
    `keyed` or `keyboard`) is read without regard to case, spaces and hyphens, and gets a hint about likely slips.

    A bare number that fits a carrier's form is a parcel id of that carrier, strength WEAK, and not `accepted`: one
    random number in ten fits. One that fits but for its check digit is no parcel id at all, as it is most likely an
    order or an invoice. Where two carriers fit, the likelier one is named; in a lane that names `weak_carriers` the
    likeliest of those, whatever else the number looks like, and there it is accepted. `sscc` there: each logistic unit.
    """
    if len(text) > LONGEST:
        return Identity(text, Kind.UNKNOWN, reason="too_long")
    scanned = unwrap(text, symbology, aim, keyed=keyed)
    found = _judge(scanned, weak_carriers)
    if found is None and scanned.medium is Medium.KEYED and GS in scanned.text:
        message = _judge(replace(scanned, medium=Medium.GS1), weak_carriers)
        found = None if message is None or message.kind is Kind.UNKNOWN else message
    return found or Identity(text, Kind.UNKNOWN, reason="no_rule" if scanned.text else "empty", hint=_hint(scanned))


def _judge(scanned: Scanned, weak_carriers: Collection[str]) -> Identity | None:
    which = scanned.medium, scanned.text[:1], len(scanned.text)
    rest = answers(rules_for(*which), scanned)
    first = next(rest, None)
    if first is not None and (first.accepted or first.refused or first.check is False):
        return first
    if not weak_carriers and (first is None or not _is_weak(first)):
        return first
    others = [*rest, *(answers(lane_rules_for(*which), scanned) if weak_carriers else ())]
    strong = next((each for each in others if each.accepted), None) if first and _is_weak(first) else None
    fitting = others if first is None else chain((first,), others)
    return strong or allowed_in_lane(fitting, weak_carriers) or first


def _is_weak(identity: Identity) -> bool:
    return identity.strength is Strength.WEAK


def _hint(scanned: Scanned) -> Notice | None:
    if scanned.medium is not Medium.KEYED:
        return None
    text = scanned.text
    return near_miss(text) or weak_slip(text) or layout_slip(scanned.raw) or _pair(scanned)


def _is_parcel(text: str) -> bool:
    found = _judge(Scanned(text, text, Medium.KEYED), ())
    return found is not None and found.accepted


def _pair(scanned: Scanned) -> Notice | None:
    """Two scans that came as one line."""
    text = scanned.text
    if len(text) <= _LONGEST_PAIR:
        for cut in range(8, len(text) - 7):
            if _is_parcel(text[:cut]) and _is_parcel(text[cut:]):
                return notice("two_numbers", place=cut + 1)
    return None


__all__ = [
    "COUNTRIES",
    "GS",
    "LONGEST",
    "Medium",
    "Scanned",
    "allowed_in_lane",
    "answers",
    "gs1_digit",
    "gs1_holds",
    "identify",
    "lane_rules_for",
    "layout_slip",
    "mod_37_36_character",
    "near_miss",
    "rules_for",
    "s10_digit",
    "unwrap",
    "ups_digit",
    "weak_slip",
]
