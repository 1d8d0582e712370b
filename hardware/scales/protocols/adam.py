"""Adam AZextra, CPWplus, Highland and PGL; none of them tells whether it is stable.

Sources: Highland manual p.29, PGL p.28, the Odoo driver, the odoo-cpwplus-driver. AZextra
`   1.250kg`, silent when the weight was sent before; CPWplus `G/W+   1.800lb` and `N/W-...`; Highland: sign, number and
unit apart, 15 characters; PGL refuses with `!EU`, `!EK` or `!EF`. Two others speak so: G&G with 12 characters (number
of 8) and balances with four decimals, whose glued number has 9.
The first line heard may be the end of one: without a header it counts only in its full width. The end of a CPWplus line
without its `N/W-` is a whole line of AZextra, so a CPWplus has a dialect of its own that takes its lines alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import decimal, quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Mode, Weight

_HEADED = re.compile(rb"(?P<mode>[GN])/W(?P<number>[-+] *\d[\d.]*) *(?P<unit>[A-Za-z%]{1,3}) *\Z")
_GLUED = re.compile(rb"(?P<number> *[-+]? *\d[\d.]*)(?P<unit>[A-Za-z%]{1,3})")
_APART = re.compile(rb"(?P<number>[-+ ] *\d[\d.]*) +(?P<unit>[A-Za-z%]{1,3}) *")
_ERROR = re.compile(rb"!E[UKF]\Z")
_MODES: dict[bytes, Mode] = {b"G": "gross", b"N": "net"}
_FINE_DECIMALS = 4
_GLUED_WIDTH, _FINE_GLUED_WIDTH = 8, 9
"""Of the number; the other with four decimals."""
_APART_WIDTH, _SHORT_APART_WIDTH = 15, 12
"""Of the line; the other counts from three decimals on, as it may else be the end of a Highland's."""


def _read(line: Line) -> Weight | None:
    error = _ERROR.search(line.data)
    if error is not None:
        return message(error.group() + END, "error_reply", "error", text=error.group().decode())
    return _read_headed(line) or _read_bare(line.alone())


def _read_headed(line: Line) -> Weight | None:
    frame = _HEADED.search(line.data)
    return frame and _quantity(frame, _MODES[frame["mode"]])


def _read_bare(line: Line) -> Weight | None:
    frame = _GLUED.fullmatch(line.data) or _APART.fullmatch(line.data)
    return _quantity(frame, None) if frame and (line.begun or _is_whole(frame)) else None


def _is_whole(frame: re.Match[bytes]) -> bool:
    decimals = len(frame["number"].partition(b".")[2])
    if frame.re is _GLUED:
        return len(frame["number"]) == (_FINE_GLUED_WIDTH if decimals == _FINE_DECIMALS else _GLUED_WIDTH)
    width = len(frame.group())
    short = width == _SHORT_APART_WIDTH and decimals >= _FINE_DECIMALS - 1
    return frame["number"][:1] in b"+-" or width == _APART_WIDTH or short


def _quantity(frame: re.Match[bytes], mode: Mode | None) -> Weight | None:
    value = decimal(frame["number"])
    return None if value is None else quantity(frame.group() + END, value, frame["unit"], mode=mode)


def _decoder(read: Callable[[Line], Weight | None]) -> Callable[[Mapping[str, object]], LineDecoder]:
    return lambda config: LineDecoder(read, mask_high_bit=switch(config, "mask_high_bit"))


ADAM = Dialect(decoder=_decoder(_read), poll=b"P\r\n")
ADAM_CPWPLUS = Dialect(decoder=_decoder(_read_headed), poll=b"G\r\n", zero=b"Z\r\n", tare=b"T\r\n")
