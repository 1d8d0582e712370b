"""Toledo continuous output: 8142, 8530, IND, ICS, Wildcat, Fairbanks, Cardinal, Liden.

Sources: Wildcat manual 6-4, ICS425 p.50, Rockwell 57C428 D-1, Fairbanks and Cardinal 225 (scales.md 3.3). STX, three
status words, 6 digits of weight, 6 of tare (missing in the short form), CR, and by setting `checksum` the two's
complement of the sum of the low 7 bits of all before. Sign, decimals and unit stand in the status words. A weight out
of range comes with its status, and one of tenfold resolution with the flag `x10`: neither may be booked.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.dialect import Dialect
from hardware.scales.frames import SEVEN_BITS, FrameDecoder
from hardware.scales.message import message, switch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_BODY = rb"\x02(?P<a>[\x20-\x3f\xa0-\xbf])(?P<b>[^\r])(?P<c>[^\r])(?P<weight>[ \d]{6})(?P<tare>[ \d]{6})?\r"
_PLAIN = re.compile(_BODY, re.DOTALL)
_CHECKED = re.compile(_BODY + rb"(?P<check>[\x00-\xff])", re.DOTALL)
_NET, _NEGATIVE, _OUT, _MOTION, _KG, _NOT_ZEROED = (1 << bit for bit in (0, 1, 2, 3, 4, 6))
_EXPANDED = 1 << 4
_UNITS = {1: "g", 2: "t"}


def _read(checked: bool, frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if checked and sum(raw.translate(SEVEN_BITS)) % 128:
        return None
    a, b, c = frame["a"][0], frame["b"][0], frame["c"][0]
    unit = _UNITS.get(c & 7) if c & 7 else "kg" if b & _KG else "lb"
    mode: Mode = "net" if b & _NET else "gross"
    flags = tuple(name for name, on in (("x10", c & _EXPANDED), ("not_zeroed", b & _NOT_ZEROED)) if on)
    stable = not b & _MOTION
    status: WeightStatus = "motion" if b & _MOTION else "ok"
    if b & _OUT:
        status = "underload" if b & _NEGATIVE else "overload"
    value = _amount(frame["weight"], a & 7)
    if value is None or unit is None:
        return message(raw, "status_only", "error" if status == "ok" else status, unit=unit, stable=stable, mode=mode)
    value = -value if b & _NEGATIVE and value else value
    tare = _amount(frame["tare"] or b"", a & 7)
    return message(raw, "weight", status, value=value, unit=unit, stable=stable, mode=mode, tare=tare, flags=flags)


def _amount(digits: bytes, code: int) -> Decimal | None:
    """The number of a field; None: all blank, or blanks where digits belong."""
    plain = digits.lstrip(b" ")
    return Decimal(plain.decode("ascii")).scaleb(2 - code) if plain.isdigit() else None


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    checked = switch(config, "checksum")
    frame = _CHECKED if checked else _PLAIN
    return FrameDecoder(frame, partial(_read, checked), mask_high_bit=switch(config, "mask_high_bit"))


TOLEDO_CONTINUOUS = Dialect(decoder=_decoder, zero=b"Z\r\n", tare=b"T\r\n", clear=b"C\r\n")
