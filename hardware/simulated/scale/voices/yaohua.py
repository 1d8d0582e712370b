"""Yaohua, Keli and Yousheng indicators. None but the last says whether it is stable, and beyond the
range all but A12 and the last have no word, so they are silent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.simulated.scale.voice import Voice, answer, decimals, digits, press_zero, say, text, xor_of

if TYPE_CHECKING:
    from hardware.simulated.scale.indicator import Shown

HELLO = b"\x02AA00\x03"


def _checked(body: bytes) -> bytes:
    """STX, body, the XOR of the body as two characters, ETX."""
    return b"\x02%b%b\x03" % (body, text(f"{xor_of(body):02X}"))


def _a9(shown: Shown) -> bytes:
    """Sign, 6 digits, how many of them stand behind the point."""
    body = f"{'-' if shown.net < 0 else '+'}{digits(shown.net, 6)}{decimals(shown)}"
    return b"" if shown.beyond else _checked(text(body))


def _keli(shown: Shown) -> bytes:
    """What address A answers to B: gross, with the point among 7 characters."""
    gross = shown.net + shown.tare
    return b"" if shown.beyond else _checked(text(f"AB{'-' if gross < 0 else '+'}{abs(gross):07f}"))


def _backwards(shown: Shown) -> bytes:
    """`=`, then sign (0 or -) and 7 characters, the last first."""
    forwards = f"{'-' if shown.net < 0 else '0'}{abs(shown.net):07f}"
    return b"" if shown.beyond else text("=" + forwards[::-1])


def _a12(shown: Shown) -> bytes:
    """WG or WN, 7 of weight, unit, the XOR of these 11 as two characters; blanks and OL or LO beyond the range."""
    body = text(f"{'WN' if shown.tared else 'WG'}{shown.net:07f}{shown.unit:>2}")
    if shown.beyond:
        body = text(" " * 9 + ("OL" if shown.over else "LO"))
    return body + text(f"{xor_of(body):02X}\r\n")


def _jcs(shown: Shown) -> bytes:
    """FF, state, 3 bytes of 2 decimal digits each with the lowest first, unit."""
    state = decimals(shown) | (shown.under or shown.net < 0) << 5 | shown.stable << 6 | shown.beyond << 7
    bcd = bytes(3) if shown.beyond else bytes.fromhex(digits(shown.net, 6))[::-1]
    return b"\xff%c%b%c" % (state, bcd, shown.unit == "lb")


YAOHUA_A9 = Voice(
    weight=_a9, commands={rb"\x02A071\x03": press_zero()}, streams=True, unit_told=False, stability_told=False
)
"""Set to talk by itself (tF = 0): it is not asked for weights."""
KELI_K9 = Voice(
    weight=_keli,
    commands={HELLO: say(HELLO), rb"\x02AB03\x03": answer(_keli)},
    unit_told=False,
    stability_told=False,
)
YAOHUA_EQ = Voice(
    weight=_backwards, streams=True, settings={"order": "reversed"}, unit_told=False, stability_told=False
)
YAOHUA_A12 = Voice(weight=_a12, streams=True, stability_told=False)
JCS_BCD = Voice(weight=_jcs, streams=True, units=("kg", "lb"))
