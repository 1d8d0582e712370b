"""UPU S10 item numbers: two letters, eight digits, a check digit, the issuing country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core.identify.check_digits import s10_digit
from station.core.identify.countries import COUNTRIES, post_of
from station.core.identify.hints import slip
from station.core.identify.rule import failed
from station.core.identify.scanned import Medium
from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    import re

    from station.core.identify.scanned import Scanned

FORM = r"([A-Z][A-Z])([0-9]{8})([0-9])([A-Z]{2})"

_DOMESTIC = "domestic/bilateral"
_SERVICES = {
    "A": _DOMESTIC,
    "B": _DOMESTIC,
    "C": "parcel",
    "D": _DOMESTIC,
    "E": "EMS",
    "G": _DOMESTIC,
    "H": "parcel e-commerce",
    "L": "letter post express/tracked",
    "M": "M bag",
    "N": _DOMESTIC,
    "P": _DOMESTIC,
    "Q": "business reply",
    "R": "letter post registered",
    "U": "letter post untracked (customs)",
    "V": "letter post insured",
    "Z": _DOMESTIC,
}
"""By the first letter. Reserved letters are in use (Correios issues S..BR), so they are taken without a service."""


def judge(scanned: Scanned, match: re.Match[str]) -> Identity:
    """An S10 item when the country exists; the check digit decides whether it may be booked."""
    letters, serial, digit, country = match.groups()
    if country not in COUNTRIES:
        hint = notice("no_such_country", country=country) if scanned.medium is Medium.KEYED else None
        return Identity(scanned.raw, Kind.UNKNOWN, reason="no_such_country", hint=hint)
    carrier = post_of(country)
    if s10_digit(serial) != digit:
        keyed = scanned.medium is Medium.KEYED
        hint = slip(match[0], 2, 11, lambda text: s10_digit(text[2:10]) == text[10]) if keyed else None
        return failed(scanned, carrier, country, "origin", hint)
    return Identity(
        raw=scanned.raw,
        kind=Kind.PARCEL,
        carrier=carrier,
        country=country,
        country_role="origin",
        service=_SERVICES.get(letters[0]),
        normalized=match[0],
        printed=f"{letters} {serial[:3]} {serial[3:6]} {serial[6:]}{digit} {country}",
        check=True,
        reason="s10",
        strength=Strength.CHECKED,
    )
