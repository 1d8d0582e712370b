"""Balances that answer a line with a line: Ohaus, Radwag and KERN KET, AXIS, Adam."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.simulated.scale.voice import (
    UNKNOWN_LINE,
    Voice,
    answer,
    command_line,
    press_clear,
    press_tare,
    press_zero,
    repeating,
    say,
    text,
)

if TYPE_CHECKING:
    from hardware.simulated.scale.indicator import Shown


def _ohaus(shown: Shown) -> bytes:
    return b"" if shown.beyond else text(f"{shown.net:>11f} {shown.unit}{'' if shown.stable else ' ?'}\r\n")


def _radwag(shown: Shown) -> bytes:
    """Command in 3, mark, blank, sign, 9 of number, blank, unit in 3."""
    mark = "^" if shown.over else "v" if shown.under else " " if shown.stable else "?"
    return text(f"SI {mark} {'-' if shown.net < 0 else ' '}{abs(shown.net):>9f} {shown.unit:<3}\r\n")


def _axis(shown: Shown) -> bytes:
    """Sign, blank, 8 of number, blank, unit in 3, CR LF: 16."""
    if shown.beyond:
        return b""
    return text(f"{'-' if shown.net < 0 else ' '} {abs(shown.net):>8f} {shown.unit:<3}\r\n")


def _azextra(shown: Shown) -> bytes:
    return b"" if shown.beyond else text(f"{shown.net:>8f}{shown.unit}\r\n")


def _cpwplus(shown: Shown) -> bytes:
    if shown.beyond:
        return b""
    mode, sign = "N" if shown.tared else "G", "-" if shown.net < 0 else "+"
    return text(f"{mode}/W{sign}{abs(shown.net):>8f}{shown.unit}\r\n")


OHAUS = Voice(
    weight=_ohaus,
    commands={
        command_line(rb"(?:IP|P)"): answer(_ohaus),
        command_line(rb"CP"): repeating(on=True),
        command_line(rb"0P"): repeating(on=False),
        command_line(rb"Z"): press_zero(),
        command_line(rb"T"): press_tare(),
        UNKNOWN_LINE: say(b"ES\r\n"),
    },
)
RADWAG = Voice(
    weight=_radwag,
    commands={
        command_line(rb"SI"): answer(_radwag),
        command_line(rb"C1"): repeating(on=True, words=b"C1 A\r\n"),
        command_line(rb"C0"): repeating(on=False, words=b"C0 A\r\n"),
        command_line(rb"Z"): press_zero(b"Z A\r\nZ D\r\n", b"Z A\r\nZ ^\r\n"),
        UNKNOWN_LINE: say(b"ES\r\n"),
    },
)
AXIS = Voice(
    weight=_axis,
    commands={
        command_line(rb"SI"): answer(_axis),
        command_line(rb"SZ"): press_zero(),
        command_line(rb"ST"): press_tare(),
    },
    stability_told=False,
)
ADAM = Voice(weight=_azextra, commands={command_line(rb"P"): answer(_azextra)}, stability_told=False)
ADAM_CPWPLUS = Voice(
    weight=_cpwplus,
    commands={
        command_line(rb"[GN]"): answer(_cpwplus),
        command_line(rb"Z"): press_zero(),
        command_line(rb"T"): press_tare(),
        command_line(rb"C"): press_clear(),
    },
    stability_told=False,
)
