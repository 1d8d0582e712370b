"""Fairbanks UPS (Ultegra) string.

Source: Fairbanks manuals of FB2255 pp.72-74, FB3000 p.55 and 2800 pp.64-66. 7 characters of weight,
blank, 2 of unit, blank, `GR` or in motion `gr`, 2 blanks, end of line, and EOT when it is over capacity or not
zeroed since power-up. So a weight is one only when something else than EOT follows, or silence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.fields import right_aligned
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import quantity, unit_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight, WeightStatus

_LINE = (
    rb"(?<!-)(?:(?<![.\d])|(?= ))(?P<weight>[- .\d]{7}|[ ^_-]{7}) (?P<unit>[A-Za-z]{2}|[A-Za-z] | [A-Za-z])"
    rb" (?P<gross>GR|gr)  [\r\n]{1,4}+"
)
_FRAME = re.compile(_LINE + rb"(?:(?P<eot>\x04)|(?=[^\x04\r\n]))")
_FRAME_AT_SILENCE = re.compile(_LINE + rb"(?P<eot>\x04)?")


def _read(frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group().rstrip(b"\r\n\x04") + END + (frame["eot"] or b"")
    unit, stable = frame["unit"], frame["gross"] == b"GR"
    if frame["weight"].strip(b" ^_-"):
        value = right_aligned(frame["weight"])
        if value is None:
            return None
        if not frame["eot"]:
            return quantity(raw, value, unit, stable=stable, mode="gross")
    status: WeightStatus = "overload" if frame["eot"] else "error"
    still = None if stable else False
    return message(raw, "status_only", status, unit=unit_name(unit), stable=still, mode="gross")


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    mask = switch(config, "mask_high_bit")
    return FrameDecoder(_FRAME, _read, mask_high_bit=mask, at_silence=_FRAME_AT_SILENCE)


FAIRBANKS_UPS = Dialect(decoder=_decoder, poll=b"\r")
