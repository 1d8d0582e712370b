"""Sartorius and Minebea balances: SBI.

Sources: manuals of CP, Master, MSE, WZ and Puro, the `sartorius` package (scales.md 3.9). Lines of 16 characters: sign,
9 of number, blank, 3 of unit, CR LF; or of 22 with 6 before them that say what it is (N net, G gross). A blank unit is
an unstable weight, whose unit is then not told (setting `unit`). `Stat` lines have H over, L under, C adjusting, ERR
and a number, OFF. `OK!` confirms.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.dialect import Dialect
from hardware.scales.line_decoder import Line, LineDecoder
from hardware.scales.lines import END
from hardware.scales.message import message, switch
from hardware.scales.quantities import configured_unit, decimal, measured, quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight

_WEIGHT = re.compile(rb"(?P<id>[A-Za-z][A-Za-z0-9#+ ]{5})?(?P<number>[-+ ][ \d.]{9}) (?P<unit>[A-Za-z%/ ]{3})\Z")
_STATE = re.compile(rb"Stat +(?P<word>H|L|C|OFF|ERR *\d+)? *\Z")
_MODES: dict[bytes, Mode] = {b"N": "net", b"G": "gross", b"T": "tare"}


def _read(unit: str | None, line: Line) -> Weight | None:
    text = line.alone()
    raw = text.data + END
    if text.data == b"OK!":
        return message(raw, "ack")
    if (state := _STATE.search(text.data)) is not None:
        return _state(raw, (state["word"] or b"").decode("ascii"))
    frame = _WEIGHT.search(text.data)
    value = None if frame is None else decimal(frame["number"])
    if frame is None or value is None:
        return None
    mode = _MODES.get((frame["id"] or b"").strip()[:1])
    if not frame["unit"].strip():
        return measured(raw, value, unit, stable=False, mode=mode)
    return quantity(raw, value, frame["unit"], stable=True, mode=mode)


def _state(raw: bytes, word: str) -> Weight:
    match word:
        case "H":
            return message(raw, "status_only", "overload")
        case "L":
            return message(raw, "status_only", "underload")
        case "C" | "":
            return message(raw, "status_only", "error", text="adjusting" if word else None)
        case _:
            return message(raw, "error_reply", "error", text=word)


def _decoder(config: Mapping[str, object]) -> LineDecoder:
    return LineDecoder(partial(_read, configured_unit(config)), mask_high_bit=switch(config, "mask_high_bit"))


SARTORIUS_SBI = Dialect(decoder=_decoder, poll=b"\x1bP\r\n", zero=b"\x1bV\r\n", tare=b"\x1bU\r\n")
