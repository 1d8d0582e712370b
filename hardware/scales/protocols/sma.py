"""SMA SCP-0499, the protocol of the Scale Manufacturers Association.

Sources: manuals of Sartorius PR 5210 p.37, FB2550 p.180, T419S p.61, Cardinal 190, tests of emupos.
LF, status, range, mode, motion, one reserved character, 10 characters of weight, 3 of unit, CR.

Status: blank, `Z` at zero, `O` over, `U` under, `E` zero error, `I` initial zero error, `T` tare error, `e` not
displayed (Cardinal). Mode: `G`, `N`, `T` (this is a tare); in lower case with ten times the resolution. `M`: motion.
The digits beside `O` and `U` are kept, as the scale shows them; the status says that they are no weight.
`LF ? CR`: unknown command, `LF ! CR`: the scale heard a spoilt one. `LF XXX:... CR`: what the scale says of itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.fields import right_aligned
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import quantity, unit_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_FRAME = re.compile(
    rb"\n(?:(?P<status>[ ZOUEITe])(?P<range>[ 0-9])(?P<mode>[GNTgnt])(?P<motion>[ M])[ -~]"
    rb"(?P<weight>[-+ .\d]{10})(?P<unit>[ _A-Za-z%/]{3})"
    rb"|(?P<refusal>[?!])|(?P<words>[A-Z][A-Z0-9_ ]{2}:[ -~]{0,80}))\r"
)
_STATUS: dict[bytes, WeightStatus] = {
    b"O": "overload",
    b"U": "underload",
    b"E": "zero_error",
    b"I": "zero_error",
    b"T": "error",
    b"e": "error",
}
_DETAIL = {b"I": "no initial zero", b"T": "tare refused", b"e": "not displayed"}
_REFUSALS = {b"?": "unknown command", b"!": "communication error"}
_MODES: dict[bytes, Mode] = {b"G": "gross", b"N": "net", b"T": "tare"}


def _read(frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if frame["refusal"]:
        return message(raw, "error_reply", "error", text=_REFUSALS[frame["refusal"]])
    if frame["words"]:
        return message(raw, "info", text=frame["words"].decode("ascii"))
    unit = frame["unit"].replace(b"_", b" ")
    stable, mode, status = frame["motion"] != b"M", _MODES[frame["mode"].upper()], _STATUS.get(frame["status"])
    flags = (("center_of_zero",) if frame["status"] == b"Z" else ()) + (("x10",) if frame["mode"].islower() else ())
    value = right_aligned(frame["weight"])
    if value is None and frame["weight"].strip(b" -"):
        return None
    if status in (None, "overload", "underload") and value is not None:
        said = quantity(raw, value, unit, stable=stable, mode=mode, flags=flags)
        return said if status is None else replace(said, status=status)
    said = message(raw, "status_only", status or "error", unit=unit_name(unit), stable=stable, mode=mode)
    return replace(said, flags=flags, text=_DETAIL.get(frame["status"]))


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    return FrameDecoder(_FRAME, _read, mask_high_bit=switch(config, "mask_high_bit"))


SMA = Dialect(
    decoder=_decoder,
    hello=b"\nA\r",
    stream=b"\nR\r",
    poll=b"\nW\r",
    zero=b"\nZ\r",
    tare=b"\nT\r",
    clear=b"\nC\r",
)
"""Any command ends `R`; `A` asks who the scale is."""
