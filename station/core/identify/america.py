"""Parcel numbers of North and South America, row by row; UPS 1Z and USPS IMpb have code of their own."""

from __future__ import annotations

from station.core.identify.check_digits import fedex_holds, gs1_holds, luhn_holds, ups_holds
from station.core.identify.number_row import BARE, Format
from station.core.identify.rule import DIGITS, LETTERS, exactly
from station.core.identify.scanned import Medium
from station.core.models import Kind, Strength

_CHECKED, _PREFIX, _WEAK = Strength.CHECKED, Strength.PREFIX, Strength.WEAK
_UPS_WAYBILL_SERVICES = {
    "J": "UPS Next Day Express",
    "K": "UPS Ground",
    "V": "UPS WorldWide Express Saver",
}
_USPS_SERVICES = {"01": "Delivery Confirmation", "03": "Delivery Confirmation"}


def _ground_economy_holds(number: str) -> bool:
    """It is the USPS number 92 + these digits, and the check digit counts that 92."""
    return gs1_holds("92" + number)


def _waybill_holds(number: str) -> bool:
    """The letter does not count."""
    return ups_holds(number[1:])


def _usps_20_holds(number: str) -> bool:
    """Some are printed without the 91 that their check digit counts."""
    return gs1_holds(number) or gs1_holds("91" + number)


def _express_number(digits: str) -> str:
    """The 12 digits behind the leading zeros."""
    return digits.lstrip("0").zfill(12)


# fmt: off
LETTERED = (
    Format(name="amazon", form=r"TB[ACM](?:[0-9]{12}|[A-Z]{3}[0-9]{9})", first="T", lengths=exactly(15),
           carrier="amazon", strength=_PREFIX, source="V jkeen; a published TBAONT... has letters"),
    Format(name="ontrac", form=r"[CD][0-9]{14}", first="CD", lengths=exactly(15), check=ups_holds,
           carrier="ontrac", strength=_CHECKED, source="V jkeen: letter counts as 4 or 5"),
    Format(name="lasership_lx", form=r"L[AEHINX][1-3][0-9]{7}", first="L", lengths=exactly(10),
           carrier="lasership", strength=_PREFIX, source="V jkeen"),
    Format(name="ontrac_2025", form=r"(?:LS|BN)[0-9]{8}", first="LB", lengths=exactly(10),
           carrier="ontrac", strength=_WEAK, source="V jkeen/tracking_number_data 111"),
    Format(name="lasership_1ls", form=r"1LS(?:7[0-9]{11}|CX[0-9A-Z]{10})", first="1", lengths=exactly(15),
           carrier="lasership", strength=_PREFIX, source="V jkeen"),
    Format(name="lasership_1ls", form=r"(?P<number>1LS7[0-9]{12})-?1", first="1", lengths=exactly(17, 18),
           carrier="lasership", strength=_PREFIX, source="V jkeen; the hyphen is part of the number",
           short="{}-1".format),
    Format(name="gofo", form=r"GFUS[0-9]{14}", first="G", lengths=exactly(18),
           carrier="gofo", strength=_PREFIX, source="V jkeen"),
    Format(name="landmark", form=r"LTN[0-9]{8}N1", first="L", lengths=exactly(13),
           carrier="landmark", strength=_PREFIX, source="V jkeen"),
    Format(name="speedee", form=r"SP[0-9]{18}", first="S", lengths=exactly(20),
           carrier="speedee", strength=_PREFIX, source="V jkeen"),
    Format(name="canpar", form=r"[CDKLSUXZ][0-9]{21}", first="CDKLSUXZ", lengths=exactly(22),
           carrier="canpar", strength=_PREFIX, source="V jkeen; C K U X Z: jkeen/tracking_number_data 116"),
    Format(name="ups_waybill", form=r"(?P<service>[AHJKTV])[0-9]{10}", first="AHJKTV", lengths=exactly(11),
           check=_waybill_holds, carrier="ups", strength=_WEAK, source="V jkeen: weights 1, 2 over the digits",
           services=_UPS_WAYBILL_SERVICES, printed="# ### ### ### #"),
    Format(name="amazon_international", form=r"[ACF][0-9]{10}", first="ACF", lengths=exactly(11),
           carrier="amazon", strength=_WEAK, source="V jkeen: one letter is no prefix of its own"),
    Format(name="amazon_europe", form=r"(?:AF|CA)[0-9]{10}", first="AC", lengths=exactly(12),
           carrier="amazon", strength=_WEAK, source="V jkeen/tracking_number_data 16"),
    Format(name="purolator_letters", form=r"(?!J[JV]|[A-Z]+0{9})[A-Z]{3}[0-9]{9}",
           first=LETTERS, lengths=exactly(12),
           carrier="purolator", strength=_WEAK, source="V jkeen: any three letters"),
)
"""Numbers with letters."""

GS1_CARRIED = (
    Format(name="usps_20", first="4", lengths=exactly(28, 33), check=_usps_20_holds, country="US", role="issuer",
           form=r"420(?P<zip>[0-9]{5}|[0-9]{9})\x1d?(?P<number>(?!00)(?P<service>[0-9]{2})[0-9]{18})",
           carrier="usps", strength=_WEAK, source="R: a number of 20 digits behind a ZIP code",
           services=_USPS_SERVICES, printed="#### #### #### #### ####"),
    Format(name="fedex_96", form=r"96[0-9]{2}(?P<service>[0-9]{3})(?P<number>[0-9]{15})", first="9",
           lengths=exactly(22), check=gs1_holds, carrier="fedex", strength=_WEAK, source="V jkeen: SCNC 2, class 3",
           service="Ground (96) type {}", services={}, printed="#### #### #### ###"),
    Format(name="fedex_96_gsn", form=r"96[0-9]{18}(?P<number>[0-9]{14})", first="9", lengths=exactly(34),
           check=fedex_holds, short=_express_number, carrier="fedex", strength=_WEAK, source="V jkeen",
           service="Ground (96)", printed="#### #### ####"),
    Format(name="canada_post", form=r"(?!0[12]|41[0-7])[0-9]{16}", first=DIGITS, lengths=exactly(16),
           check=gs1_holds, media=(Medium.GS1,), country="CA", role="issuer", carrier="canada-post", strength=_WEAK,
           source="V jkeen; 01, 02 and 41x are a GTIN or GLN here", printed="#### #### #### ####"),
)
"""Bare numbers that stand in GS1-128 symbols without being GS1 messages."""

BARE_NUMBERS = (
    Format(name="canada_post", form=r"[0-9]{16}", first=DIGITS, lengths=exactly(16), check=gs1_holds, media=BARE,
           country="CA", role="issuer", carrier="canada-post", strength=_WEAK, source="V jkeen",
           printed="#### #### #### ####"),
    Format(name="fedex_12", form=r"(?!3)[0-9]{12}", first=DIGITS, lengths=exactly(12), check=fedex_holds, media=BARE,
           carrier="fedex", strength=_WEAK, source="V jkeen", service="Express", printed="#### #### ####"),
    Format(name="purolator", form=r"[0-9]{12}", first=DIGITS, lengths=exactly(12), check=luhn_holds, media=BARE,
           carrier="purolator", strength=_WEAK, source="V jkeen; published ones begin with 3, where they go first"),
    Format(name="fedex_12", form=r"3[0-9]{11}", first="3", lengths=exactly(12), check=fedex_holds, media=BARE,
           carrier="fedex", strength=_WEAK, source="V jkeen", service="Express", printed="#### #### ####"),
    Format(name="fedex_15", form=r"[0-9]{15}", first=DIGITS, lengths=exactly(15), check=gs1_holds, media=BARE,
           carrier="fedex", strength=_WEAK, source="V jkeen", service="Ground", printed="#### #### #### ###"),
    Format(name="fedex_astra", form=r"3[0-9]{15}(?P<number>[0-9]{12})[0-9]{4}", first="3", lengths=exactly(32),
           check=fedex_holds, media=BARE, carrier="fedex", strength=_WEAK, source="V jkeen",
           service="Express (ASTRA)", printed="#### #### ####"),
    Format(name="fedex_34", form=r"[0-8][0-9]{14}(?P<zip>[0-9]{5})(?P<number>[0-9]{14})", first="012345678",
           lengths=exactly(34), check=fedex_holds, short=_express_number, media=BARE, carrier="fedex",
           strength=_WEAK, source="V jkeen; ZIP code at 16-20 not confirmed on labels", printed="#### #### ####"),
    Format(name="fedex_ground_economy", form=r"61(?!29999)[0-9]{18}", first="6", lengths=exactly(20),
           check=_ground_economy_holds, media=BARE, carrier="fedex", strength=_WEAK,
           source="V published number; jkeen has one of mailer 9999... as invalid",
           service="Ground Economy (SmartPost)", printed="#### #### #### #### ####"),
    Format(name="usps_20", form=r"(?!00)(?P<service>[0-9]{2})[0-9]{18}", first=DIGITS, lengths=exactly(20),
           check=_usps_20_holds, media=BARE, country="US", role="issuer", carrier="usps", strength=_WEAK,
           source="V jkeen: service 2, shipper 9, serial 8", services=_USPS_SERVICES,
           printed="#### #### #### #### ####"),
    Format(name="fedex_sscc", form=r"[0-9]{18}", first=DIGITS, lengths=exactly(18), check=gs1_holds, media=BARE,
           kind=Kind.LOGISTIC_UNIT, carrier="fedex", strength=_WEAK, printed="(00) ##################",
           source="V jkeen: an SSCC without its 00"),
    Format(name="fedex_sscc", form=r"00(?P<number>[0-9]{18})", first="0", lengths=exactly(20), check=gs1_holds,
           media=(Medium.KEYED,), kind=Kind.LOGISTIC_UNIT, carrier="fedex", strength=_WEAK,
           printed="(00) ##################",
           source="V jkeen: FedEx Ground prints it for keying"),
    Format(name="old_dominion", form=r"(?:0[1-9]|7[0-8]|80)[0-9]{9}", first="078", lengths=exactly(11),
           check=luhn_holds, media=BARE, carrier="old-dominion", strength=_WEAK, source="V jkeen: 80 is guaranteed"),
)
"""Digits only: asked last, as one random number in ten fits."""
# fmt: on
