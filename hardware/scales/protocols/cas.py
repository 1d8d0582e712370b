"""CAS indicators: strings of 22, 18 and 10 bytes.

Sources: manuals of CI-400 p.103, CI-600D p.74, CI-6000A p.63, CI-150A, PDS p.32 and NT-200.
22: state, mode, device number, lamps, 8 characters, blank, unit of 2. 18: the A&D indicator's, without the lamps. 10: 8
characters alone, so unit and stability are not told. Lamps: 80h always, 40h stable, 10h hold; a scale whose lamps and
state disagree is not stable. `ERR` and a code is an error. In command mode a raw byte, the device number, stands
before two letters; the commands here are for device 1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.comma import comma_frame
from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import configured_unit, decimal, measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight

_LAMP_STABLE = 0x40
_LAMP_HOLD = 0x10

_LONG = re.compile(
    rb"(?P<state>ST|US|OL),(?P<mode>GS|NT),[\x30-\xff](?P<lamps>[\x80-\xff]),"
    rb"(?P<number>[\x20-\x7e]{8}) (?P<unit>[A-Za-z ]{2})\Z"
)
_MIDDLE = re.compile(rb"(?P<state>ST|US|OL),(?P<mode>GS|NT),(?P<number>[\x20-\x7e]{8})(?P<unit>[A-Za-z% ]{2})\Z")
_ERROR = re.compile(rb"ERR *([0-9A-Za-z]{1,4}) *")
_SHORT = 8


def _read_long(line: Line) -> Weight | None:
    frame = _LONG.search(line.data)
    if frame is None:
        return _error(line)
    lamps = frame["lamps"][0]
    moving = frame["state"] == b"ST" and not lamps & _LAMP_STABLE
    state = b"US" if moving else frame["state"]
    flags = ("hold",) if lamps & _LAMP_HOLD else ()
    return comma_frame(frame.group() + END, state, frame["mode"], frame["number"], frame["unit"], flags=flags)


def _read_middle(line: Line) -> Weight | None:
    frame = _MIDDLE.search(line.data)
    if frame is None:
        return _error(line)
    return comma_frame(frame.group() + END, frame["state"], frame["mode"], frame["number"], frame["unit"])


def _read_short(line: Line, unit: str | None) -> Weight | None:
    data = line.alone().data
    value = decimal(data) if len(data) == _SHORT else None
    return _error(line) if value is None else measured(data + END, value, unit)


def _error(line: Line) -> Weight | None:
    error = _ERROR.fullmatch(line.alone().data)
    return error and message(error.group() + END, "error_reply", "error", text=f"ERR {error[1].decode()}")


def _long(config: Mapping[str, object]) -> LineDecoder:
    if config.get("frame_len") not in (None, 22):
        raise ValueError(f"frame_len is {config['frame_len']!r}: use 22, or the protocol cas-and18 or cas-10")
    if switch(config, "mask_high_bit"):
        raise ValueError("mask_high_bit is true: the lamps of this protocol need all 8 bits, set 8 data bits instead")
    return LineDecoder(_read_long)


def _middle(config: Mapping[str, object]) -> LineDecoder:
    return LineDecoder(_read_middle, mask_high_bit=switch(config, "mask_high_bit"))


def _short(config: Mapping[str, object]) -> LineDecoder:
    unit = configured_unit(config)
    return LineDecoder(lambda line: _read_short(line, unit), mask_high_bit=switch(config, "mask_high_bit"))


CAS_22 = Dialect(decoder=_long)
CAS_18 = Dialect(decoder=_middle)
CAS_10 = Dialect(decoder=_short)
CAS_COMMAND = Dialect(decoder=_long, poll=b"\x01WT\r\n", zero=b"\x01ZE\r\n", tare=b"\x01TR\r\n")
