"""The rule table: every form that the station knows, in the order in which they are asked. The first answer stands.

1. the symbol decides: retail codes, letters, carton codes; 2. links and franking; 3. parcel numbers with a form and a
check digit of their own; 4. parcel numbers with a prefix of their own; 5. GS1; 6. bags; 7. goods and references;
8. weak numbers: letters or bare digits that other numbers look like. They name their carrier and prove nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core.identify import america, asia, australia, dpd, europe, goods, gs1, mail, s10, ups, usps
from station.core.identify.number_row import BARE
from station.core.identify.rule import DIGITS, LETTERS, LONGEST, exactly, rule, thing
from station.core.identify.scanned import Medium, Scanned, as_keyed
from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from hardware.contract import Notice
    from station.core.identify.number_row import Format
    from station.core.identify.rule import Rule

_LINK = r"(?i:https?://|www\.|mailto:|tel:|sms:|smsto:|geo:|market:|weixin:|alipays?:).*"
_TIME = r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{4}(?:[0-9]{2})?"
_FORMATS = (*asia.LETTERED, *europe.LETTERED, *america.LETTERED)
_WEAK_NUMBERS = (*asia.BARE_NUMBERS, *america.BARE_NUMBERS, *europe.BARE_NUMBERS)

# fmt: off
_BY_SYMBOL = (
    rule(goods.RETAIL, goods.retail, Medium.RETAIL),
    rule(mail.IMB, mail.imb, Medium.FOUR_STATE),
    rule(goods.GTIN_14, goods.gtin, Medium.CARTON),
    europe.RUSSIAN_POST.rule(),
    rule(goods.GTIN_14, goods.gtin, Medium.ITF, first=DIGITS, lengths=exactly(14)),
    rule(mail.LEITCODE, mail.leitcode, Medium.ITF, Medium.CARTON, first=DIGITS, lengths=exactly(14)),
    rule(goods.GTIN_14, goods.failed_gtin, Medium.ITF, Medium.CARTON, first=DIGITS, lengths=exactly(14)),
    europe.IDENTCODE.rule(),
    thing(Kind.UNKNOWN, "itf_length", r".*", Medium.ITF, Medium.CARTON),
    thing(Kind.URL, "link", _LINK, first="HhWwMmTtSsGgAa", lengths=range(4, LONGEST + 1)),
    thing(Kind.REFERENCE, "contact", r"(?i:BEGIN:VCARD|BEGIN:VEVENT|MECARD:).*", first="BbMm"),
    thing(Kind.URL, "wifi", r"(?i:WIFI:).*", first="Ww"),
    rule(mail.MATRIXCODE, mail.matrixcode, first="D"),
    rule(mail.MAILMARK, mail.mailmark, first="J", lengths=range(32, LONGEST + 1)),
)

_STRONG = (
    rule(ups.FORM, ups.judge, first="1", lengths=exactly(18)),
    asia.YANWEN.rule(),
    rule(s10.FORM, s10.judge, first=LETTERS, lengths=exactly(13)),
    rule(gs1.DHL_SSCC, gs1.dhl_sscc, *BARE, Medium.GS1, first="0", lengths=exactly(20)),
    rule(usps.PIC, usps.bare, first="9", lengths=exactly(22, 30)),
    rule(usps.ROUTED, usps.routed, first="4", lengths=range(27, 56)),
    rule(usps.RUN_TOGETHER, usps.run_together, first="4", lengths=exactly(30, 42)),
    rule(ups.MAXICODE, ups.maxicode, first="["),
    rule(australia.ARTICLE, australia.article, first="0"),
    rule(dpd.LABEL, dpd.label, *BARE, first="%", lengths=exactly(28, 29)),
    *(each.rule() for each in _FORMATS if each.strength is Strength.CHECKED),
    europe.IDENTCODE_KEYED.rule(),
)

_PREFIXED = tuple(each.rule() for each in _FORMATS if each.strength is Strength.PREFIX)


def answers(rules: Iterable[Rule], scanned: Scanned) -> Iterator[Identity]:
    """What each rule that has an answer says, in their order."""
    text = scanned.text
    for each in rules:
        match = each.form.fullmatch(text)
        if match is not None:
            answer = each.judge(scanned, match)
            if answer is not None:
                yield answer


def _not_to_the_letter(scanned: Scanned, _match: re.Match[str]) -> Identity | None:
    """A scanned text that would be a parcel number if it were keyed in: no printer writes such a barcode."""
    if scanned.medium is Medium.KEYED:
        return None
    keyed = Scanned(scanned.raw, as_keyed(scanned.text), Medium.KEYED)
    found = next(answers(rules_for(keyed.medium, keyed.text[:1], len(keyed.text)), keyed), None)
    if found is None or not found.accepted or keyed.text == scanned.text:
        return None
    hint = notice("keyed_it_would_be", number=found.printed)
    return Identity(scanned.raw, Kind.UNKNOWN, reason="not_to_the_letter", hint=hint)


_OTHERS = (
    *(each.rule() for each in america.GS1_CARRIED),
    rule(gs1.BARE_SSCC, gs1.sscc, Medium.LINEAR, Medium.MATRIX, Medium.GS1, Medium.UNTOLD, first="0"),
    rule(gs1.BARE_ROUTING, gs1.routing, first="4"),
    rule(gs1.ELEMENTS, gs1.judge, Medium.GS1),
    rule(mail.DESPATCH, mail.despatch, first=LETTERS, lengths=exactly(20, 29)),
    rule(r"(?=.*[a-z -])[0-9A-Za-z -]{10,60}", _not_to_the_letter, lengths=exactly(10, 60)),
    rule(goods.GTIN, goods.gtin, Medium.UNTOLD, Medium.KEYED, first=DIGITS, lengths=exactly(13, 14)),
    rule(goods.IMEI, goods.imei, first=DIGITS, lengths=exactly(15)),
    thing(Kind.PRODUCT, "fnsku", r"X00[0-9A-Z]{7}", first="X", lengths=exactly(10)),
    thing(Kind.REFERENCE, "air_waybill", r"[0-9]{3}-[0-9]{8}", first=DIGITS, lengths=exactly(12)),
    thing(Kind.REFERENCE, "customs_mrn", r"[0-9]{2}[A-Z]{2}[0-9A-Z]{14}", first=DIGITS, lengths=exactly(18)),
    thing(Kind.REFERENCE, "telephone", r"1[3-9][0-9]{9}|\+[0-9]{7,15}", first="1+", lengths=exactly(8, 16)),
    thing(Kind.REFERENCE, "order", r"8[0-9]{15}|45[0-9]{8}", first="48", lengths=exactly(10, 16)),
    thing(Kind.REFERENCE, "time", _TIME, first="2", lengths=exactly(12, 14)),
    thing(Kind.REFERENCE, "hyphenated", r"[A-Z]+(?:[-_/][0-9A-Z]+)+|[0-9A-Z]+(?:[-_/][0-9A-Z]+){2,}"),
    rule(australia.ROUTING, australia.routing, first=LETTERS, lengths=exactly(10)),
    thing(Kind.UNKNOWN, "incomplete", r"\[\)>.*", first="["),
    thing(Kind.REFERENCE, "text", r"(?=.*[ -/:-@\[-`{-~]).+", Medium.MATRIX),
)

_WEAK = (
    *(each.rule() for each in _FORMATS if each.strength is Strength.WEAK),
    *(each.rule() for each in _WEAK_NUMBERS),
    rule(dpd.RELABEL, dpd.label, *BARE, first=DIGITS + LETTERS, lengths=exactly(27, 28)),
    rule(dpd.NUMBER, dpd.number, *BARE, first=DIGITS, lengths=exactly(15)),
)
# fmt: on

RULES = _BY_SYMBOL + _STRONG + _PREFIXED + _OTHERS + _WEAK


@lru_cache(maxsize=8192)
def rules_for(medium: Medium, first: str, length: int) -> tuple[Rule, ...]:
    """The rules worth asking about a text that begins so: three on average instead of eighty."""
    return tuple(each for each in RULES if each.may_fit(medium, first, length))


IN_LANES = (europe.RUSSIAN_POST_ANYWHERE, europe.IDENTCODE_ANYWHERE, *asia.LANE_NUMBERS)
_LANE_RULES = tuple(each.rule() for each in IN_LANES)


@lru_cache(maxsize=1024)
def lane_rules_for(medium: Medium, first: str, length: int) -> tuple[Rule, ...]:
    """The rules that are asked last, and only where a lane names weak carriers: what they say is no news elsewhere."""
    return tuple(each for each in _LANE_RULES if each.may_fit(medium, first, length))


@lru_cache(maxsize=64)
def _weak_formats(length: int) -> tuple[Format, ...]:
    """The weak formats of that length that have a check digit."""
    named = (*america.GS1_CARRIED, *_WEAK_NUMBERS, europe.RUSSIAN_POST, *_FORMATS)
    return tuple(each for each in named if each.check and each.strength is Strength.WEAK and length in each.lengths)


def weak_slip(text: str) -> Notice | None:
    """What is wrong with a keyed text that is a weak number but for its check digit."""
    hints = (each.weak_slip(text) for each in _weak_formats(len(text)))
    return next((hint for hint in hints if hint), None)
