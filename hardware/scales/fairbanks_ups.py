"""Fairbanks UPS and Ultegra counter scales.

Sources: manuals of FB2255 pp.72-74, FB3000 p.55 and 2800 pp.64-66 (scales.md 3.14). A CR asks; the answer is 7
characters of weight, blank, unit, blank, GR (NT: net) in capitals, in small letters while the load moves, two blanks,
CR LF, and EOT behind it when the scale is over its capacity or was not zeroed since it was switched on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.dialect import Dialect
from hardware.scales.frames import FrameDecoder
from hardware.scales.message import message, switch
from hardware.scales.quantities import decimal, measured, unit_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight

_FRAME = re.compile(
    rb"(?P<weight>[- \d.]{7}) (?P<unit>[A-Za-z]{2}) (?P<mode>GR|gr|NT|nt|NE|ne)(?P<end> {2})\r\n(?P<over>\x04?)"
    rb"|(?P<late>\x04)"
)


def _read(frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if frame["late"]:
        # The EOT of a frame that was handed over already.
        return message(raw, "status_only", "overload")
    value, unit = decimal(frame["weight"]), unit_name(frame["unit"])
    mode: Mode = "gross" if frame["mode"] in (b"GR", b"gr") else "net"
    if value is None or unit is None:
        return None
    if frame["over"]:
        return message(raw, "status_only", "overload", unit=unit, mode=mode)
    return measured(raw, value, unit, stable=frame["mode"].isupper(), mode=mode)


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    return FrameDecoder(_FRAME, _read, mask_high_bit=switch(config, "mask_high_bit"))


FAIRBANKS_UPS = Dialect(decoder=_decoder, poll=b"\r")
