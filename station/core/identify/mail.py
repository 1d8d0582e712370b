"""Postal things that are no parcel: bags and despatches, letters, franking, routing codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from station.core.identify.check_digits import leitcode_digit
from station.core.identify.countries import COUNTRIES, post_of
from station.core.models import Identity, Kind

if TYPE_CHECKING:
    from station.core.identify.scanned import Scanned

DESPATCH = (
    r"([A-Z]{5}[A-Z0-9])([A-Z]{5}[A-Z0-9])([A-D])([A-Z][A-Z0-9])([0-9])([0-9]{4})"
    r"(?:([0-9]{3})([019])([019])([0-9]{4}))?"
)
"""UPU S8 (20 characters) or S9 (29): IMPC of origin and destination, category, subclass, year, despatch, the bag."""
MAILMARK = r"JGB [0-9A-Z]{2}([0-9A-Z])([0-9]{15})([0-9A-Z ]{9})[0-9A-Z ].*"
"""Royal Mail 2D Mailmark; its spaces are data."""
IMB = r"([0-9]{20})(?:-?([0-9]{5}|[0-9]{9}|[0-9]{11}))?"
"""USPS Intelligent Mail letter barcode: barcode id 2, service type 3, mailer id 6 or 9, serial; then the ZIP code."""
MATRIXCODE = r"DEA([\x08\x28]).*"
"""Deutsche Post franking, binary."""
LEITCODE = r"([0-9]{5})([0-9]{3})([0-9]{3})([0-9]{2})([0-9])"

_UK_WITH_DPS = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})[0-9][A-Z]")


def despatch(scanned: Scanned, match: re.Match[str]) -> Identity | None:
    """A receptacle (bag) or a despatch, when both offices of exchange lie in a country."""
    origin, destination, category, subclass = match[1], match[2], match[3], match[4]
    country = origin[:2]
    if country not in COUNTRIES or destination[:2] not in COUNTRIES:
        return None
    return Identity(
        raw=scanned.raw,
        kind=Kind.RECEPTACLE if match[7] else Kind.DESPATCH,
        carrier=post_of(country),
        country=country,
        country_role="origin",
        service=f"category {category} subclass {subclass}",
        normalized=match[0],
        printed=" ".join(filter(None, match.groups())),
        reason="s9" if match[7] else "s8",
    )


def mailmark(scanned: Scanned, match: re.Match[str]) -> Identity:
    """A letter of Royal Mail."""
    address = match[3].rstrip(" ")
    full = _UK_WITH_DPS.fullmatch(address)
    return Identity(
        raw=scanned.raw,
        kind=Kind.MAIL_ITEM,
        carrier="royal-mail",
        country="GB",
        country_role="issuer",
        service=f"Mailmark class {match[1]}",
        postal_code=f"{full[1]} {full[2]}" if full else address or None,
        normalized=match[2],
        reason="mailmark",
    )


def imb(scanned: Scanned, match: re.Match[str]) -> Identity:
    """A letter or flat of USPS: the barcode meets no parcel requirement."""
    digits, zip_code = match.groups()
    mailer_end = 14 if digits[5] == "9" else 11
    return Identity(
        raw=scanned.raw,
        kind=Kind.MAIL_ITEM,
        carrier="usps",
        country="US",
        country_role="issuer",
        service=f"IMb STID {digits[2:5]}",
        postal_code=zip_code,
        normalized=digits,
        printed=f"{digits[:2]}-{digits[2:5]}-{digits[5:mailer_end]}-{digits[mailer_end:]}",
        reason="imb",
    )


def matrixcode(scanned: Scanned, _match: re.Match[str]) -> Identity:
    """Postage of Deutsche Post."""
    return Identity(scanned.raw, Kind.INDICIA, "deutsche-post", "DE", "issuer", "PREMIUMADRESS", reason="matrixcode")


def leitcode(scanned: Scanned, match: re.Match[str]) -> Identity | None:
    """Where a parcel of Deutsche Post goes, not which one it is: postcode, street, house, product, check digit."""
    if leitcode_digit(match[0][:13]) != match[0][13]:
        return None
    return Identity(
        raw=scanned.raw,
        kind=Kind.ROUTING,
        carrier="deutsche-post-dhl",
        country="DE",
        country_role="destination",
        service="Leitcode",
        postal_code=match[1],
        normalized=match[0],
        printed=f"{match[1]}.{match[2]}.{match[3]}.{match[4]}{match[5]}",
        check=True,
        reason="leitcode",
    )
