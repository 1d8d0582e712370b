"""Modbus RTU: answers to reading the registers of a weighing transmitter.

Sources: Modbus serial line guide (CRC-16 A001h, the lower byte first); manuals of Tuna ID551PN and CAS CI-600D
(scales.md 3.19). Every maker has a map of its own, setting `profile`:

    tuna         40001/2 shown and 40003/4 gross as float32, 40005 state: 8 zero 9 under 10 over 11 net 12 motion
                 13 no fault at power-up 15 data good
    cas-ci600d   40008/9 gross and 40010/11 net as int32; no state. Setting `decimals`: 0 to 6

Weight and state are asked for in one request; the station's poll is for device 1. The unit is not told (`unit`).
"""

from __future__ import annotations

import math
import re
import struct
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.dialect import Dialect
from hardware.scales.frames import FrameDecoder
from hardware.scales.message import message, text_setting
from hardware.scales.quantities import configured_unit, measured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Weight, WeightStatus

_EXCEPTION = rb"|(?P<refused>[\x01-\xf7][\x83\x84][\x01-\x0b])(?P<refused_crc>[\x00-\xff]{2})"
_DECIMALS = tuple("0123456")
_UNDER, _OVER, _NET, _MOTION, _STARTED, _GOOD = (1 << bit for bit in (9, 10, 11, 12, 13, 15))


def crc16(data: bytes) -> bytes:
    """The check of a frame, as it is sent."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc.to_bytes(2, "little")


def _pattern(registers: int) -> re.Pattern[bytes]:
    size = 2 * registers
    answer = rb"(?P<answer>[\x01-\xf7][\x03\x04]%c(?P<data>[\x00-\xff]{%d}))(?P<crc>[\x00-\xff]{2})" % (size, size)
    return re.compile(answer + _EXCEPTION, re.DOTALL)


def _read(data_of: Callable[[bytes, bytes], Weight], frame: re.Match[bytes]) -> Weight | None:
    if frame["refused"]:
        if crc16(frame["refused"]) != frame["refused_crc"]:
            return None
        return message(frame.group(), "error_reply", "error", text=f"Modbus exception {frame['refused'][2]}")
    return data_of(frame.group(), frame["data"]) if crc16(frame["answer"]) == frame["crc"] else None


def _tuna(unit: str | None, raw: bytes, data: bytes) -> Weight:
    shown, _gross, state = struct.unpack(">ffH", data)
    status: WeightStatus = "motion" if state & _MOTION else "ok"
    if state & _OVER:
        status = "overload"
    elif state & _UNDER:
        status = "underload"
    elif not state & _GOOD or not state & _STARTED or not math.isfinite(shown):
        status = "error"
    if status not in ("ok", "motion"):
        return message(raw, "status_only", status, unit=unit)
    value = Decimal(f"{shown:.7g}")
    return measured(raw, value or abs(value), unit, stable=status == "ok", mode="net" if state & _NET else "gross")


def _cas(unit: str | None, decimals: int, raw: bytes, data: bytes) -> Weight:
    gross, net = struct.unpack(">ii", data)
    mode, shown = ("gross", gross) if gross == net else ("net", net)
    return measured(raw, Decimal(shown).scaleb(-decimals), unit, mode="gross" if mode == "gross" else "net")


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    profile = text_setting(config, "profile", ("tuna", "cas-ci600d"), "tuna")
    unit = configured_unit(config)
    if profile == "tuna":
        return FrameDecoder(_pattern(5), partial(_read, partial(_tuna, unit)))
    decimals = int(text_setting({"decimals": str(config.get("decimals", 0))}, "decimals", _DECIMALS, "0") or 0)
    return FrameDecoder(_pattern(4), partial(_read, partial(_cas, unit, decimals)))


_REQUEST = bytes((1, 3, 0, 0, 0, 5))
MODBUS_RTU = Dialect(decoder=_decoder, poll=_REQUEST + crc16(_REQUEST))
