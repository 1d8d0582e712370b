"""USPS package numbers (IMpb): a PIC of 22, 26 or rarely 30 digits, alone or behind 420 and the ZIP code.

USPS Publication 199. The PIC is `AI (91-95), service type (3), mailer id (6 or 9), serial, check digit`; ZIP and 420
are no part of the number.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.contract import Notice
from station.core.identify.check_digits import gs1_holds
from station.core.identify.hints import slip
from station.core.identify.rule import failed
from station.core.identify.scanned import GS, Medium
from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    from station.core.identify.scanned import Scanned

PIC = r"9[1-5](?!000)[0-9]{20}(?:[0-9]{4}){0,2}"
"""Service type 000 is none."""
ROUTED = rf"420([^{GS}]{{1,20}}){GS}{{1,2}}({PIC})"
"""FNC1 stands between routing and PIC."""
RUN_TOGETHER = r"420([0-9]{27}(?:[0-9]{4}){0,3})"
"""FNC1 was lost: 30 or 34 digits, 38 or 42 with the rare PIC of 30."""

_PIC = re.compile(PIC)
_ZIP = re.compile(r"[0-9]{5}|[0-9]{9}")
_SERVICE_TYPES = {"612": "Parcel Select"}
"""Names that a source confirms; the whole table is published by USPS."""
_LEGACY_SERVICES = {"01": "Delivery Confirmation"}
"""AI 91 has a service code of two digits."""


def bare(scanned: Scanned, match: re.Match[str]) -> Identity:
    """A PIC without routing, or the part of it that was keyed in."""
    return _judge(scanned, match[0], None)


def routed(scanned: Scanned, match: re.Match[str]) -> Identity:
    """420 and a postcode, FNC1, PIC. A postcode that is no ZIP code is dropped and said."""
    routing, pic = match.groups()
    if _ZIP.fullmatch(routing):
        return _judge(scanned, pic, routing)
    found = _judge(scanned, pic, None)
    return replace(found, reason="impb_routing_not_a_zip") if found.check else found


def run_together(scanned: Scanned, match: re.Match[str]) -> Identity | None:
    """34 digits are ZIP5 + 26 or ZIP9 + 22: the split whose PIC holds is right; when both hold nobody knows."""
    digits = match[1]
    splits = [(digits[:cut], digits[cut:]) for cut in (5, 9)]
    formed = [(zip_code, pic) for zip_code, pic in splits if _PIC.fullmatch(pic)]
    if not formed:
        return None
    held = [(zip_code, pic) for zip_code, pic in formed if gs1_holds(pic)]
    if len(held) > 1:
        hint = Notice("two_readings")
        return Identity(
            scanned.raw, Kind.PARCEL, "usps", "US", "issuer", reason="two_readings", hint=hint, refused=True
        )
    zip_code, pic = (held or formed)[0]
    return _judge(scanned, pic, zip_code)


def _judge(scanned: Scanned, pic: str, zip_code: str | None) -> Identity:
    if not gs1_holds(pic):
        hint = slip(pic, 2, len(pic), gs1_holds) if scanned.medium is Medium.KEYED else None
        return failed(scanned, "usps", "US", "issuer", hint)
    known = Identity(
        raw=scanned.raw,
        kind=Kind.PARCEL,
        carrier="usps",
        country="US",
        country_role="issuer",
        postal_code=zip_code,
        normalized=pic,
        check=True,
        reason="impb",
    )
    if scanned.escaped:
        return replace(known, reason="escaped_gs", hint=Notice("reader_writes_gs"), refused=True)
    printed = " ".join(pic[at : at + 4] for at in range(0, len(pic), 4))
    return replace(known, service=_service(pic), printed=printed, strength=Strength.CHECKED)


def _service(pic: str) -> str | None:
    if pic[:2] == "91":
        return _LEGACY_SERVICES.get(pic[2:4])
    name = _SERVICE_TYPES.get(pic[2:5])
    return f"IMpb AI {pic[:2]} STC {pic[2:5]}" + (f" {name}" if name else "")
