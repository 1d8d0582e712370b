"""DPD parcel labels: 27 characters in the barcode, behind % on a first label; the check character is only printed.

Postcode 7, parcel number 14, service 3, country of destination 3 (ISO 3166-1 numeric). DPD Parcel Label Specification.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.identify.check_digits import mod_37_36_character
from station.core.identify.countries import COUNTRY_OF_NUMERIC
from station.core.identify.hints import slip
from station.core.identify.number_row import DOUBT, spaced
from station.core.identify.rule import failed
from station.core.identify.scanned import Medium
from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    import re

    from station.core.identify.scanned import Scanned

_REST = r"([0-9A-Z]{7})([0-9]{14})([0-9]{3})([0-9]{3})([0-9A-Z]?)"
LABEL = "(%)" + _REST
RELABEL = "()" + _REST
NUMBER = r"([0-9]{14})([0-9A-Z])"
_POSTCODE_LENGTH = {"DE": 5, "CZ": 5, "US": 5, "FR": 5, "ES": 5, "IT": 5, "PL": 5, "FI": 5, "EE": 5, "HR": 5, "SK": 5}
"""Digits where leading zeros count; elsewhere the zeros in front only fill up."""
_SERVICES = {
    "101": "D", "102": "D-HAZ", "105": "D-EXW", "106": "D-EXW-HAZ", "109": "D-COD", "110": "D-COD-HAZ",
    "113": "D-SWAP", "136": "D", "154": "PARCELLetter", "155": "PM2", "161": "PM2-COD", "179": "AM1", "191": "AM1-COD",
    "225": "AM2", "237": "AM2-COD", "350": "AM0",
}  # fmt: skip


def label(scanned: Scanned, match: re.Match[str]) -> Identity | None:
    """A label, or one that was keyed in with its printed check character; bare digits without % are weak."""
    percent, postcode, parcel, service, numeric, printed_check = match.groups()
    country = COUNTRY_OF_NUMERIC.get(numeric)
    bare = not percent and match[0].isdecimal()
    if country is None or not (percent or printed_check or match[0][:2] == "00"):
        return None
    payload = postcode + parcel + service + numeric
    character = mod_37_36_character(payload)
    holds = printed_check == character if printed_check else None
    if holds is False:
        return None if bare else _failed(scanned, payload + printed_check)
    name = _SERVICES.get(service)
    return Identity(
        raw=scanned.raw,
        kind=Kind.PARCEL,
        carrier="dpd",
        country=country,
        country_role="destination",
        service=f"DPD {name} ({service})" if name else f"DPD ({service})",
        postal_code=_postcode(postcode, country),
        normalized=parcel,
        printed=spaced(payload + character, "#### ### #### #### #### ## ### ### #"),
        check=holds,
        reason="dpd_label",
        hint=DOUBT if bare else None,
        strength=_strength(bare=bare, checked=bool(holds)),
    )


def number(scanned: Scanned, match: re.Match[str]) -> Identity | None:
    """The parcel number alone with its check character, as printed under the label."""
    parcel, character = match.groups()
    bare = character.isdecimal()
    if mod_37_36_character(parcel) != character:
        return _failed(scanned, match[0]) if scanned.medium is Medium.KEYED and not bare else None
    return Identity(
        raw=scanned.raw,
        kind=Kind.PARCEL,
        carrier="dpd",
        normalized=parcel,
        printed=spaced(match[0], "#### #### #### ## #"),
        check=True,
        reason="dpd_number",
        hint=DOUBT if bare else None,
        strength=_strength(bare=bare, checked=True),
    )


def _strength(*, bare: bool, checked: bool) -> Strength:
    if bare:
        return Strength.WEAK
    return Strength.CHECKED if checked else Strength.PREFIX


def _failed(scanned: Scanned, text: str) -> Identity:
    hint = slip(text, 0, len(text), _holds) if scanned.medium is Medium.KEYED else None
    return failed(scanned, "dpd", None, None, hint)


def _holds(text: str) -> bool:
    return mod_37_36_character(text[:-1]) == text[-1]


def _postcode(filled: str, country: str) -> str:
    return filled.lstrip("0").zfill(_POSTCODE_LENGTH.get(country, 1))
