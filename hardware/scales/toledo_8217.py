"""Toledo 8217 counter scales (Ariva, Viva, Diva) and the 8213 form of Brecknell.

Sources: DIVA service manual pp.39-45, Brecknell manuals, drivers of Odoo, emupos and pywebdriver (scales.md 3.2). The
host sends single letters without an end. A weight is STX, digits and point, N when it is net, CR, and is sent only
when it is stable and not below zero; else the answer is STX ? and a byte of flags, CR. The unit is not told (setting
`unit`). 8213 has 6 characters, in grams without a point, and H with one digit more at tenfold resolution.
Bits 6 and 7 of the flags are set or not by model: they say nothing, but 40 alone is how some refuse a command.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.dialect import Dialect
from hardware.scales.frames import FrameDecoder
from hardware.scales.message import message, number, switch
from hardware.scales.quantities import configured_unit, measured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_REST = rb"|\x02\?(?P<flags>[\x00-\xff])\r|\x02(?P<done>E?)\r"
_8217 = re.compile(rb"\x02(?P<digits>(?=[\d.]{4,7}[N\r])\d+\.\d+)(?P<net>N?)(?P<tenfold>(?!))?\r" + _REST)
_8213 = re.compile(rb"\x02(?P<digits>(?=[\d.]{6,7}[HN\r])\d+(?:\.\d+)?)(?P<net>N?)(?P<tenfold>H?)\r" + _REST)
_FLAGS = ("motion", "over_capacity", "under_zero", "outside_zero_range", "center_of_zero", "net")
_STATUS: tuple[tuple[str, WeightStatus], ...] = (
    ("over_capacity", "overload"),
    ("under_zero", "underload"),
    ("outside_zero_range", "zero_error"),
    ("motion", "motion"),
)
"""The gravest first."""
_UNCHANGED, _REFUSED = 0x00, 0x40


def _read(unit: str | None, frame: re.Match[bytes]) -> Weight | None:
    if frame["digits"]:
        mode: Mode = "net" if frame["net"] else "gross"
        flags = ("x10",) if frame["tenfold"] else ()
        return measured(frame.group(), number(frame["digits"]), unit, stable=True, mode=mode, flags=flags)
    if frame["flags"]:
        return _state(frame.group(), frame["flags"][0])
    return message(frame.group(), "ack")


def _state(raw: bytes, byte: int) -> Weight:
    if byte == _REFUSED:
        return message(raw, "error_reply", "error", text="bad command, or nothing to say")
    flags = tuple(name for bit, name in enumerate(_FLAGS) if byte >> bit & 1)
    status: WeightStatus = next((status for name, status in _STATUS if name in flags), "ok")
    mode: Mode | None = "net" if "net" in flags else "gross" if "center_of_zero" in flags else None
    # Some scales send a weight once and then this until it changes.
    said = flags or (("weight_unchanged",) if byte == _UNCHANGED else ())
    return message(raw, "status_only", status, stable=False if "motion" in flags else None, mode=mode, flags=said)


def _decoder(frame: re.Pattern[bytes]) -> Callable[[Mapping[str, object]], FrameDecoder]:
    def decoder(config: Mapping[str, object]) -> FrameDecoder:
        read = partial(_read, configured_unit(config))
        return FrameDecoder(frame, read, mask_high_bit=switch(config, "mask_high_bit"))

    return decoder


TOLEDO_8217 = Dialect(decoder=_decoder(_8217), poll=b"W", zero=b"Z", tare=b"T\r", clear=b"C")
TOLEDO_8213 = Dialect(decoder=_decoder(_8213), poll=b"W", zero=b"Z")
