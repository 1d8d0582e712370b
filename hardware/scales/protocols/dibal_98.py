"""Dibal 98/99: the host sends `98`, a price and a check, the scale answers `99`, state, grams, price and a check.

Source: an integrator's page for Dibal G310. `99 r wwwww 0 tttttt c` CR LF: r is 0 when the weight
counts, c is all digits before it XORed. XOR gives more than 9 at times; how that is sent is not documented, so letters
and the characters behind 9 are both taken. Only a weight that counts is answered, so it is stable.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, number, switch
from hardware.scales.framing.quantities import measured
from hardware.scales.framing.xor_check import NIBBLE, fits, xored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight

_FRAME = re.compile(rb"(?P<digits>99(?P<state>\d)(?P<grams>\d{5})0\d{6})(?P<check>" + NIBBLE + rb")\Z")


def _read(line: Line) -> Weight | None:
    frame = _FRAME.search(line.data)
    if frame is None or not _is_right(frame["digits"], frame["check"]):
        return None
    raw = frame.group() + END
    if frame["state"] != b"0":
        return message(raw, "status_only", "error", text=f"the scale gives no weight, state {frame['state'].decode()}")
    return measured(raw, number(frame["grams"] + b"E-3"), "kg", stable=True)


def _is_right(digits: bytes, check: bytes) -> bool:
    half = xored(digits) & 0x0F
    return fits(bytes([half]), b"0" + check)


def _decoder(config: Mapping[str, object]) -> LineDecoder:
    return LineDecoder(_read, mask_high_bit=switch(config, "mask_high_bit"))


DIBAL_98 = Dialect(decoder=_decoder, poll=b"98000001\r\n")
