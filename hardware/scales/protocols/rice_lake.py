"""Rice Lake stream format, and the answer of the 880 indicator to a poll for gross.

Sources: manuals of Tracer AV p.34, 482 p.33, 880 p.99.
Stream: STX, polarity (blank, `-`, `^` over, `]` under), 7 characters of weight, unit (L K T G O, blank: setting `unit`;
two letters with the Tracer), `G` or `N`, status (blank, `I` invalid, `M` motion, `O` out of range, `Z` at zero), CR or
LF or both. Poll: STX, RS-485 address, weight, blank, unit, CR LF ETX CR; it tells neither motion nor what was asked,
so `XG#1` (gross) is the one to send. An 880 whose stream was redefined is not understood.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.fields import right_aligned
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import configured_unit, measured, quantity, unit_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_FRAME = re.compile(
    rb"\x02(?:(?P<polarity>[- ^\]])(?P<weight>[ .\d]{7}|[\]^ ._-]{7})(?P<unit>[LKTGO ]|[A-Za-z]{2})"
    rb"(?P<mode>[GN])(?P<status>[ IMOZ])[\r\n]"
    rb"|[!-~] (?P<polled>[- .\d]{1,12}) (?P<polled_unit>[A-Za-z]{1,2})\r\n\x03\r)"
)
_UNITS = {b"L": b"lb", b"K": b"kg", b"T": b"t", b"G": b"g", b"O": b"oz"}


def _read(unit: str | None, frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if frame["polled"]:
        polled = right_aligned(frame["polled"])
        return None if polled is None else quantity(raw, polled, frame["polled_unit"], mode="gross")
    mode: Mode = "gross" if frame["mode"] == b"G" else "net"
    sent = _UNITS.get(frame["unit"], frame["unit"])
    status = _status(frame)
    stable = {b"M": False, b"O": None, b"I": None}.get(frame["status"], True)
    if status not in ("ok", "motion"):
        shown = unit_name(sent) if sent.strip() else unit
        return message(raw, "status_only", status, unit=shown, stable=None, mode=mode)
    value = right_aligned((b"-" if frame["polarity"] == b"-" else b"") + frame["weight"])
    if value is None:
        return None
    flags = ("center_of_zero",) if frame["status"] == b"Z" else ()
    if not sent.strip():
        return measured(raw, value, unit, stable=stable, mode=mode, flags=flags)
    return quantity(raw, value, sent, stable=stable, mode=mode, flags=flags)


def _status(frame: re.Match[bytes]) -> WeightStatus:
    polarity, status = frame["polarity"], frame["status"]
    if status == b"I":
        return "error"
    if polarity in b"]^" or status == b"O":
        return "underload" if polarity in b"]-" else "overload"
    if not frame["weight"].strip(b" ]^._-"):
        return "error"
    return "motion" if status == b"M" else "ok"


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    read = partial(_read, configured_unit(config))
    return FrameDecoder(_FRAME, read, mask_high_bit=switch(config, "mask_high_bit"))


RICE_LAKE_STREAM = Dialect(decoder=_decoder)
"""Talks by itself."""
