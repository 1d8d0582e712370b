"""Scales with frames of their own: SMA, Fairbanks, Rice Lake, Sartorius, old KERN ones, and a recorded stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.simulated.scale.voice import (
    Voice,
    answer,
    press_clear,
    press_tare,
    press_zero,
    repeating,
    say,
    text,
    then,
)

if TYPE_CHECKING:
    from hardware.simulated.scale.indicator import Shown
    from hardware.simulated.scale.voice import Keys


def _sma(shown: Shown) -> bytes:
    """LF, state, range, G or N, M in motion, one blank, 10 of weight, 3 of unit, CR."""
    state = "O" if shown.over else "U" if shown.under else "Z" if shown.zero else " "
    mode, motion = "N" if shown.tared else "G", " " if shown.stable else "M"
    return text(f"\n{state}1{mode}{motion} {shown.net:>10f}{shown.unit:_<3}\r")


def _fairbanks_ups(shown: Shown) -> bytes:
    """Weight 7, unit, GR in capitals when it is stable; EOT behind the line of an overload."""
    mode = "NT" if shown.tared else "GR"
    line = f"{shown.net:>7f} {shown.unit} {mode if shown.stable else mode.lower()}  \r\n"
    if shown.under:
        return b""
    return text(line + ("\x04" if shown.over else ""))


def _rice_lake(shown: Shown) -> bytes:
    """STX, polarity, 7 of weight, unit, G or N, state, CR LF."""
    unit, mode = {"kg": "K", "g": "G", "lb": "L", "oz": "O"}[shown.unit], "N" if shown.tared else "G"
    if shown.beyond:
        mark = "^" if shown.over else "]"
        return text(f"\x02{mark * 8}{unit}{mode}O\r\n")
    state = "M" if not shown.stable else "Z" if shown.zero else " "
    return text(f"\x02{'-' if shown.net < 0 else ' '}{abs(shown.net):>7f}{unit}{mode}{state}\r\n")


def _sartorius(shown: Shown) -> bytes:
    """16 characters: sign, 9 of number, blank, unit (blank while it moves), CR LF; H or L in column 13."""
    if shown.beyond:
        return text(f"{'Stat':<12}{'H' if shown.over else 'L'} \r\n")
    sign = "-" if shown.net < 0 else "+"
    return text(f"{sign}{abs(shown.net):>9f} {shown.unit if shown.stable else '':<3}\r\n")


def _kern(shown: Shown) -> bytes:
    """18 bytes with the unit, 15 without it while it moves."""
    if shown.beyond:
        return b"Error\r\n"
    return text(f"{shown.net:>12f} " + (f"{shown.unit:<3}" if shown.stable else "") + "\r\n")


def _kern_stable(keys: Keys, _: bytes) -> bytes:
    shown = keys.shown()
    return _kern(shown) if shown.stable else b""


def _recorded(shown: Shown) -> bytes:
    return b"" if shown.beyond else text(f"\x02A{shown.net:>8f}\r\x03")


def _silent_again(keys: Keys, _: bytes) -> bytes:
    keys.repeat(on=False)
    return _sma(keys.shown())


SMA = Voice(
    weight=_sma,
    commands={
        rb"\n[WP]\r": _silent_again,
        rb"\nR\r": repeating(on=True),
        rb"\nZ\r": then(press_zero(), _sma),
        rb"\nT\r": then(press_tare(), _sma),
        rb"\nC\r": then(press_clear(), _sma),
        rb"\x1b": repeating(on=False),
        rb"\n[^\r]*\r": say(b"\n?\r"),
    },
)
FAIRBANKS_UPS = Voice(weight=_fairbanks_ups, commands={rb"\r": answer(_fairbanks_ups)}, units=("kg", "lb"))
RICE_LAKE = Voice(weight=_rice_lake, streams=True)
SARTORIUS = Voice(
    weight=_sartorius,
    commands={
        rb"\x1bP(?:\r\n)?": answer(_sartorius),
        rb"\x1b[TU](?:\r\n)?": press_tare(),
        rb"\x1bV(?:\r\n)?": press_zero(),
    },
    unit_told=False,
)
KERN_LEGACY = Voice(
    weight=_kern, commands={b"w": answer(_kern), b"s": _kern_stable, b"t": press_tare()}, unit_told=False
)
UNKNOWN_CAPTURE = Voice(weight=_recorded, streams=True, unit_told=False, stability_told=False)
