"""The rule table: every form that the station knows, in the order in which they are asked. The first answer stands.

1. the symbol decides: retail codes, letters, carton codes; 2. links and franking; 3. parcel numbers with a form and a
check digit of their own; 4. parcel numbers with a prefix of their own; 5. GS1; 6. bags; 7. goods and references.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from station.core.identify import goods, gs1, mail, s10, ups, usps
from station.core.identify.rule import prefix, rule, thing
from station.core.identify.scanned import Medium, Scanned, as_keyed
from station.core.models import Identity, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.core.identify.rule import Rule

_BY_SYMBOL = (
    rule(goods.RETAIL, goods.retail, Medium.RETAIL),
    rule(mail.IMB, mail.imb, Medium.FOUR_STATE),
    rule(goods.GTIN_14, goods.gtin, Medium.ITF),
    rule(mail.LEITCODE, mail.leitcode, Medium.ITF),
    rule(
        goods.GTIN_14, lambda s, _: Identity(s.raw, Kind.UNKNOWN, check=False, reason="check_digit_failed"), Medium.ITF
    ),
    thing(Kind.UNKNOWN, "itf_length", r".*", Medium.ITF),
    thing(Kind.URL, "link", r"(?i:https?://|www\.|mailto:|tel:|sms:|smsto:|geo:|market:|weixin:|alipays?:).*"),
    thing(Kind.REFERENCE, "contact", r"(?i:BEGIN:VCARD|BEGIN:VEVENT|MECARD:).*"),
    thing(Kind.URL, "wifi", r"(?i:WIFI:).*"),
    rule(mail.MATRIXCODE, mail.matrixcode),
    rule(mail.MAILMARK, mail.mailmark),
)

_PARCELS = (
    rule(ups.FORM, ups.judge),
    rule(s10.FORM, s10.judge),
    rule(usps.PIC, usps.bare),
    rule(usps.ROUTED, usps.routed),
    rule(usps.RUN_TOGETHER, usps.run_together),
    rule(ups.MAXICODE, ups.maxicode),
    prefix("cainiao_lp", r"LP[0-9]{11,14}", "cainiao", "CN", first_mile=True),
    prefix("cainiao_cn", r"CN(?:[0-9]{12,15}|[A-Z]{2}[0-9]{13}[A-Z]{2})", "cainiao", "CN", first_mile=True),
)


def first_answer(rules: Iterable[Rule], scanned: Scanned) -> Identity | None:
    """The answer of the first rule that has one."""
    text = scanned.text
    for each in rules:
        match = each.form.fullmatch(text)
        if match is not None:
            answer = each.judge(scanned, match)
            if answer is not None:
                return answer
    return None


def _not_to_the_letter(scanned: Scanned, _match: re.Match[str]) -> Identity | None:
    """A scanned text that would be a parcel number if it were keyed in: no printer writes such a barcode."""
    if scanned.medium is Medium.KEYED:
        return None
    keyed = Scanned(scanned.raw, as_keyed(scanned.text), Medium.KEYED)
    found = first_answer(_PARCELS, keyed)
    if found is None or not found.accepted or keyed.text == scanned.text:
        return None
    return Identity(scanned.raw, Kind.UNKNOWN, reason="not_to_the_letter", hint=f"keyed it would be {found.printed}")


_OTHERS = (
    rule(gs1.BARE_SSCC, gs1.sscc),
    rule(gs1.BARE_ROUTING, gs1.routing),
    rule(gs1.ELEMENTS, gs1.judge, Medium.GS1),
    rule(mail.DESPATCH, mail.despatch),
    rule(r"(?=.*[a-z -])[0-9A-Za-z -]{10,60}", _not_to_the_letter),
    rule(goods.GTIN, goods.gtin, Medium.UNTOLD, Medium.KEYED),
    rule(goods.IMEI, goods.imei),
    thing(Kind.PRODUCT, "fnsku", r"X00[0-9A-Z]{7}"),
    thing(Kind.REFERENCE, "air_waybill", r"[0-9]{3}-[0-9]{8}"),
    thing(Kind.REFERENCE, "customs_mrn", r"[0-9]{2}[A-Z]{2}[0-9A-Z]{14}"),
    thing(Kind.REFERENCE, "telephone", r"1[3-9][0-9]{9}|\+[0-9]{7,15}"),
    thing(Kind.REFERENCE, "order", r"8[0-9]{15}|45[0-9]{8}"),
    thing(Kind.REFERENCE, "time", r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{4}(?:[0-9]{2})?"),
    thing(Kind.REFERENCE, "hyphenated", r"[A-Z]+(?:[-_/][0-9A-Z]+)+|[0-9A-Z]+(?:[-_/][0-9A-Z]+){2,}"),
    thing(Kind.UNKNOWN, "incomplete", r"\[\)>.*"),
    thing(Kind.REFERENCE, "text", r"(?=.*[ -/:-@\[-`{-~]).+", Medium.MATRIX),
)

_TABLE = _BY_SYMBOL + _PARCELS + _OTHERS
RULES = {medium: tuple(each for each in _TABLE if each.media is None or medium in each.media) for medium in Medium}
"""The table by what carried the text, so that only rules are asked that may apply."""
