"""SMA SCP-0499, the standard protocol of the Scale Manufacturers Association.

Sources: manuals of PR 5210 p.37, FB2550 p.180, T419S p.61, Cardinal 190, tests of emupos (scales.md 3.5). Commands and
answers stand between LF and CR. A weight is 20 bytes: state, range, G N T (g n: tenfold resolution), M when it moves,
one byte for later, 10 characters of weight or dashes, 3 of unit, filled up with blanks or underscores. Over and under
carry the weight that the scale shows: its status says that it is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.dialect import Dialect
from hardware.scales.frames import FrameDecoder
from hardware.scales.message import message, switch
from hardware.scales.quantities import decimal, unit_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_FRAME = re.compile(
    rb"\n(?P<state>[ ZOUEITe])(?P<range>[ \d])(?P<mode>[GNTgn])(?P<motion>[ M])(?P<later>[ -~])"
    rb"(?P<weight>[-+ \d.,]{10})(?P<unit>[A-Za-z _]{3})\r"
    rb"|\n(?P<refused>[?!])\r"
)
_STATES: dict[bytes, tuple[WeightStatus, str | None]] = {
    b"O": ("overload", None),
    b"U": ("underload", None),
    b"E": ("zero_error", "the scale could not be zeroed"),
    b"I": ("zero_error", "no zero since it was switched on"),
    b"T": ("error", "tare refused"),
    b"e": ("error", "the scale shows something else"),
}
_MODES: dict[bytes, Mode] = {b"G": "gross", b"N": "net", b"T": "tare"}


def _read(frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if frame["refused"]:
        words = "unknown command" if frame["refused"] == b"?" else "the scale saw a fault on the line"
        return message(raw, "error_reply", "error", text=words)
    stable = frame["motion"] != b"M"
    status, text = _STATES.get(frame["state"], ("ok" if stable else "motion", None))
    mode, unit = _MODES[frame["mode"].upper()], unit_name(frame["unit"].strip(b"_ "))
    flags = ("x10",) if frame["mode"].islower() else ()
    value = decimal(frame["weight"]) if unit else None
    if value is None or frame["state"] in b"EITe":
        status = "error" if status in ("ok", "motion") else status
        return message(raw, "status_only", status, unit=unit, stable=stable, mode=mode, text=text)
    if mode == "tare":
        return message(raw, "tare", status, unit=unit, stable=stable, mode=mode, tare=value, flags=flags)
    return message(raw, "weight", status, value=value, unit=unit, stable=stable, mode=mode, flags=flags)


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    return FrameDecoder(_FRAME, _read, mask_high_bit=switch(config, "mask_high_bit"))


SMA = Dialect(decoder=_decoder, poll=b"\nW\r", zero=b"\nZ\r", tare=b"\nT\r", clear=b"\nC\r")
