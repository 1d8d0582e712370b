"""Toledo continuous output: 8142, 8530, IND, ICS, Wildcat, and Fairbanks, Cardinal, Liden and PCE after them.

Sources: manuals of Wildcat pp.6-4 and 6-5, ICS425 p.50, Rockwell 57C428 D-1, Fairbanks, Cardinal 225 and Triner.
STX, status words A, B, C, 6 digits shown, 6 digits of tare, CR, check; no sign and no point.
Leading zeros may be blanks; a short form has no tare. The check makes the sum of all low 7 bits 0 mod 128. Setting
`checksum`: true or false; when it is not set, a frame is taken with a check that holds, or with none.

A: bits 0-2 place of the point (value = digits x 10^(2 - code)), bits 3-4 increment, bit 5 set, bit 6 clear.
B: 0 net, 1 negative, 2 out of range, 3 motion, 4 kg (else lb), 6 not zeroed since power-up.
C: 0-2 unit (0: by B bit 4, 1 g, 2 t), 3 print request, 4 ten times the resolution, 5 set.
The digits beside an out-of-range status are kept, as the scale shows them; the status says that they are no weight.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, switch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Kind, Mode, Weight, WeightStatus

_SIX = b"(?:%b)" % b"|".join(rb" {%d}\d{%d}" % (6 - digits, digits) for digits in range(7))
_BODY = (
    rb"\x02(?P<a>[\x20-\x3f])(?P<b>[\x00-\x7f])(?P<c>[\x20-\x3f\x60-\x7f])"
    rb"(?P<weight>%b)(?P<tare>%b)?\r" % (_SIX, _SIX)
)
_PLAIN = re.compile(_BODY)
_CHECKED = re.compile(_BODY + rb"(?P<check>[\x00-\x7f])")
_EITHER = re.compile(_BODY + rb"(?=(?P<check>[\x00-\xff]))")
_EITHER_AT_SILENCE = re.compile(_BODY + rb"(?=(?P<check>[\x00-\xff])|\Z)")
_STX = b"\x02"

_NET, _NEGATIVE, _OUT_OF_RANGE, _MOTION, _KG, _NOT_ZEROED = 1, 2, 4, 8, 16, 64
_PRINT, _X10 = 8, 16


def _read(checked: bool | None, frame: re.Match[bytes]) -> Weight | None:
    body, check = frame.group(), frame.groupdict().get("check")
    if checked is None and check is not None:
        # No check is sent when the next frame follows at once.
        return _meaning(frame) if check == _STX or _sum(body + check) == 0 else None
    return None if checked and _sum(body) != 0 else _meaning(frame)


def _sum(data: bytes) -> int:
    return sum(byte & 0x7F for byte in data) % 128


def _meaning(frame: re.Match[bytes]) -> Weight:
    raw, a, b, c = frame.group(), frame["a"][0], frame["b"][0], frame["c"][0]
    unit = {0: "kg" if b & _KG else "lb", 1: "g", 2: "t"}.get(c & 7)
    kind: Kind = "weight"
    mode: Mode = "net" if b & _NET else "gross"
    stable, status = not b & _MOTION, _status(b)
    flags = (("x10",) if c & _X10 else ()) + (("print",) if c & _PRINT else ())
    value, tare = _value(frame["weight"], a, negative=bool(b & _NEGATIVE)), _value(frame["tare"], a)
    if value is None or unit is None:
        kind, value = "status_only", None
        status = "error" if status in ("ok", "motion") else status
    return message(raw, kind, status, value=value, unit=unit, stable=stable, mode=mode, tare=tare, flags=flags)


def _status(b: int) -> WeightStatus:
    if b & _OUT_OF_RANGE:
        return "underload" if b & _NEGATIVE else "overload"
    if b & _NOT_ZEROED:
        return "zero_error"
    return "motion" if b & _MOTION else "ok"


def _value(digits: bytes | None, a: int, *, negative: bool = False) -> Decimal | None:
    """The digits with their point; None when there are none."""
    if digits is None or not digits.strip():
        return None
    places = (a & 7) - 2
    shown = int(digits) * (-1 if negative else 1)
    return Decimal(shown).scaleb(-places) if places > 0 else Decimal(shown * 10**-places)


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    checked = switch(config, "checksum") if config.get("checksum") is not None else None
    frame = {True: _CHECKED, False: _PLAIN, None: _EITHER}[checked]
    at_silence = _EITHER_AT_SILENCE if checked is None else None
    mask = switch(config, "mask_high_bit")
    return FrameDecoder(frame, partial(_read, checked), mask_high_bit=mask, at_silence=at_silence)


TOLEDO_CONTINUOUS = Dialect(decoder=_decoder, zero=b"Z\r\n", tare=b"T\r\n", clear=b"C\r\n")
"""Talks by itself; the commands are those of ICS and KERN FTC, others ignore them."""
