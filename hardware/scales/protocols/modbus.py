"""Modbus RTU and TCP, with the registers of the Tuna ID551PN.

Source: its manual. Registers 40001 and 40002 the weight shown, 40003 and 40004 gross, both float32
with the high word first; 40005 status bits: 8 zero, 9 under, 10 over, 11 net, 12 motion, 13 power-up ok, 15 data ok.
One request reads all five, so that weight and status belong together. Other makers have other maps, which are not
here. The unit is not told (setting `unit`). RTU ends with CRC-16, low byte first; TCP has a header of 7 bytes instead.
"""

from __future__ import annotations

import math
import re
import struct
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message
from hardware.scales.framing.quantities import configured_unit, measured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_ANY = rb"[\x00-\xff]"
_REGISTERS = rb"[\x03\x04]\x0a(?P<shown>%b{4})%b{4}(?P<status>%b{2})" % (_ANY, _ANY, _ANY)
_REFUSAL = rb"[\x83\x84](?P<refusal>[\x01-\x0b])"
_RTU = re.compile(rb"%b(?:%b|%b)(?P<crc>%b{2})" % (_ANY, _REGISTERS, _REFUSAL, _ANY))
_TCP = re.compile(rb"%b{2}\x00\x00\x00(?:\x0d%b%b|\x03%b%b)" % (_ANY, _ANY, _REGISTERS, _ANY, _REFUSAL))

_ZERO, _UNDER, _OVER, _NET, _MOTION, _ZEROED, _DATA_OK = 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 15
_REFUSALS = {1: "no such function", 2: "no such register", 3: "bad value", 4: "device failure", 6: "busy"}


def _read(unit: str | None, frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if "crc" in frame.re.groupindex and _crc(raw[:-2]) != int.from_bytes(frame["crc"], "little"):
        return None
    if frame["refusal"]:
        code = frame["refusal"][0]
        return message(raw, "error_reply", "error", text=_REFUSALS.get(code, f"exception {code}"))
    bits = int.from_bytes(frame["status"], "big")
    value, status = _float(frame["shown"]), _trouble(bits)
    if value is None or status is not None:
        return message(raw, "status_only", status or "error", unit=unit, stable=False if bits & _MOTION else None)
    mode: Mode = "net" if bits & _NET else "gross"
    flags = ("center_of_zero",) if bits & _ZERO else ()
    return measured(raw, value, unit, stable=not bits & _MOTION, mode=mode, flags=flags)


def _trouble(bits: int) -> WeightStatus | None:
    if not bits & _DATA_OK:
        return "error"
    if bits & _OVER:
        return "overload"
    if bits & _UNDER:
        return "underload"
    return None if bits & _ZEROED else "zero_error"


def _float(data: bytes) -> Decimal | None:
    """The shortest decimal that is this float32; None when it is no number."""
    (value,) = struct.unpack(">f", data)
    if not math.isfinite(value):
        return None
    texts = (f"{value:.{digits}g}" for digits in range(1, 10))
    shortest = Decimal(next(text for text in texts if struct.pack(">f", float(text)) == data))
    plain = Decimal(f"{shortest:f}")
    return plain or abs(plain)


def _crc(data: bytes) -> int:
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def _decoder(frame: re.Pattern[bytes]) -> Callable[[Mapping[str, object]], FrameDecoder]:
    return lambda config: FrameDecoder(frame, partial(_read, configured_unit(config)))


MODBUS_RTU = Dialect(decoder=_decoder(_RTU), poll=b"\x01\x03\x00\x00\x00\x05\x85\xc9")
MODBUS_TCP = Dialect(decoder=_decoder(_TCP), poll=b"\x00\x01\x00\x00\x00\x06\x01\x03\x00\x00\x00\x05")
"""Both ask device 1."""
