"""Toledo scales that are asked (8217, 8213, ENQ of Brazil), and Toledo continuous.

8217 answers a weight only when it is stable and not below zero, else a byte of state.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.simulated.scale.voice import (
    Voice,
    answer,
    decimals,
    digits,
    press_clear,
    press_tare,
    press_zero,
    text,
    then,
)

if TYPE_CHECKING:
    from hardware.simulated.scale.indicator import Shown

HUNDREDTH = Decimal("0.01")


def _state(shown: Shown) -> bytes:
    """STX ? b CR: 1 motion, 2 over, 4 under zero, 10h centre of zero, 20h net, 40h always."""
    bits = not shown.stable, shown.over, shown.under or shown.net < -shown.tare, False, shown.zero, shown.tared, True
    return b"\x02?%c\r" % sum(bit << place for place, bit in enumerate(bits))


def _counter(shown: Shown) -> bytes:
    """`STX WW.WWW CR` in kg, `STX WW.WW CR` in lb, N before the CR when it is net."""
    if not shown.stable or shown.beyond or shown.net < 0:
        return _state(shown)
    value = f"{shown.net:06f}" if shown.unit == "kg" else f"{shown.net.quantize(HUNDREDTH):05f}"
    return text(f"\x02{value}{'N' if shown.tared else ''}\r")


def _six(shown: Shown) -> bytes:
    """`STX 0ddddd CR` in grams, `STX 0dd.dd CR` in lb."""
    if not shown.stable or shown.beyond or shown.net < 0:
        return _state(shown)
    value = shown.net if shown.unit == "g" else shown.net.quantize(HUNDREDTH)
    return text(f"\x02{value:06f}\r")


def _continuous(shown: Shown) -> bytes:
    """STX, three words of state, 6 digits, 6 of tare, CR, and what makes the sum of all 18 a multiple of 128."""
    a = 0x20 | 0x08 | 2 + decimals(shown)
    b = 0x20 | shown.tared | (shown.net < 0) << 1 | shown.beyond << 2 | (not shown.stable) << 3
    b |= (shown.unit != "lb") << 4
    c = 0x20 | (shown.unit == "g")
    frame = bytes((0x02, a, b, c)) + text(digits(shown.net, 6)[-6:] + digits(shown.tare, 6)[-6:]) + b"\r"
    return frame + bytes((-sum(frame) & 0x7F,))


def _brazil(shown: Shown) -> bytes:
    """`STX ddddd ETX` in grams, letters when there is no weight."""
    if shown.over:
        return b"\x02SSSSS\x03"
    if shown.under or shown.net < 0:
        return b"\x02NNNNN\x03"
    return text(f"\x02{digits(shown.net, 5)}\x03") if shown.stable else b"\x02IIIII\x03"


TOLEDO_8217 = Voice(
    weight=_counter,
    commands={
        b"W": answer(_counter),
        b"Z": then(press_zero(), _state),
        rb"T\r": then(press_tare(), _state),
        b"C": then(press_clear(), _state),
        b"[^WZTC]": answer(_state),
    },
    units=("kg", "lb"),
    unit_told=False,
)
TOLEDO_8213 = Voice(
    weight=_six,
    commands={
        b"W": answer(_six),
        b"Z": then(press_zero(), _state),
        rb"T\r": then(press_tare(), _state),
        b"C": then(press_clear(), _state),
        b"[^WZTC]": answer(_state),
    },
    units=("g", "lb"),
    unit_told=False,
)
TOLEDO_CONTINUOUS = Voice(
    weight=_continuous,
    commands={rb"Z\r\n": press_zero(), rb"T\r\n": press_tare(), rb"C\r\n": press_clear()},
    streams=True,
    units=("kg", "g", "lb"),
    settings={"checksum": True},
)
TOLEDO_BR = Voice(weight=_brazil, commands={b"\x05": answer(_brazil)}, units=("kg",))
