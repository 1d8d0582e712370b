"""UPS 1Z numbers, in a linear symbol or spread over the fields of a MaxiCode."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core.identify.check_digits import ups_digit
from station.core.identify.countries import COUNTRY_OF_NUMERIC
from station.core.identify.hints import slip
from station.core.identify.rule import failed
from station.core.identify.scanned import Medium
from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    import re

    from station.core.identify.scanned import Scanned

FORM = r"1Z[A-Z0-9]{15}[0-9]"
MAXICODE = (
    r"\[\)>\x1e01\x1d[0-9]{2}([0-9A-Z ]{1,9})\x1d([0-9]{3})\x1d([0-9]{3})\x1d"
    r"1Z([0-9]{8})\x1dUPSN\x1d([0-9A-Z]{6})\x1d.*"
)
"""ANSI MH10.8.3 format 01: postcode, country, class of service, 1Z + last eight digits, UPSN, shipper."""

_SERVICES = {
    "01": "UPS United States Next Day Air (Red)",
    "02": "UPS United States Second Day Air (Blue)",
    "03": "UPS United States Ground",
    "12": "UPS United States Third Day Select",
    "13": "UPS United States Next Day Air Saver (Red Saver)",
    "15": "UPS United States Next Day Air Early A.M.",
    "66": "UPS United States Worldwide Express",
    "YW": "UPS SurePost - Delivered by the USPS",
}


def judge(scanned: Scanned, match: re.Match[str]) -> Identity:
    """A 1Z number: shipper 6, service 2, package 7, check digit."""
    return _judge(scanned, match[0])


def maxicode(scanned: Scanned, match: re.Match[str]) -> Identity:
    """The 1Z number is put together from the shipper, the last two digits of the class and the last eight digits."""
    postcode, country, service_class, tail, shipper = match.groups()
    found = _judge(scanned, f"1Z{shipper}{service_class[1:]}{tail}")
    if not found.check:
        return found
    land = COUNTRY_OF_NUMERIC.get(country)
    return replace(
        found, postal_code=postcode.strip() or None, country=land, country_role="destination" if land else None
    )


def _judge(scanned: Scanned, number: str) -> Identity:
    if ups_digit(number[2:17]) != number[17]:
        keyed = scanned.medium is Medium.KEYED
        hint = slip(number, 2, 18, _holds) if keyed else None
        return failed(scanned, "ups", None, None, hint)
    return Identity(
        raw=scanned.raw,
        kind=Kind.PARCEL,
        carrier="ups",
        service=_SERVICES.get(number[8:10]),
        normalized=number,
        printed=f"1Z {number[2:5]} {number[5:8]} {number[8:10]} {number[10:14]} {number[14:]}",
        check=True,
        reason="ups_1z",
        strength=Strength.CHECKED,
    )


def _holds(number: str) -> bool:
    return number[17].isdecimal() and ups_digit(number[2:17]) == number[17]
