"""Dialog 02, 04 and 06, the Bizerba manner of counter scales.

Sources: DIVA service manual p.54, Aviator p.45, Cely PI100 p.14, Dibal DPOS400 p.41. The host sends
record 01 with a price, then EOT ENQ; the scale answers record 02 (STX 02 ESC unit ESC weight ESC price ESC total ETX)
or NAK, whose reason record 09 tells when it is asked for with record 08. An item is given once only (reason 21).
Unit 0 is pounds and ounces in a form that is not documented: it is no weight here. DPOS400 sends blanks while the load
moves and a minus below zero.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, number, switch
from hardware.scales.framing.quantities import measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Kind, Weight, WeightStatus

_FRAME = re.compile(
    rb"\x0202\x1b(?P<unit>[0-3])\x1b(?P<weight>\d{5}| {5,6}|-[\d.]{5,6})\x1b[ \d]{6}\x1b[ \d]{6}\x03"
    rb"|\x0209\x1b(?P<reason>\d\d)\x03"
    rb"|(?P<reply>[\x06\x15])"
)
_UNITS = {b"1": ("lb", b"E-2"), b"2": ("lb", b"E-3"), b"3": ("kg", b"E-3")}
_REASONS: dict[bytes, tuple[Kind, WeightStatus, str]] = {
    b"00": ("status_only", "ok", ""),
    b"01": ("error_reply", "error", "general error"),
    b"02": ("error_reply", "error", "parity error, or too many characters"),
    b"10": ("error_reply", "error", "wrong record"),
    b"11": ("error_reply", "error", "wrong price"),
    b"12": ("error_reply", "error", "wrong tare"),
    b"13": ("error_reply", "error", "wrong text"),
    b"20": ("status_only", "motion", "the load is moving"),
    b"21": ("status_only", "error", "no motion since the last weighing: lift the item and put it down again"),
    b"22": ("status_only", "error", "weighing not finished"),
    b"30": ("status_only", "underload", "below the minimum load"),
    b"31": ("status_only", "underload", "below zero"),
    b"32": ("status_only", "overload", "overload"),
}


def _read(frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if frame["reply"]:
        acknowledged = frame["reply"] == b"\x06"
        return message(raw, "ack") if acknowledged else message(raw, "error_reply", "error", text="NAK")
    if frame["reason"]:
        unknown: tuple[Kind, WeightStatus, str] = ("error_reply", "error", f"reason {frame['reason'].decode()}")
        kind, status, words = _REASONS.get(frame["reason"], unknown)
        return message(raw, kind, status, stable=False if status == "motion" else None, text=words or None)
    return _weight(raw, frame["unit"], frame["weight"])


def _weight(raw: bytes, unit: bytes, weight: bytes) -> Weight:
    if weight.startswith(b" "):
        return message(raw, "status_only", "motion", stable=False)
    if weight.startswith(b"-"):
        return message(raw, "status_only", "underload")
    if unit not in _UNITS:
        return message(raw, "status_only", "error", text="pounds and ounces are not read: set the scale to kg or lb")
    name, exponent = _UNITS[unit]
    return replace(measured(raw, number(weight + exponent), name, stable=True, mode="net"), mode_told=False)


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    return FrameDecoder(_FRAME, _read, mask_high_bit=switch(config, "mask_high_bit"))


_ACK, _NAK = b"\x06", b"\x15"
_PRICE = b"\x04\x0201\x1b000000\x1b\x03"
_WEIGHT, _WHY = b"\x04\x05", b"\x04\x0208\x03"


def _go_on(answer: Weight) -> bytes:
    """The weight once the price is taken, and the reason when anything was refused."""
    return {_ACK: _WEIGHT, _NAK: _WHY}.get(answer.raw, b"")


DIALOG06 = Dialect(decoder=_decoder, poll=_PRICE, after=_go_on)
