"""Parcel numbers of China and of sellers who ship from there, row by row. Most have no check digit."""

from __future__ import annotations

from station.core.identify.check_digits import mod7_holds, s10_digit
from station.core.identify.number_row import BARE, Format
from station.core.identify.rule import DIGITS, exactly
from station.core.models import Strength

_PREFIX, _WEAK = Strength.PREFIX, Strength.WEAK
_NOWHERE = "-"
"""No number begins so: a check digit that fails never counts."""


def _like_s10(number: str) -> bool:
    return s10_digit(number[2:10]) == number[10]


def _row(
    name: str, form: str, first: str, lengths: range, carrier: str, source: str, *, first_mile: bool = False
) -> Format:
    return Format(
        name=name,
        form=form,
        first=first,
        lengths=lengths,
        carrier=carrier,
        source=source,
        strength=_PREFIX,
        country="CN",
        role="origin",
        first_mile=first_mile,
    )


def _weak(name: str, form: str, first: str, length: int, carrier: str, source: str) -> Format:
    return Format(
        name=name,
        form=form,
        first=first,
        lengths=exactly(length),
        carrier=carrier,
        source=source,
        strength=_WEAK,
        country="CN",
        role="origin",
        media=BARE,
    )


# fmt: off
YANWEN = Format(
    name="yanwen", form=r"U[A-Z][0-9]{9}YP", first="U", lengths=exactly(13), check=_like_s10, proven=_NOWHERE,
    country="CN", role="origin", carrier="yanwen", strength=_PREFIX, printed="## ### ### ### ##",
    source="R: looks like S10, YP is no country, its check digit is not confirmed",
)
"""Looks like S10, so it is asked before it."""

LETTERED = (
    _row("cainiao_lp", r"LP[0-9]{11,14}", "L", exactly(13, 16), "cainiao", "V blogs", first_mile=True),
    _row("cainiao_cn", r"CN(?:[0-9]{12,15}|[A-Z]{2}[0-9]{13}[A-Z]{2})", "C", exactly(14, 19), "cainiao", "V blogs",
         first_mile=True),
    _row("yunexpress", r"YT[0-9]{16}", "Y", exactly(18), "yunexpress", "V jkeen"),
    _row("yto", r"YT[0-9]{13}", "Y", exactly(15), "yto", "V table of patterns"),
    _row("sf_express", r"SF(?:[0-9]{10}|[0-9]{13})", "S", exactly(12, 15), "sf-express", "V code comment"),
    _row("best_express", r"JT3[0-9]{12}", "J", exactly(15), "best-express", "V published number; J&T bought Best"),
    _row("jt_express", r"JT(?:[0-9]{12}|[0-24-9][0-9]{12})", "J", exactly(14, 15), "jt-express", "V published number"),
    _row("jd", r"JD[XK][0-9]{12}|JDV[A-Z]?[0-9]{11}", "J", exactly(14, 15), "jd-logistics", "V published number"),
    _row("deppon", r"DPK[0-9]{12}", "D", exactly(15), "deppon", "V published numbers"),
    _row("winit", r"ID[0-9]{14}CN", "I", exactly(18), "winit", "V public report"),
    Format(name="shopee", form=r"SPX(?:BR|ID|MY|PH|SG|TH|TW|VN)[0-9]{12}", first="S", lengths=exactly(17),
           carrier="shopee-express", strength=_PREFIX, source="V itsvic-dev/deliveries 218, 2026"),
    _row("4px", r"4PX[0-9]{10,16}(?:CN)?", "4", exactly(13, 21), "4px", "R"),
)
"""Numbers with letters. LP and CN of Cainiao are first-mile references; `LP#########CN` is S10."""

BARE_NUMBERS = (
    _weak("china_post", r"(?!97[89])(?:1[0-2]|43|5[0-2]|9[5789])[0-9]{11}", "1459", 13, "china-post",
          "V table of patterns, published numbers; 978 and 979 are books"),
    _weak("sto", r"773[0-9]{11}", "7", 14, "sto", "V published number"),
    _weak("zto", r"7[358][0-9]{12}", "7", 14, "zto", "V table of patterns"),
    _weak("zto", r"43[0-9]{13}", "4", 15, "zto", "V published number"),
    _weak("yunda", r"46[0-9]{13}", "4", 15, "yunda", "V published number"),
    _weak("cainiao_23", r"6359[0-9]{19}", "6", 23, "cainiao", "V hdnpt/geartrack-website 50"),
)
"""Digits only: asked last. ZTO of 12 and 13 and YTO of 18 digits are left out: they say nothing."""

LANE_NUMBERS = (
    Format(name="sf_12", form=r"[0-9]{12}", first=DIGITS, lengths=exactly(12), media=BARE, country="CN",
           role="origin", carrier="sf-express", strength=_WEAK, source="V public numbers; no check digit"),
    Format(name="yamato", form=r"[0-9]{12}", first=DIGITS, lengths=exactly(12), check=mod7_holds, media=BARE,
           country="JP", role="issuer", carrier="yamato", strength=_WEAK, source="V yamato-bot 1: mod 7"),
    Format(name="sagawa", form=r"[0-9]{12}", first=DIGITS, lengths=exactly(12), check=mod7_holds, media=BARE,
           country="JP", role="issuer", carrier="sagawa", strength=_WEAK, source="V delivery-tracker 61: mod 7"),
)
"""Digits that say so little that they are not even named, unless the lane names their carrier."""
# fmt: on
