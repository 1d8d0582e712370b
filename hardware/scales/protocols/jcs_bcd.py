"""Yousheng JCS-B: six bytes, FF, state, three bytes of two decimal digits each (lowest first), unit.

Source: JCS-B manual p.6. State: bits 0-2 decimals (0 to 5), 3-4 mode, 5 negative, 6 stable, 7 out of
range. Unit: 0 kg, 1 lb. FF stands nowhere but in front. What the modes other than 0 count is not documented, so they
are no weights. Another published table counts the decimals from 1: compare with a known weight at set-up.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight

_FRAME = re.compile(rb"\xff([\x00-\xfe])([\x00-\xfe]{3})([\x00\x01])", re.DOTALL)
_UNITS = {b"\x00": "kg", b"\x01": "lb"}
_MOST_DECIMALS = 5


def _read(frame: re.Match[bytes]) -> Weight | None:
    state, unit = frame[1][0], _UNITS[frame[3]]
    decimals, mode, negative = state & 7, state >> 3 & 3, bool(state & 0x20)
    if decimals > _MOST_DECIMALS:
        return None
    if state & 0x80:
        return message(frame.group(), "status_only", "underload" if negative else "overload", unit=unit)
    digits = frame[2][::-1].hex()
    if not digits.isdecimal():
        return None
    if mode:
        return message(frame.group(), "status_only", "error", text=f"mode {mode} of the scale is not known to weigh")
    value = Decimal(int(digits)).scaleb(-decimals)
    return measured(frame.group(), -value if negative and value else value, unit, stable=bool(state & 0x40))


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    if switch(config, "mask_high_bit"):
        raise ValueError("mask_high_bit is true: this protocol needs all 8 bits, set 8 data bits instead")
    return FrameDecoder(_FRAME, _read)


JCS_BCD = Dialect(decoder=_decoder)
