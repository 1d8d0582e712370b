"""Rice Lake and Cardinal indicators that send by themselves; and the answers of EDP commands.

Sources: manuals of Tracer AV p.34, 482 p.33, 880 p.99, Cardinal 200 p.27 (scales.md 3.13). STX, polarity (blank, -,
^ over, ] under), 7 of weight, unit L K T G O or blank (two letters in some), G or N, state (blank, I invalid, M moving,
O out of range, Z at zero), CR, perhaps LF. An answer on RS-485 is STX, address, weight, unit, CR LF ETX CR: to `XG`, so
it is gross; it does not say whether it is stable.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.dialect import Dialect
from hardware.scales.frames import FrameDecoder
from hardware.scales.message import message, switch
from hardware.scales.quantities import decimal, measured, unit_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_FRAME = re.compile(
    rb"\x02(?P<polarity>[- ^\]])(?P<weight>[ \d.]{7}|[\^\]]{7})(?P<unit>[LKTGOlktgo ]|[A-Za-z]{2})"
    rb"(?P<mode>[GN])(?P<state>[ IMOZ])\r"
    rb"|\x02[A-Za-z](?P<number>[- ]? *\d+(?:\.\d*)?) *(?P<name>[A-Za-z]{1,2})\r\n\x03"
)
_LETTERS = {b"L": "lb", b"K": "kg", b"T": "t", b"G": "g", b"O": "oz"}


def _read(frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()
    if frame["number"]:
        answered, name = decimal(frame["number"]), unit_name(frame["name"])
        return None if answered is None or name is None else measured(raw, answered, name, mode="gross")
    unit = _LETTERS.get(frame["unit"].upper()) or unit_name(frame["unit"])
    mode: Mode = "gross" if frame["mode"] == b"G" else "net"
    value = decimal(frame["weight"])
    status = _status(frame["polarity"], frame["state"], blank=value is None)
    if value is None or status not in ("ok", "motion"):
        return message(raw, "status_only", status, unit=unit, stable=False if status == "motion" else None, mode=mode)
    value = -value if frame["polarity"] == b"-" and value else value
    return measured(raw, value, unit, stable=status == "ok", mode=mode)


def _status(polarity: bytes, state: bytes, *, blank: bool) -> WeightStatus:
    if polarity == b"]":
        return "underload"
    if polarity == b"^":
        return "overload"
    if state == b"O":
        return "underload" if polarity == b"-" else "overload"
    if state == b"I" or blank:
        return "error"
    return "motion" if state == b"M" else "ok"


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    return FrameDecoder(_FRAME, _read, mask_high_bit=switch(config, "mask_high_bit"))


RICE_LAKE = Dialect(decoder=_decoder)
