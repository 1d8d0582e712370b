"""Australia Post: a parcel is a GS1 message of the post's own product code and the article id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.identify.check_digits import gs1_holds
from station.core.identify.hints import slip
from station.core.identify.rule import failed
from station.core.identify.scanned import GS, Medium
from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    import re

    from station.core.identify.scanned import Scanned

ARTICLE = rf"01(9931265[0-9]{{7}}){GS}?91([0-9A-Z]{{10,23}})(?:{GS}+420([0-9]{{4}}))?(?:{GS}+[0-9]{{2}}[^{GS}]+)*"
"""(01) 99312650999998 (91) article id, in a Data Matrix also (420) postcode (92) delivery point."""
ROUTING = r"([A-Z]{3})([0-9]{4})([A-Z]{3})"
"""StarTrack: product, postcode, depot."""


def article(scanned: Scanned, match: re.Match[str]) -> Identity:
    """The article id is the parcel; the check digit is that of the product code in front of it."""
    product, number, postcode = match.groups()
    if not gs1_holds(product):
        hint = slip(match[0], 2, 16, lambda text: gs1_holds(text[2:16])) if scanned.medium is Medium.KEYED else None
        return failed(scanned, "australia-post", "AU", "issuer", hint)
    return Identity(
        raw=scanned.raw,
        kind=Kind.PARCEL,
        carrier="australia-post",
        country="AU",
        country_role="issuer",
        service=f"GTIN {product}",
        postal_code=postcode,
        normalized=number,
        printed=number,
        check=True,
        reason="auspost",
        strength=Strength.PREFIX,
    )


def routing(scanned: Scanned, match: re.Match[str]) -> Identity:
    """Where a StarTrack article goes."""
    product, postcode, _depot = match.groups()
    return Identity(
        raw=scanned.raw,
        kind=Kind.ROUTING,
        carrier="startrack",
        country="AU",
        country_role="destination",
        service=product,
        postal_code=postcode,
        normalized=match[0],
        printed=match[0],
        reason="startrack_routing",
    )
