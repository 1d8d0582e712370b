"""Radwag balances and KERN KET-TM; AXIS, which answers `SI` in a form of its own.

Sources: manuals of Radwag APP/3Y p.203, PS p.82, WTC p.48, KERN KET-TM p.170, AXIS B p.12.
Radwag: command in 3, mark, blank, sign, number of 9, blank, unit of 3. The mark is blank for stable, `?` for unstable,
`^` and `v` for over and under, beside which the number says nothing. `S` is answered twice: `S A` first.
AXIS: sign, blank, number of 8, blank, unit, 14 characters in all. It switches itself off on `SS` and zeroes on `SZ`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import decimal, quantity, unit_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Weight, WeightStatus

_FRAME = re.compile(rb"(?:S  |SI |SU |SUI)(?P<mark>[ ?^v]) (?P<number>[- ][ \d.,]{9}) (?P<unit>[A-Za-z% ]{3})\Z")
_REPLY = re.compile(rb"(?P<command>[A-Z]{1,3}\d?) (?P<state>[ADIE^v]|OK)")
_AXIS = re.compile(rb"(?P<number>[- ] [ \d.,]{8}) (?P<unit>[A-Za-z%][A-Za-z% ]{2})")
_BEYOND: dict[bytes, WeightStatus] = {b"^": "overload", b"v": "underload"}
_REFUSALS = {
    b"I": "not possible now",
    b"E": "not stable in time",
    b"^": "above the range",
    b"v": "below the range",
}


def _read(line: Line) -> Weight | None:
    frame = _FRAME.search(line.data)
    if frame is None:
        return _reply(line.alone().data)
    raw, mark = frame.group() + END, frame["mark"]
    if mark in _BEYOND:
        return message(raw, "status_only", _BEYOND[mark], unit=unit_name(frame["unit"]))
    value = decimal(frame["number"])
    return None if value is None else quantity(raw, value, frame["unit"], stable=mark == b" ")


def _reply(data: bytes) -> Weight | None:
    raw = data + END
    if data == b"ES":
        return message(raw, "error_reply", "error", text="unknown command")
    reply = _REPLY.fullmatch(data)
    if reply is None:
        return None
    command, state = reply["command"], reply["state"]
    if state in (b"A", b"D", b"OK"):
        return message(raw, "ack")
    if command.startswith(b"S"):
        return message(raw, "status_only", _BEYOND.get(state, "error"), text=_REFUSALS[state])
    at_zero = command == b"Z" and state in _BEYOND
    return message(raw, "error_reply", "zero_error" if at_zero else "error", text=_REFUSALS[state])


def _read_axis(line: Line) -> Weight | None:
    data = line.alone().data
    frame = _AXIS.fullmatch(data)
    value = decimal(frame["number"]) if frame else None
    return quantity(data + END, value, frame["unit"]) if frame and value is not None else None


def _decoder(read: Callable[[Line], Weight | None]) -> Callable[[Mapping[str, object]], LineDecoder]:
    return lambda config: LineDecoder(read, mask_high_bit=switch(config, "mask_high_bit"))


RADWAG = Dialect(decoder=_decoder(_read), stream=b"C1\r\n", poll=b"SI\r\n", zero=b"Z\r\n")
AXIS = Dialect(decoder=_decoder(_read_axis), poll=b"SI\r\n", zero=b"SZ\r\n", tare=b"ST\r\n")
