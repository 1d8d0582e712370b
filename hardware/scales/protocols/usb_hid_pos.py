"""USB HID point-of-sale scales (usage page 8Dh): Dymo, Stamps.com, Fairbanks SCB-R9000, Mettler-Toledo PS60.

Sources: usbscale, silverscale and other drivers that quote the HID POS usage tables 1.02.
Input report: id 3, status, unit, exponent of ten (signed), 16 bits of weight, low byte first; some stacks leave out the
id (setting `report_id_stripped`) or put a 0 before it. A link that knows where a report begins calls `reset` there.
Status: 1 fault, 2 stable at zero, 3 motion, 4 stable, 5 under zero, 6 over limit, 7 not calibrated, 8 not zeroed.
A weight below zero cannot be told; exponents outside of -6 to 2 stand in no known scale and are taken for no report.
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

    from hardware.contract import Weight, WeightStatus

_BODY = rb"(?P<status>[\x01-\x08])(?P<unit>[\x00-\x0c])(?P<exponent>[\xfa-\xff\x00-\x02])(?P<weight>[\x00-\xff]{2})"
_REPORT = re.compile(rb"\x03" + _BODY)
_STRIPPED = re.compile(_BODY)

_UNITS = (None, "mg", "g", "kg", "ct", "tael", "gr", "dwt", "t", "ton", "ozt", "oz", "lb")
_AT_ZERO, _MOTION, _STABLE = 2, 3, 4
_TROUBLES: dict[int, tuple[WeightStatus, str | None]] = {
    1: ("error", "fault"),
    5: ("underload", None),
    6: ("overload", None),
    7: ("error", "needs calibration"),
    8: ("zero_error", "needs to be zeroed"),
}


def _read(report: re.Match[bytes]) -> Weight | None:
    raw, status, unit = report.group(), report["status"][0], _UNITS[report["unit"][0]]
    if status in _TROUBLES:
        meaning, text = _TROUBLES[status]
        return message(raw, "status_only", meaning, unit=unit, text=text)
    if unit is None:
        return None
    exponent = int.from_bytes(report["exponent"], "big", signed=True)
    digits = int.from_bytes(report["weight"], "little")
    value = Decimal(digits).scaleb(exponent) if exponent < 0 else Decimal(digits * 10**exponent)
    # Scales were seen that say "at zero" beside a weight.
    flags = ("center_of_zero",) if status == _AT_ZERO and not value else ()
    return measured(raw, value, unit, stable=status != _MOTION, flags=flags)


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    return FrameDecoder(_STRIPPED if switch(config, "report_id_stripped") else _REPORT, _read)


USB_HID_POS = Dialect(decoder=_decoder, zero=b"\x02\x02")
"""Talks by itself; `zero` is a control report, which many scales ignore."""
