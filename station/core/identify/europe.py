"""Parcel numbers of Europe, Australia and DHL everywhere, row by row; DPD has code of its own."""

from __future__ import annotations

from dataclasses import replace

from station.core.identify.check_digits import correos_letter, identcode_holds, mod7_holds
from station.core.identify.number_row import BARE, Format
from station.core.identify.rule import DIGITS, LETTERS, exactly
from station.core.identify.russia import is_rpo
from station.core.identify.scanned import Medium
from station.core.models import Strength

_CHECKED, _PREFIX, _WEAK = Strength.CHECKED, Strength.PREFIX, Strength.WEAK
_CORREOS = r"(?P<service>%s[A-Z])[0-9A-HJ-NP-TV-Z]{4}[0-9]{11}(?P<zip>[0-9]{5}|AD[0-9]{3})[A-Z]"


def _correos_holds(number: str) -> bool:
    return correos_letter(number[:-1]) == number[-1]


def _undotted(number: str) -> str:
    return number.replace(".", "")


def _dotted_holds(number: str) -> bool:
    return identcode_holds(_undotted(number))


# fmt: off
LETTERED = (
    Format(name="correos_es", form=_CORREOS % "P", first="P", lengths=exactly(23), check=_correos_holds,
           proven="PQ4F6P07", country="ES", role="issuer", carrier="correos-es", strength=_CHECKED, service="{}",
           services={}, source="V layout: preregister annex XI; letter inferred",
           printed="## #### ## ####### ## ##### #"),
    Format(name="correos_es", form=_CORREOS % "[A-OQ-Z]", first=LETTERS, lengths=exactly(23), check=_correos_holds,
           country="ES", role="issuer", carrier="correos-es", strength=_CHECKED, service="{}", services={},
           source="V annex XI: any product letters; a published CD number holds too",
           printed="## #### ## ####### ## ##### #"),
    Format(name="yodel", form=r"J?JD[0-9]{16}", first="J", lengths=exactly(18, 19), country="GB", role="issuer",
           carrier="yodel", strength=_PREFIX, source="V jkeen: 16 digits, where DHL has 9, 10 or 18"),
    Format(name="yodel_8y", form=r"8Y[A-Z]{2}[0-9]{9}", first="8", lengths=exactly(13), country="GB", role="issuer",
           carrier="yodel", strength=_PREFIX, source="V jkeen/tracking_number_data 91"),
    Format(name="hermes", form=r"H[0-9]{20}", first="H", lengths=exactly(21), country="DE", role="issuer",
           carrier="hermes", strength=_PREFIX, source="V itsvic-dev/deliveries 212, 2026"),
    Format(name="colissimo", form=r"(?:6[AQ]|8R)[0-9]{11}", first="68", lengths=exactly(13), country="FR",
           role="issuer", carrier="la-poste", strength=_PREFIX, source="V itsvic-dev/deliveries 56"),
    Format(name="dhl_piece", form=r"J(?:JD|VGL)0[0-9]{8,9}", first="J", lengths=exactly(12, 14),
           carrier="dhl-express", strength=_PREFIX, source="V dhl.com: JJD00, JJD01, JVGL are Express"),
    Format(name="dhl_parcel", form=r"JJD[1-9][0-9]{8,9}|JJD[0-9]{18}|JVGL[1-9][0-9]{8,9}|3S[A-Z]{3}[0-9]{7,10}",
           first="J3", lengths=exactly(12, 21), carrier="dhl-parcel", strength=_PREFIX,
           source="V dhl.com: 3S, JVGL, JJD are Parcel"),
    Format(name="3s", form=r"3S[A-Z]{4}[0-9]{7,10}", first="3", lengths=exactly(13, 16), carrier=None,
           country="NL", role="issuer", strength=_PREFIX, source="V firstred/postnl-api-php 11: PostNL, DHL"),
    Format(name="dhl_piece", form=r"J[A-Z]{2,3}[0-9]{10}|J[A-Z]{3}[0-9]{9}", first="J", lengths=exactly(13, 14),
           carrier="dhl-express", strength=_WEAK, source="V jkeen: J and other letters"),
    Format(name="dhl_ecommerce", form=r"GM[0-9][0-9A-F]{9,36}|(?:LX|RX|UV)[0-9]{10,37}", first="GLRU",
           lengths=exactly(12, 39), carrier="dhl-ecommerce", strength=_PREFIX, source="V dhl.com, jkeen: 10-39 more"),
    Format(name="dhl_ecommerce", form=r"(?:SG|TH|IN|HK|MY)[0-9]{10,37}", first="STIHM", lengths=exactly(12, 39),
           carrier="dhl-ecommerce", strength=_WEAK, source="V jkeen: country codes are no prefix of its own"),
    Format(name="auspost_article", form=r"(?=[0-9]{0,4}[A-Z])(?:[0-9A-Z]{2})?[0-9A-Z]{3}[0-9]{18}",
           first=DIGITS + LETTERS, lengths=exactly(21, 23), country="AU", role="issuer",
           carrier="australia-post", strength=_WEAK,
           source="V published number: mailer 3 or 5 with a letter, consignment 7, article 2, product"),
    Format(name="startrack", form=r"[A-Z0-9]{3}[A-Z][0-9]{8}(?P<service>[A-Z]{3})[0-9]{5}",
           first=DIGITS + LETTERS, lengths=exactly(20), country="AU", role="issuer",
           carrier="startrack", strength=_PREFIX, service="{}", services={},
           source="V AusPost developer pages: consignment 12, product 3, article 5"),
)
"""Numbers with letters."""

BARE_NUMBERS = (
    Format(name="dhl_express", form=r"[0-9]{10}", first=DIGITS, lengths=exactly(10), check=mod7_holds,
           media=BARE, carrier="dhl-express", strength=_WEAK, service="Express waybill", printed="## #### ####",
           source="V dhl.com, jkeen"),
    Format(name="dhl_express", form=r"[0-9]{11}", first=DIGITS, lengths=exactly(11), check=mod7_holds, media=BARE,
           carrier="dhl-express", strength=_WEAK, service="Express waybill", source="V jkeen"),
    Format(name="dhl_ecommerce_14", form=r"[56][0-9]{13}", first="56", lengths=exactly(14), media=BARE,
           carrier="dhl-ecommerce", strength=_WEAK, source="V jkeen: any 14 digits; published ones begin with 5 or 6"),
)
"""Digits only: asked last."""

RUSSIAN_POST = Format(
    name="russian_post", form=r"[1-468][0-9]{13}", first="123468", lengths=exactly(14), check=is_rpo,
    media=(Medium.ITF, Medium.KEYED, Medium.UNTOLD), country="RU", role="origin", carrier="russian-post",
    strength=_WEAK, service="domestic RPO", printed="###### ## ##### #",
    source="V: office of posting 6, month 2, serial 5; the check digit is that of a carton code",
)
RUSSIAN_POST_ANYWHERE = replace(RUSSIAN_POST, media=(Medium.CARTON, Medium.LINEAR, Medium.MATRIX))
"""Readers report ITF with 14 digits whose check digit holds as a carton code, and it holds for each of these."""
IDENTCODE = Format(
    name="identcode", form=r"[0-9]{12}", first=DIGITS, lengths=exactly(12), check=identcode_holds,
    media=(Medium.ITF,), country="DE", role="issuer", carrier="deutsche-post-dhl", strength=_WEAK,
    service="Identcode", source="V zint: centre 2, customer 3, serial 6", printed="##.## #.###.### #",
)
IDENTCODE_ANYWHERE = replace(IDENTCODE, media=(Medium.CARTON, *BARE))
IDENTCODE_KEYED = Format(
    name="identcode", form=r"[0-9]{2}\.[0-9]{3}\.[0-9]{3}\.[0-9]{4}", first=DIGITS, lengths=exactly(15),
    check=_dotted_holds, short=_undotted, media=(Medium.KEYED,), country="DE", role="issuer",
    carrier="deutsche-post-dhl", strength=_CHECKED, service="Identcode", source="V zint: as it is printed",
    printed="##.## #.###.### #",
)
# fmt: on
