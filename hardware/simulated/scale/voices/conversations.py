"""Counter scales that are asked in several steps: Dialog 06 and Dibal 98/99."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.simulated.scale.voice import Voice, answer, command_line, digits, say, text, xor_of

if TYPE_CHECKING:
    from hardware.simulated.scale.indicator import Shown

NAK = b"\x15"


def _reason(shown: Shown) -> str:
    """00 fine, 20 motion, 31 below zero, 32 overload."""
    if shown.over:
        return "32"
    if shown.under or shown.net < 0:
        return "31"
    return "00" if shown.stable else "20"


def _record_02(shown: Shown) -> bytes:
    """STX 02 ESC 3 (kg) ESC weight ESC price ESC total ETX, or NAK."""
    if _reason(shown) != "00":
        return NAK
    return text(f"\x0202\x1b3\x1b{digits(shown.net, 5)}\x1b000000\x1b000000\x03")


def _record_09(shown: Shown) -> bytes:
    return text(f"\x0209\x1b{_reason(shown)}\x03")


def _record_99(shown: Shown) -> bytes:
    """99, 0 when the weight counts, 5 digits of grams, 0, 6 of total, the XOR of all of them."""
    counts = _reason(shown) == "00"
    body = text(f"99{'0' if counts else '1'}{digits(shown.net, 5) if counts else '00000'}0000000")
    return body + text(f"{chr(0x30 | xor_of(body) & 0x0F)}\r\n")


DIALOG06 = Voice(
    weight=_record_02,
    commands={
        rb"\x04\x0201\x1b\d{6}\x1b\x03": say(b"\x06"),
        rb"\x04\x05": answer(_record_02),
        rb"\x04\x0208\x03": answer(_record_09),
    },
    units=("kg",),
)
DIBAL_98 = Voice(weight=_record_99, commands={command_line(rb"98\d{6}"): answer(_record_99)}, units=("kg",))
