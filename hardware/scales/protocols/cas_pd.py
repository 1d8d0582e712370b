"""CAS PD and SW counter scales, ECR type 6.

Sources: manuals of PD-II p.23 and SW-II p.15. ENQ is answered by ACK, DC1 by SOH STX, S or U (stable or
not), sign, 6 characters, unit of 2, check, ETX EOT. An overload has F for the sign and all digits.
The manuals do not say which bytes the check covers. Setting `bcc_range`: where it begins and ends, by default
`STA..UN0` (state to unit); a frame that does not fit is none. `unverified`: it is taken, flagged `bcc_mismatch`.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, switch, text_setting
from hardware.scales.framing.quantities import decimal, quantity, unit_name
from hardware.scales.framing.xor_check import xored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight

_FRAME = re.compile(
    rb"(?P<soh>\x01)(?P<stx>\x02)(?P<body>(?P<state>[SU])(?P<number>F{7}|[-+ 0][ \d.]{6})(?P<unit>[A-Za-z ]{2}))"
    rb"(?P<check>[\x00-\xff])(?P<etx>\x03)\x04"
    rb"|(?<![0-9A-Za-z ])(?P<reply>[\x06\x15])",
    re.DOTALL,
)
"""ACK and NAK stand alone: behind a unit such a byte is the check of a frame."""
_RANGES = {
    "STA..UN0": lambda body: body,
    "STX..UN0": lambda body: b"\x02" + body,
    "STA..ETX": lambda body: body + b"\x03",
    "STX..ETX": lambda body: b"\x02" + body + b"\x03",
}
_UNVERIFIED = "unverified"


def _read(bcc_range: str, frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if frame["reply"]:
        acknowledged = frame["reply"] == b"\x06"
        return message(raw, "ack") if acknowledged else message(raw, "error_reply", "error", text="NAK")
    checked = _RANGES.get(bcc_range, _RANGES["STA..UN0"])(frame["body"])
    right = xored(checked) == frame["check"][0]
    if not right and bcc_range != _UNVERIFIED:
        return None
    flags = () if right else ("bcc_mismatch",)
    if frame["number"].startswith(b"F"):
        return message(raw, "status_only", "overload", unit=unit_name(frame["unit"]), flags=flags)
    value = decimal(frame["number"])
    if value is None:
        return None
    return quantity(raw, value, frame["unit"], stable=frame["state"] == b"S", mode="gross", flags=flags)


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    bcc_range = text_setting(config, "bcc_range", (*_RANGES, _UNVERIFIED), None) or "STA..UN0"
    return FrameDecoder(_FRAME, partial(_read, bcc_range), mask_high_bit=switch(config, "mask_high_bit"))


_ENQ, _ACK, _DC1 = b"\x05", b"\x06", b"\x11"


def _ask_weight(answer: Weight) -> bytes:
    return _DC1 if answer.raw == _ACK else b""


CAS_PD = Dialect(decoder=_decoder, poll=_ENQ, after=_ask_weight)
