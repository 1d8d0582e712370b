"""NCI scales: SCP-01, SCP-12, ECR (SCP-02) and P-Ship of Fairbanks.

Sources: manuals of NCI 6702 p.14, 7600 p.33, 7821 p.25, 3700LP p.11, DIVA pp.34-36, Aviator p.47, CI-100A p.38, Adam
MDW pp.12-13 (scales.md 3.4). A weight is what the display shows (with a minus, in pounds and ounces too, or full of
^ over, _ under, - not zeroed) and its unit; behind it stand two to four bytes of state, each of which says in bit 6
whether another follows. The variants differ in what stands around these bytes:

    SCP-01  LF weight CR LF states CR ETX     SCP-12  LF weight CR states ETX
    ECR     LF weight CR LF S states CR ETX   P-Ship  as ECR or without the S

Setting `invert`: the first byte has 0 for motion and at zero, as some Brecknell scales print it.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.dialect import Dialect
from hardware.scales.frames import FrameDecoder
from hardware.scales.message import message, number, switch
from hardware.scales.quantities import decimal, unit_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from hardware.contract import Mode, Weight, WeightStatus

_STATES = rb"(?P<states>[0-?](?:[0-?]|[p-\x7f](?:[0-?]|[p-\x7f][0-?])))"
_SHOWN = (
    rb"(?:(?P<full>[\^]{4,9}|_{4,9}|-{4,9}) *(?P<full_unit>[A-Za-z]{0,2})"
    rb"|(?P<pounds>[ \d]{1,3})[Ll][Bb] *(?P<ounces>\d{1,2}(?:\.\d*)?) *[Oo][Zz]"
    rb"|(?P<number>[-+ ]?[ \d]*\d(?:\.\d*)?|[-+ ]? *\.\d+) *(?P<unit>[A-Za-z]{1,3}))"
)
_FULL: dict[bytes, WeightStatus] = {b"^": "overload", b"_": "underload", b"-": "zero_error"}
_ERRORS = rb"|\n(?P<unknown>\?)\r\x03?"
_SCP_01 = re.compile(rb"\n(?:" + _SHOWN + rb"\r\n)?" + _STATES + rb"\r\x03" + _ERRORS)
_SCP_12 = re.compile(rb"\n(?:" + _SHOWN + rb"\r)?" + _STATES + rb"\x03" + _ERRORS)
_ECR = re.compile(rb"\n(?:" + _SHOWN + rb"\r\n)?S" + _STATES + rb"\r\x03" + _ERRORS)
_P_SHIP = re.compile(rb"\n(?:" + _SHOWN + rb"(?:\r\n)?S?|S)" + _STATES + rb"\r\x03" + _ERRORS)
_MOTION, _AT_ZERO, _BROKEN = 1, 2, 12
_UNDER, _OVER = 1, 2
_NET, _NOT_ZEROED = 4, 8


def _read(inverted: bool, frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if frame["unknown"]:
        return message(raw, "error_reply", "error", text="unknown command")
    first, second, *more = frame["states"]
    if inverted:
        first ^= _MOTION | _AT_ZERO
    status = _status(frame["full"], first, second, more[0] if more else 0)
    stable = not first & _MOTION if status in ("ok", "motion") else None
    told: Mode | None = ("net" if more[0] & _NET else "gross") if more else None
    value, unit = _weight(frame)
    if value is None or status not in ("ok", "motion"):
        return message(raw, "status_only", status, unit=unit, stable=stable, mode=told)
    return message(raw, "weight", status, value=value, unit=unit, stable=stable, mode=told or "gross")


def _status(full: bytes | None, first: int, second: int, third: int) -> WeightStatus:
    if full:
        return _FULL[full[:1]]
    if (first | second) & _BROKEN:
        return "error"
    if second & _OVER:
        return "overload"
    if second & _UNDER:
        return "underload"
    if third & _NOT_ZEROED:
        return "zero_error"
    return "motion" if first & _MOTION else "ok"


def _weight(frame: re.Match[bytes]) -> tuple[Decimal | None, str | None]:
    if frame["ounces"]:
        return 16 * number(frame["pounds"].strip() or b"0") + number(frame["ounces"]), "oz"
    if frame["number"]:
        unit = unit_name(frame["unit"])
        return (decimal(frame["number"]) if unit else None), unit
    return None, unit_name(frame["full_unit"] or b"")


def _decoder(frame: re.Pattern[bytes]) -> Callable[[Mapping[str, object]], FrameDecoder]:
    def decoder(config: Mapping[str, object]) -> FrameDecoder:
        read = partial(_read, switch(config, "invert"))
        return FrameDecoder(frame, read, mask_high_bit=switch(config, "mask_high_bit"))

    return decoder


NCI_SCP01 = Dialect(decoder=_decoder(_SCP_01), poll=b"W\r", zero=b"Z\r")
NCI_SCP12 = Dialect(decoder=_decoder(_SCP_12), poll=b"W\r", zero=b"Z\r")
NCI_ECR = Dialect(decoder=_decoder(_ECR), poll=b"W\r", zero=b"Z\r")
FAIRBANKS_PSHIP = Dialect(decoder=_decoder(_P_SHIP), poll=b"W\r", zero=b"Z\r")
