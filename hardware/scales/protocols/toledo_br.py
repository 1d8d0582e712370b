"""Toledo do Brasil style: ENQ is answered by STX, five digits, ETX: grams, told as kg.

Source: the pyscale driver. Stability is not told; letters in place of the digits say why there is no
weight: `I` unstable, `N` negative, `S` overload (not verified on a device).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, number, switch
from hardware.scales.framing.quantities import measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight

_FRAME = re.compile(rb"\x02(\d{5}|I{5}|N{5}|S{5})\x03")


def _read(frame: re.Match[bytes]) -> Weight:
    match frame[1]:
        case b"IIIII":
            return message(frame.group(), "status_only", "motion", stable=False)
        case b"NNNNN":
            return message(frame.group(), "status_only", "underload")
        case b"SSSSS":
            return message(frame.group(), "status_only", "overload")
        case digits:
            return measured(frame.group(), number(digits + b"E-3"), "kg")


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    return FrameDecoder(_FRAME, _read, mask_high_bit=switch(config, "mask_high_bit"))


TOLEDO_BR = Dialect(decoder=_decoder, poll=b"\x05")
