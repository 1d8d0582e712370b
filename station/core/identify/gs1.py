"""GS1 element strings other than those of USPS: logistic units, shipments, products, places, routing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from station.core.identify import goods
from station.core.identify.check_digits import gs1_holds
from station.core.identify.countries import COUNTRY_OF_NUMERIC
from station.core.identify.scanned import GS
from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    from station.core.identify.scanned import Scanned

ELEMENTS = r"[0-9]{2}.+"
BARE_SSCC = r"00([0-9]{18})"
DHL_SSCC = r"00(340434[0-9]{12})"
"""The parcel number of DHL Paket is an SSCC with the company prefix of Deutsche Post."""
BARE_ROUTING = r"(420|421840)([0-9]{5}|[0-9]{9})"
"""420 or 421 840 with a ZIP code, as US labels carry it beside the parcel id."""

_KINDS = {
    "00": Kind.LOGISTIC_UNIT,
    "402": Kind.SHIPMENT,
    "401": Kind.SHIPMENT,
    "01": Kind.PRODUCT,
    "02": Kind.PRODUCT,
    **{f"41{digit}": Kind.LOCATION for digit in range(8)},
    "421": Kind.ROUTING,
    "420": Kind.ROUTING,
    "403": Kind.ROUTING,
    "400": Kind.REFERENCE,
}
"""By application identifier, the most telling one of a message first."""
_CHECKED = frozenset(_KINDS) - {"401", "421", "420", "403", "400"}


@dataclass(frozen=True, slots=True)
class _Element:
    ai: str
    value: str


def judge(scanned: Scanned, _match: re.Match[str]) -> Identity:
    """What the most telling element of a GS1 message names; unknown when it is not one, or a company's own (AI 9x)."""
    elements = _elements(scanned.text)
    by_ai = {element.ai: element for element in reversed(elements)}
    ai = next((ai for ai in _KINDS if ai in by_ai), None)
    if not elements:
        return Identity(scanned.raw, Kind.UNKNOWN, reason="not_gs1")
    if ai is None:
        internal = elements[0].ai[0] == "9"
        return Identity(scanned.raw, Kind.UNKNOWN if internal else Kind.REFERENCE, reason="gs1_" + elements[0].ai)
    named = _named(scanned, by_ai[ai], by_ai, elements)
    dhl = named.check and ai == "00" and re.fullmatch(DHL_SSCC, ai + by_ai[ai].value)
    return _as_dhl_parcel(named) if dhl else named


def sscc(scanned: Scanned, match: re.Match[str]) -> Identity | None:
    """00 and 18 digits, with or without the GS1 flag. They pass the check of a USPS number too, so 00 decides."""
    if not gs1_holds(match[1]):
        return None
    element = _Element("00", match[1])
    return _named(scanned, element, {"00": element}, [element])


def dhl_sscc(scanned: Scanned, match: re.Match[str]) -> Identity | None:
    """A parcel of DHL Paket: the logistic unit is the parcel."""
    unit = sscc(scanned, match)
    return unit and _as_dhl_parcel(unit)


def _as_dhl_parcel(unit: Identity) -> Identity:
    return replace(
        unit, kind=Kind.PARCEL, carrier="dhl-parcel", country="DE", country_role="issuer", strength=Strength.CHECKED
    )


def routing(scanned: Scanned, match: re.Match[str]) -> Identity:
    """A ZIP code for sorting machines, with or without the GS1 flag."""
    element = _Element(match[1][:3], match[0][3:])
    return _named(scanned, element, {element.ai: element}, [element])


def _named(scanned: Scanned, element: _Element, by_ai: dict[str, _Element], elements: list[_Element]) -> Identity:
    kind = _KINDS[element.ai]
    country, postal_code = _destination(by_ai)
    check = gs1_holds(element.value) if element.ai in _CHECKED else None
    if element.ai == "421" and country is None:
        check = False
    if check is False:
        reason = "no_such_country" if element.ai == "421" else "check_digit_failed"
        return Identity(scanned.raw, kind, check=False, reason=reason)
    if kind is Kind.PRODUCT:
        return goods.product(scanned, element.value, check=True)
    whole = element.ai in ("420", "421")
    return Identity(
        raw=scanned.raw,
        kind=kind,
        country=country,
        country_role="destination" if country else None,
        postal_code=postal_code,
        normalized=element.ai + element.value if whole else element.value,
        printed=" ".join(_printed(each) for each in elements),
        check=check,
        reason="gs1_" + element.ai,
    )


def _destination(by_ai: dict[str, _Element]) -> tuple[str | None, str | None]:
    if "421" in by_ai:
        value = by_ai["421"].value
        return COUNTRY_OF_NUMERIC.get(value[:3]), value[3:] or None
    return None, by_ai["420"].value if "420" in by_ai else None


def _printed(element: _Element) -> str:
    value = element.value
    return f"({element.ai}) " + (f"{value[:3]} {value[3:]}" if element.ai == "421" else value)


def _elements(text: str) -> list[_Element]:
    """The elements of a message; none when any part of it is not one."""
    from biip import ParseError
    from biip.gs1_messages import GS1Message

    if not (text.isascii() and text.replace(GS, "").isprintable()):
        return []
    try:
        message = GS1Message.parse(text)
    except ParseError:
        return []
    return [_Element(element.ai.ai, element.value) for element in message.element_strings]
