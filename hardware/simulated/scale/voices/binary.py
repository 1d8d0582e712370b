"""Scales that send no text: USB HID POS reports, and Modbus RTU and TCP with the registers of a
Tuna ID551PN.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hardware.simulated.scale.voice import Voice, decimals, press_zero

if TYPE_CHECKING:
    from hardware.simulated.scale.indicator import Shown
    from hardware.simulated.scale.voice import Keys

MOST = 0xFFFF
BAD_ADDRESS = 2
REGISTERS = 5
REQUEST = struct.Struct(">BBHH")


def _report(shown: Shown) -> bytes:
    """03, state, unit, exponent of ten, 16 bits of weight, the lower byte first."""
    places, value = decimals(shown), abs(shown.net)
    while round(value.scaleb(places)) > MOST:
        places -= 1
    return struct.pack("<BBBbH", 3, _hid_state(shown), _HID_UNITS[shown.unit], -places, round(value.scaleb(places)))


def _hid_state(shown: Shown) -> int:
    """2 stable at zero, 3 motion, 4 stable, 5 under zero, 6 over the limit."""
    if shown.over:
        return 6
    if shown.under or shown.net < 0:
        return 5
    if not shown.stable:
        return 3
    return 2 if shown.zero else 4


_HID_UNITS = {"g": 2, "kg": 3, "oz": 11, "lb": 12}


def _crc(data: bytes) -> bytes:
    """CRC-16 of Modbus: bits from the lowest, A001h, begun with ones."""
    crc = 0xFFFF
    for bit in (byte >> place & 1 for byte in data for place in range(8)):
        crc = crc >> 1 ^ 0xA001 if (crc ^ bit) & 1 else crc >> 1
    return struct.pack("<H", crc)


def _registers(shown: Shown) -> bytes:
    """40001/2 display, 40003/4 gross as float32, 40005 state."""
    # zero, under, over, net, motion, no fault at power-up, data good
    bits = {8: shown.zero, 9: shown.under, 10: shown.over, 11: shown.tared, 12: not shown.stable, 13: True, 15: True}
    state = sum(on << place for place, on in bits.items())
    return struct.pack(">ffH", shown.net, shown.net + shown.tare, state)


def _registers_asked_for(keys: Keys, device: int, asked: bytes) -> bytes:
    """The answer to a request (function, first register, how many), without what a transport puts around it."""
    _, function, first, count = REQUEST.unpack(bytes((device,)) + asked)
    if first + count > REGISTERS or count == 0:
        return bytes((device, function | 0x80, BAD_ADDRESS))
    data = _registers(keys.shown())[2 * first : 2 * (first + count)]
    return bytes((device, function, len(data))) + data


def _over_serial(keys: Keys, request: bytes) -> bytes:
    if _crc(request[:-2]) != request[-2:]:
        return b""
    reply = _registers_asked_for(keys, request[0], request[1:-2])
    return reply + _crc(reply)


def _over_tcp(keys: Keys, request: bytes) -> bytes:
    """Behind the header: transaction 2, protocol 2 (zero), length 2."""
    reply = _registers_asked_for(keys, request[6], request[7:])
    return request[:4] + struct.pack(">H", len(reply)) + reply


USB_HID_POS = Voice(weight=_report, commands={rb"\x02\x02": press_zero()}, streams=True, units=("g", "kg", "lb", "oz"))
MODBUS_RTU = Voice(weight=lambda _: b"", commands={rb"\x01[\x03\x04][\x00-\xff]{6}": _over_serial}, unit_told=False)
MODBUS_TCP = Voice(
    weight=lambda _: b"",
    commands={rb"[\x00-\xff]{2}\x00\x00\x00\x06\x01[\x03\x04][\x00-\xff]{4}": _over_tcp},
    unit_told=False,
)
