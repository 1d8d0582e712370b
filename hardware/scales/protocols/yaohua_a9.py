"""Yaohua XK3190-A9, A22, A23 and A26 (continuous format 0, and answers to commands) and Keli K9.

Sources: manuals of A26 pp.12-13, A23p pp.22-26, A22 p.11 and KELI K9 p.10.
Continuous: STX, sign, 6 digits, number of decimals, check of two characters, ETX. An answer has an address letter and a
command letter before the sign: B gross, C tare, D net; the answer to A says that the scale is there. Keli has 7
characters with the point inside instead of digits and decimals. Unit and stability are not told (setting `unit`). The
commands here are for address A; the one for zero is known of A22 alone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, number, switch
from hardware.scales.framing.quantities import configured_unit, measured
from hardware.scales.framing.xor_check import NIBBLE, fits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Mode, Weight

_CHECK = rb"(?P<check>" + NIBBLE + rb"{2})\x03"
_PRESENT = rb"\x02(?P<there>[A-Z]A)(?P<there_check>" + NIBBLE + rb"{2})\x03"
_YAOHUA = re.compile(
    rb"\x02(?P<body>(?:[A-Z](?P<command>[BCD]))?(?P<sign>[-+])(?P<digits>\d{6})(?P<decimals>[0-4]))"
    + _CHECK
    + rb"|"
    + _PRESENT
)
_KELI = re.compile(
    rb"\x02(?P<body>[A-Z](?P<command>[BCD])(?P<sign>[-+])(?P<number>(?=[\d.]{7})\d+(?:\.\d*)?))"
    + _CHECK
    + rb"|"
    + _PRESENT
)
_MODES: dict[bytes, Mode] = {b"B": "gross", b"C": "tare", b"D": "net"}


def _read(value: Callable[[re.Match[bytes]], Decimal], unit: str | None, frame: re.Match[bytes]) -> Weight | None:
    if frame["there"]:
        return message(frame.group(), "ack") if fits(frame["there"], frame["there_check"]) else None
    if not fits(frame["body"], frame["check"]):
        return None
    return measured(frame.group(), value(frame), unit, mode=_MODES.get(frame["command"]))


def _yaohua_value(frame: re.Match[bytes]) -> Decimal:
    return number(frame["sign"] + frame["digits"] + b"E-" + frame["decimals"])


def _keli_value(frame: re.Match[bytes]) -> Decimal:
    return number(frame["sign"] + frame["number"])


def _decoder(
    frame: re.Pattern[bytes], value: Callable[[re.Match[bytes]], Decimal]
) -> Callable[[Mapping[str, object]], FrameDecoder]:
    def decoder(config: Mapping[str, object]) -> FrameDecoder:
        read = partial(_read, value, configured_unit(config))
        return FrameDecoder(frame, read, mask_high_bit=switch(config, "mask_high_bit"))

    return decoder


_HELLO = b"\x02AA00\x03"
_GROSS = b"\x02AB03\x03"

YAOHUA_A9 = Dialect(decoder=_decoder(_YAOHUA, _yaohua_value), hello=_HELLO, poll=_GROSS, zero=b"\x02A071\x03")
KELI_K9 = Dialect(decoder=_decoder(_KELI, _keli_value), hello=_HELLO, poll=_GROSS)
