"""NCI scales: SCP-01, SCP-12, ECR and P-Ship. `W`, `S` and `Z` with CR; all answers end in ETX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.simulated.scale.voice import Voice, answer, press_zero, say, text, then

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.simulated.scale.indicator import Shown
    from hardware.simulated.scale.voice import Keys

ANYTHING_ELSE = rb"[^\r]*\r"


def _states(shown: Shown) -> str:
    """Byte 1: 1 motion, 2 at zero. Byte 2: 1 under, 2 over, 40h another follows. Byte 3: 4 net."""
    first = 0x30 | (not shown.stable) | shown.zero << 1
    second = 0x30 | shown.under | shown.over << 1 | shown.tared << 6
    return chr(first) + chr(second) + (chr(0x34) if shown.tared else "")


def _below(shown: Shown) -> bool:
    return shown.under or shown.net < -shown.tare


def _field(shown: Shown) -> str:
    if shown.beyond:
        return ("^" if shown.over else "_") * 7
    return f"{shown.net:07f}"


def _scp_01(shown: Shown) -> bytes:
    return text(f"\n{_field(shown)}{shown.unit}\r\n{_states(shown)}\r\x03")


def _scp_01_state(shown: Shown) -> bytes:
    return text(f"\n{_states(shown)}\r\x03")


def _scp_12(shown: Shown) -> bytes:
    if shown.beyond:
        return text(f"\n{_field(shown)}{shown.unit.upper()}\r{_states(shown)}\x03")
    sign = "-" if shown.net < 0 else " "
    return text(f"\n{sign}{abs(shown.net):07f}{shown.unit.upper()}\r{_states(shown)}\x03")


def _scp_12_state(shown: Shown) -> bytes:
    return text(f"\n{_states(shown)}\x03")


def _ecr(shown: Shown) -> bytes:
    """State alone below zero, in motion and over: a weight never has a sign."""
    if not shown.stable or shown.beyond or shown.net < 0:
        return _ecr_state(shown)
    return text(f"\n{shown.net:06f}{shown.unit.upper()}\r\nS{_states(shown)}\r\x03")


def _ecr_state(shown: Shown) -> bytes:
    states = _states(shown)
    return text(f"\nS{states[0]}{chr(ord(states[1]) | _below(shown))}{states[2:]}\r\x03")


def _p_ship(shown: Shown) -> bytes:
    """Weight, unit and two of state."""
    if shown.beyond:
        return _ecr_state(shown)
    return text(f"\n{shown.net:06f}{shown.unit}{_states(shown)[0]}{chr(0x30 | _below(shown))}\r\x03")


def _commands(
    weight: Callable[[Shown], bytes], state: Callable[[Shown], bytes], unknown: bytes
) -> dict[bytes, Callable[[Keys, bytes], bytes]]:
    return {
        rb"W\r": answer(weight),
        rb"S\r": answer(state),
        rb"Z\r": then(press_zero(), state),
        ANYTHING_ELSE: say(unknown),
    }


UNITS = ("kg", "lb")
NCI_SCP01 = Voice(weight=_scp_01, commands=_commands(_scp_01, _scp_01_state, b"\n?\r\x03"), units=UNITS)
NCI_SCP12 = Voice(weight=_scp_12, commands=_commands(_scp_12, _scp_12_state, b"\n?\r"), units=UNITS)
NCI_ECR = Voice(weight=_ecr, commands=_commands(_ecr, _ecr_state, b"\n?\r\x03"), units=UNITS)
FAIRBANKS_PSHIP = Voice(
    weight=_p_ship,
    commands={**_commands(_p_ship, _ecr_state, b"\n?\r\x03"), rb"Z\r": press_zero()},
    units=UNITS,
)
