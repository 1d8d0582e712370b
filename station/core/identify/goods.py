"""Product codes: what is in a parcel, never which parcel it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.identify.check_digits import gs1_holds, luhn_holds
from station.core.models import Identity, Kind

if TYPE_CHECKING:
    import re

    from station.core.identify.scanned import Scanned

RETAIL = r".*"
GTIN_14 = r"[0-9]{14}"
GTIN = r"[0-9]{13,14}"
IMEI = r"(?:01|35|86|99)[0-9]{13}"
_TELEPHONES = ("35", "86")
"""Issuers of type approval codes with which hardly any other number of 15 digits begins."""


def retail(scanned: Scanned, _match: re.Match[str]) -> Identity:
    """EAN, UPC, ISBN: the symbology alone decides."""
    text = scanned.text
    if text.isascii() and text.isdecimal() and len(text) in (8, 12, 13, 14):
        holds = gs1_holds(text)
        return product(scanned, text, check=holds)
    return Identity(scanned.raw, Kind.PRODUCT, reason="product")


def gtin(scanned: Scanned, match: re.Match[str]) -> Identity | None:
    """A trade item by its check digit."""
    return product(scanned, match[0], check=True) if gs1_holds(match[0]) else None


def failed_gtin(scanned: Scanned, _match: re.Match[str]) -> Identity:
    """A carton code whose check digit does not hold."""
    return Identity(scanned.raw, Kind.UNKNOWN, check=False, reason="check_digit_failed")


def imei(scanned: Scanned, match: re.Match[str]) -> Identity | None:
    """The serial number of a telephone, by its issuer or else by its check digit."""
    found = match[0].startswith(_TELEPHONES) or luhn_holds(match[0])
    return Identity(scanned.raw, Kind.PRODUCT, reason="imei") if found else None


def product(scanned: Scanned, number: str, *, check: bool) -> Identity:
    """A GTIN, written with 14 digits so that UPC-A and EAN-13 of one product compare equal."""
    return Identity(
        raw=scanned.raw,
        kind=Kind.PRODUCT,
        normalized=number.zfill(14) if check else None,
        check=check,
        reason="product" if check else "check_digit_failed",
    )
