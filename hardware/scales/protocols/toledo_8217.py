"""Toledo 8217 (Ariva, Viva, Diva) and its Brecknell variant 8213, the language of counter scales.

Sources: Mettler-Toledo DIVA service manual pp.39-45, Brecknell manuals, drivers of Odoo, emupos and pywebdriver.
STX, what is shown, CR; the unit is not told (setting `unit`).

Weight: 8217 `WW.WWW`, `WW.WW` or `0WW.WW`; 8213 six characters, grams without a point, and one digit more when it was
asked for ten times the resolution. `N` behind it: net. A weight is always stable and never below zero.
Status: `?` and a byte of bits that may look like STX or CR. Bit 6 means too many things to judge by, bit 7 is parity.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, number, switch
from hardware.scales.framing.quantities import configured_unit, measured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_KILOGRAMS = rb"[ \d]\d\.\d{3}"
_POUNDS = rb"(?:  | \d|\d\d)\d\.\d{2}"
_FRAME = rb"\x02(?:%b(?P<net> ?N)?|\?(?P<status>[\x00-\xff])|(?P<ack>E?))\r"
_8217 = re.compile(_FRAME % (rb"(?P<weight>" + _KILOGRAMS + rb"|" + _POUNDS + rb"|[ \d]\d\.\d{2})"))
_8213 = re.compile(_FRAME % (rb"(?P<weight>(?:" + _KILOGRAMS + rb"|" + _POUNDS + rb"|0\d{5})(?P<x10>\d)?)"))

_FLAGS = ("motion", "over_capacity", "under_zero", "outside_zero_range", "center_of_zero", "net")
_SEVERITY: dict[str, WeightStatus] = {
    "over_capacity": "overload",
    "under_zero": "underload",
    "motion": "motion",
    "outside_zero_range": "zero_error",
}
"""The worst first; what is not named here is no trouble."""


def _read(unit: str | None, frame: re.Match[bytes]) -> Weight:
    raw = frame.group()
    if frame["status"] is not None:
        return _status(raw, frame["status"][0] & 0x7F)
    if frame["weight"] is None:
        return message(raw, "ack", text="echo on" if frame["ack"] else "self test begun")
    if b"." not in frame["weight"] and unit not in (None, "g"):
        return message(raw, "status_only", "error", text=f"the scale shows grams, but unit is set to {unit}")
    mode: Mode = "net" if frame["net"] else "gross"
    flags = ("x10",) if frame.groupdict().get("x10") else ()
    return measured(raw, number(frame["weight"]), unit, stable=True, mode=mode, flags=flags)


def _status(raw: bytes, bits: int) -> Weight:
    if bits == 0x40:
        return message(raw, "error_reply", "error", text="unknown command, or nothing to tell")
    # Bits 0: some scales tell a weight once and this until it changes.
    flags = tuple(name for bit, name in enumerate(_FLAGS) if bits >> bit & 1) if bits else ("weight_unchanged",)
    status: WeightStatus = next((_SEVERITY[name] for name in _SEVERITY if name in flags), "ok")
    mode: Mode | None = "net" if "net" in flags else "gross" if "center_of_zero" in flags else None
    stable = False if "motion" in flags else None
    return message(raw, "status_only", status, stable=stable, mode=mode, flags=flags)


def _decoder(frame: re.Pattern[bytes]) -> Callable[[Mapping[str, object]], FrameDecoder]:
    def decoder(config: Mapping[str, object]) -> FrameDecoder:
        read = partial(_read, configured_unit(config))
        return FrameDecoder(frame, read, mask_high_bit=switch(config, "mask_high_bit"))

    return decoder


TOLEDO_8217 = Dialect(decoder=_decoder(_8217), poll=b"W", zero=b"Z", tare=b"T\r", clear=b"C")
TOLEDO_8213 = Dialect(decoder=_decoder(_8213), poll=b"W", zero=b"Z")
