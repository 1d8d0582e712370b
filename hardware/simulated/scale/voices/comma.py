"""The comma family and its relatives: A&D, CAS, Dini Argeo, KERN EOC, and what many makers copy."""

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
    say,
    text,
    xor_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.simulated.scale.indicator import Shown
    from hardware.simulated.scale.voice import Keys


def _head(shown: Shown, *, under: str = "OL") -> str:
    if shown.beyond:
        return under if shown.under else "OL"
    return "ST" if shown.stable else "US"


def _mode(shown: Shown) -> str:
    return "NT" if shown.tared else "GS"


def _sign(shown: Shown) -> str:
    return "-" if shown.under or shown.net < 0 else "+"


def _usual(shown: Shown) -> bytes:
    if shown.beyond:
        return text(f"OL,{_mode(shown)},{_sign(shown):<13}\r\n")
    return text(f"{_head(shown)},{_mode(shown)},{_sign(shown)}{abs(shown.net):>7f}{shown.unit:>2}\r\n")


def _kern_eoc(shown: Shown) -> bytes:
    return text(f"{_head(shown)},{_mode(shown)}{shown.net:>8f}{shown.unit:>2}\r\n")


def _balance(shown: Shown) -> bytes:
    """Sign and 8 of number; nines are filler."""
    if shown.beyond:
        return text(f"OL,{_sign(shown)}999999.9{shown.unit:>3}\r\n")
    return text(f"{_head(shown)},{shown.net:+09f}{shown.unit:>3}\r\n")


def _indicator(shown: Shown) -> bytes:
    """Sign and 7 of number; beyond the range the digits are blank and the point stays."""
    number = f"{_sign(shown) if shown.under else ' '}    .  " if shown.beyond else f"{shown.net:+08f}"
    return text(f"{_head(shown)},{_mode(shown)},{number}{shown.unit:>2}\r\n")


def _eight(shown: Shown) -> str:
    return f"{shown.net:08f}"


def _cas_22(shown: Shown) -> bytes:
    """Lamps: 80h always, 40h stable, 4 gross, 2 tare, 1 zero. Device 1."""
    steady = shown.stable and not shown.beyond
    lamps = 0x80 | steady << 6 | (not shown.tared) << 2 | shown.tared << 1 | shown.zero
    return text(f"{_head(shown)},{_mode(shown)},1{chr(lamps)},{_eight(shown)} {shown.unit:>2}\r\n")


def _cas_18(shown: Shown) -> bytes:
    return text(f"{_head(shown)},{_mode(shown)},{_eight(shown)}{shown.unit:>2}\r\n")


def _cas_10(shown: Shown) -> bytes:
    return b"" if shown.beyond else text(f"{shown.net:>8f}\r\n")


def _cas_pd(shown: Shown) -> bytes:
    """SOH STX, S or U, sign, 6 of number, unit, XOR of all from S on, ETX EOT."""
    number = "F" * 7 if shown.beyond else f"{'-' if shown.net < 0 else ' '}{abs(shown.net):06f}"
    body = text(f"{'S' if shown.stable else 'U'}{number}{shown.unit.upper():>2}")
    return b"\x01\x02%b%c\x03\x04" % (body, xor_of(body))


def _dini(shown: Shown) -> bytes:
    return text(f"{_head(shown, under='UL')},{_mode(shown)},{shown.net:>8f},{shown.unit}\r\n")


def _dini_stored(keys: Keys, _: bytes) -> bytes:
    """Gross and tare of 10, then the number in the alibi memory."""
    shown, stored = keys.shown(), keys.store()
    gross = shown.net + shown.tare
    of_tare = f"  {shown.tare:>10f}{shown.unit:>2}"
    return text(f"PID{_head(shown, under='UL')},1,{gross:>10f}{shown.unit:>2},{of_tare},{stored or 'NO'}\r\n")


def _asked(message: Callable[[Shown], bytes], command: bytes) -> Voice:
    return Voice(weight=message, commands={command: answer(message)})


SHORT_UNITS = ("kg", "g", "lb")
ST_GS = Voice(weight=_usual, streams=True)
KERN_EOC = _asked(_kern_eoc, b"W")
BALANCE = Voice(
    weight=_balance,
    commands={
        command_line(rb"(?:Q|SI)"): answer(_balance),
        command_line(rb"R"): press_zero(),
        command_line(rb"T"): press_tare(),
        UNKNOWN_LINE: say(b"EC,E01\r\n"),
    },
)
INDICATOR = Voice(
    weight=_indicator,
    commands={
        command_line(rb"RW"): answer(_indicator),
        command_line(rb"MZ"): press_zero(refused=b"I\r\n"),
        command_line(rb"MT"): press_tare(refused=b"I\r\n"),
        command_line(rb"CT"): press_clear(),
        UNKNOWN_LINE: say(b"?\r\n"),
    },
)
CAS_22 = Voice(weight=_cas_22, streams=True, units=SHORT_UNITS)
CAS_18 = Voice(weight=_cas_18, streams=True, units=SHORT_UNITS)
CAS_10 = Voice(weight=_cas_10, streams=True, unit_told=False, stability_told=False)
CAS_COMMAND = Voice(
    weight=_cas_22,
    commands={
        rb"\x01WT\r\n": answer(_cas_22),
        rb"\x01ZE\r\n": press_zero(),
        rb"\x01TR\r\n": press_tare(),
    },
    units=SHORT_UNITS,
)
CAS_PD = Voice(weight=_cas_pd, commands={rb"\x05": say(b"\x06"), rb"\x11": answer(_cas_pd)}, units=("kg", "lb"))
DINI_ARGEO = Voice(
    weight=_dini,
    commands={
        command_line(rb"(?:READ|R)"): answer(_dini),
        command_line(rb"PID"): _dini_stored,
        command_line(rb"(?:ZERO|Z)"): press_zero(b"OK\r\n", b"OK\r\n"),
        command_line(rb"(?:TARE|T)"): press_tare(b"OK\r\n", b"OK\r\n"),
        UNKNOWN_LINE: say(b"ERR04\r\n"),
    },
)
