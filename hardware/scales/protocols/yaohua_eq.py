"""Yaohua XK3190-A26 continuous formats 1 and 2: `=` and eight characters, nothing behind them.

Source: XK3190-A26 manual pp.12-13. Format 2 (setting `order: forward`): sign (`0` or `-`), then 7
characters of the number. Format 1 (`order: reversed`): the same backwards, lowest digit first. A frame does not show
which of the two it is, so without the setting no weight is told. Unit (setting `unit`) and stability are not told.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, number, switch, text_setting
from hardware.scales.framing.quantities import configured_unit, measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight

_FRAME = re.compile(rb"=([-\d.]{8})")
_FORWARD = re.compile(rb"([-0])((?=[\d.]{7})\d+(?:\.\d*)?)")


def _read(order: str | None, unit: str | None, frame: re.Match[bytes]) -> Weight | None:
    if order is None:
        words = "set order to forward (=0003.000) or reversed (=000.3000), as the scale sends it"
        return message(frame.group(), "status_only", "error", text=words)
    signed = _FORWARD.fullmatch(frame[1] if order == "forward" else frame[1][::-1])
    return signed and measured(frame.group(), number(signed[1] + signed[2]), unit)


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    order = text_setting(config, "order", ("forward", "reversed"), None)
    read = partial(_read, order, configured_unit(config))
    return FrameDecoder(_FRAME, read, mask_high_bit=switch(config, "mask_high_bit"))


YAOHUA_EQ = Dialect(decoder=_decoder)
