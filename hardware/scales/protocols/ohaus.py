"""Ohaus balances and Defender indicators.

Sources: RS232 manual EN-3, Defender 3000 EN-35, Courier 5000 EN-34, Explorer EN-153, AS series.
Balance: number right-aligned with its sign glued to it, blank, unit, ` ?` when unstable, perhaps a time or `TOTAL`;
pounds and ounces as `12:07.5 lb:oz`.
Defender: sign 1, blank, number 7, blank, unit 5, `?` or blank, `G`, `NET` or `T` in 3. `ES` is a wrong command, on
Explorer also 40 s without stability.
The first line heard may be the end of one: it counts only where it shows that nothing, not even a sign, is missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, ounces_of, switch
from hardware.scales.framing.quantities import decimal, quantity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from hardware.contract import Mode, Weight

_LEGENDS: dict[bytes | None, Mode] = {b"G": "gross", b"NET": "net", b"N": "net", b"T": "tare", b"PT": "tare"}
_BALANCE_WIDTH = 11
_DEFENDER = re.compile(rb"(?P<number>[- ] [ \d.,]{7}) (?P<unit>[A-Za-z% ]{5})(?P<unstable>[ ?])(?P<legend>[A-Z ]{3})")
_BALANCE = re.compile(
    rb"(?:(?P<number> *[-+]?\d[\d.,]*) (?P<unit>[A-Za-z%]{1,5})"
    rb"|(?P<dual>(?P<pounds> *[-+]?\d{1,4}):(?P<ounces> ?\d{1,2}(?:\.\d{1,4})?)) lb:oz)"
    rb"(?P<rest> *(?P<unstable>\?)? *(?P<legend>G|NET|N|T|PT|TOTAL)? *(?:\d\d?:\d\d(?::\d\d)?(?: ?[AP]M)?)? *)"
)


def _read(line: Line) -> Weight | None:
    line = line.alone()
    if line.data == b"ES":
        return message(line.data + END, "error_reply", "error", text="unknown command, or not stable in 40 s")
    frame = _DEFENDER.fullmatch(line.data) or _BALANCE.fullmatch(line.data)
    value = _value(frame) if frame else None
    if frame is None or value is None or not (line.begun or _is_whole(frame)):
        return None
    raw, legend = line.data + END, (frame["legend"] or b"").strip(b" ")
    stable = frame["unstable"] != b"?"
    if legend == b"TOTAL":
        return message(raw, "total", stable=stable)
    return quantity(raw, value, frame["unit"] or b"oz", stable=stable, mode=_LEGENDS.get(legend))


def _value(frame: re.Match[bytes]) -> Decimal | None:
    """The number; pounds and ounces as ounces."""
    return decimal(frame["number"]) if frame["number"] else ounces_of(frame["pounds"], frame["ounces"])


def _is_whole(frame: re.Match[bytes]) -> bool:
    """It has the full width of its kind; or it is not the end of a Defender's, and the number has a beginning."""
    shown = frame["number"] or frame["dual"]
    if frame.re is _DEFENDER or len(shown) == _BALANCE_WIDTH:
        return True
    return frame["rest"] in (b"", b" ?") and shown[:1] in b" +-"


def _decoder(config: Mapping[str, object]) -> LineDecoder:
    return LineDecoder(_read, mask_high_bit=switch(config, "mask_high_bit"))


OHAUS = Dialect(decoder=_decoder, poll=b"IP\r\n", zero=b"Z\r\n", tare=b"T\r\n")
