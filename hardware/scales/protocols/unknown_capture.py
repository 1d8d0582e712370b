"""Two streams that were recorded from scales nobody named: STX, letter, number, CR, ETX; and `$`, six digits, CR.

Sources: issues qzind/tray 881 and pyserial 668. Neither tells unit (setting `unit`) nor stability,
and the second hides its decimals: what it tells is the digits.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import switch
from hardware.scales.framing.quantities import configured_unit, decimal, measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight

_FRAME = re.compile(rb"\x02[A-Z](?P<number>[-+ \d.,]{1,12})\r\x03|\$(?P<digits>\d{6})\r")


def _read(unit: str | None, frame: re.Match[bytes]) -> Weight | None:
    value = decimal(frame["number"] or frame["digits"])
    return None if value is None else measured(frame.group(), value, unit)


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    read = partial(_read, configured_unit(config))
    return FrameDecoder(_FRAME, read, mask_high_bit=switch(config, "mask_high_bit"))


UNKNOWN_CAPTURE = Dialect(decoder=_decoder)
