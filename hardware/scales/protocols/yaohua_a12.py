"""Yaohua XK3190-A12(E), also CAS DH and T-Scale text: lines that begin with the kind of weight.

Sources: XK3190-A12(E) manual p.13, the head of a public A12E parser. `WG` gross or `WN` net, 7
characters, unit of 2, check of two characters over the 11 before it; 9 blanks and `OL` or `LO` with the same check for
over and under. Text without a check: `ww` gross, `wn` net, `wt` tare, 7 characters, unit. Stability is not told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import decimal, quantity
from hardware.scales.framing.xor_check import NIBBLE, fits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight

_NUMBER = rb"(?P<number>[-+ \d.]{7})"
_CHECK = rb"(?P<check>" + NIBBLE + rb"{2})\Z"
_CHECKED = re.compile(rb"(?P<body>(?P<mode>W[GN])" + _NUMBER + rb"(?P<unit>[A-Za-z ]{2}))" + _CHECK)
_BEYOND = re.compile(rb"(?P<body> {9}(?P<side>OL|LO))" + _CHECK)
_TEXT = re.compile(rb"(?P<mode>w[wnt])" + _NUMBER + rb"(?P<unit> ?[A-Za-z]{1,3}) *\Z")
_MODES: dict[bytes, Mode] = {b"WG": "gross", b"WN": "net", b"ww": "gross", b"wn": "net", b"wt": "tare"}


def _read(line: Line) -> Weight | None:
    beyond = _BEYOND.search(line.data)
    if beyond is not None and fits(beyond["body"], beyond["check"]):
        return message(beyond.group() + END, "status_only", "overload" if beyond["side"] == b"OL" else "underload")
    frame = _CHECKED.search(line.data)
    if frame is not None and not fits(frame["body"], frame["check"]):
        return None
    frame = frame or _TEXT.search(line.data)
    value = decimal(frame["number"]) if frame else None
    if frame is None or value is None:
        return None
    return quantity(frame.group() + END, value, frame["unit"], mode=_MODES[frame["mode"]])


def _decoder(config: Mapping[str, object]) -> LineDecoder:
    return LineDecoder(_read, mask_high_bit=switch(config, "mask_high_bit"))


YAOHUA_A12 = Dialect(decoder=_decoder)
