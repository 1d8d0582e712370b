"""USB scales of the HID point of sale class (usage page 8Dh): Dymo, Stamps.com, Fairbanks SCB-R9000, MT PS60.

Sources: HID POS Usage Tables 1.02 as quoted by usbscale and silverscale, and their tests (scales.md 3.18). Input report
3: status, unit, exponent (signed), weight in two bytes, the lower first. A layer in between may put a 0 before it, or
take the report's number away (setting `report_id_stripped`). A weight cannot be negative, so below zero there is none.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.scales.dialect import Dialect
from hardware.scales.frames import FrameDecoder
from hardware.scales.message import message, switch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight, WeightStatus

_REPORT = rb"(?P<status>[\x01-\x08])(?P<unit>[\x01-\x0c])(?P<exponent>[\x00-\x06\xfa-\xff])(?P<weight>[\x00-\xff]{2})"
_WHOLE = re.compile(rb"\x00?\x03" + _REPORT, re.DOTALL)
_STRIPPED = re.compile(_REPORT, re.DOTALL)
_UNITS = ("", "mg", "g", "kg", "ct", "tael", "gn", "dwt", "t", "ton", "ozt", "oz", "lb")
_STATUS: dict[int, tuple[WeightStatus, str | None]] = {
    1: ("error", "fault"),
    2: ("ok", None),
    3: ("motion", None),
    4: ("ok", None),
    5: ("underload", None),
    6: ("overload", None),
    7: ("error", "the scale asks to be calibrated"),
    8: ("zero_error", "the scale asks to be zeroed"),
}
ZERO = b"\x02\x02"
"""Control report; many scales do not heed it."""


def _read(frame: re.Match[bytes]) -> Weight | None:
    raw, unit = frame.group(), _UNITS[frame["unit"][0]]
    status, text = _STATUS[frame["status"][0]]
    if status not in ("ok", "motion"):
        return message(raw, "status_only", status, unit=unit, text=text)
    exponent = int.from_bytes(frame["exponent"], "little", signed=True)
    value = Decimal(int.from_bytes(frame["weight"], "little")).scaleb(exponent)
    return message(raw, "weight", status, value=value, unit=unit, stable=status == "ok")


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    return FrameDecoder(_STRIPPED if switch(config, "report_id_stripped") else _WHOLE, _read)


USB_HID_POS = Dialect(decoder=_decoder, zero=ZERO)
