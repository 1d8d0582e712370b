"""KERN balances before KCP: FKB and DE.

Sources: KERN FKB manual p.37, KIB-TM, a driver for KERN DE. A stable line has 16 characters: number of
12 with its sign, blank, unit of 3; an unstable one ends before the unit. DE puts `M` and a sign before the number and
does not tell whether it is stable. `Error` is over, under or a fault. Commands are single letters without CR LF.
Lines of another length are none: they are parts of one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import configured_unit, decimal, measured, quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight

_STABLE = re.compile(rb"(?P<number>[-+ \d.,]{12}) (?P<unit>[A-Za-z%]{1,3} {0,2})")
_UNSTABLE = re.compile(rb"(?P<number>[-+ \d.,]{12}) ")
_MARKED = re.compile(rb"M(?P<number>[-+ ][ \d.,]{12}) (?P<unit>[A-Za-z% ]{3})")


def _read(line: Line, unit: str | None) -> Weight | None:
    data = line.alone().data
    raw = data + END
    if data.strip(b" ").lower() == b"error":
        return message(raw, "error_reply", "error", text="Error: overload, underload or a fault")
    marked = _MARKED.search(data)
    if marked is not None and marked.end() == len(data):
        value = decimal(marked["number"])
        return None if value is None else quantity(marked.group() + END, value, marked["unit"])
    frame = _UNSTABLE.fullmatch(data) or (_STABLE.fullmatch(data) if len(data) == 16 else None)
    value = decimal(frame["number"]) if frame else None
    if frame is None or value is None:
        return None
    if frame.re is _STABLE:
        return quantity(raw, value, frame["unit"], stable=True)
    return measured(raw, value, unit, stable=False)


def _decoder(config: Mapping[str, object]) -> LineDecoder:
    unit = configured_unit(config)
    return LineDecoder(lambda line: _read(line, unit), mask_high_bit=switch(config, "mask_high_bit"))


KERN_LEGACY = Dialect(decoder=_decoder, poll=b"w", tare=b"t")
