"""Sartorius and Minebea Intec SBI.

Sources: manuals of CP, Master pp.54-55, Cubis MSE p.71, WZ, Puro EN-50, Entris II, Combics 3, the `sartorius` driver.
Lines of 16 characters: sign, 9 of value, blank, 3 of unit, end; or 22 with an id of 6 before them
(`N` net, `G` gross, `T` and `PT` tare; other ids stand before sums and results, which are no weights).
A blank unit says that the weight is not stable. Instead of a weight: `H` over, `L` under, `C` calibration, an error
number, `OFF`; in 22 characters with `Stat` before them. `OK!`: done.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.fields import right_aligned
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import configured_unit, measured, quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_VALUE = rb"(?P<value>[-+ ][ .\d]{9}) (?P<unit>[A-Za-z/%][A-Za-z/%0-9 ]{2}| {3})[\r\n]"
_TROUBLE = rb"(?P<trouble>HH?|High|LL?|Low|C|Cal\. ?Ext\.|OFF|(?i:ERR) +\d{1,3}|[A-Z]{3}\.ERR?)"
_FRAME = re.compile(
    # An id whose beginning was lost must not leave a line of 16 characters behind.
    rb"(?:(?P<id>[A-Za-z][ -~]{5})|(?<! ))" + _VALUE
    + rb"|Stat {2,16}" + _TROUBLE + rb" *[\r\n]"
    + rb"|(?<![ -~])(?=[ -~]{14}[\r\n]) {1,13}" + _TROUBLE.replace(b"trouble", b"bare") + rb" *[\r\n]"
    + rb"|(?<![A-Za-z])(?P<done>OK!)[\r\n]"
)  # fmt: skip
_ID = re.compile(rb"(?:(?P<tare>P?T)|(?P<net>N)|(?P<gross>G))\d?#? *")
_STATUS: dict[bytes, WeightStatus] = {b"H": "overload", b"L": "underload"}


def _read(unit: str | None, frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group()[:-1] + END
    if frame["done"]:
        return message(raw, "ack")
    trouble = frame["trouble"] or frame["bare"]
    if trouble:
        return _trouble(raw, trouble)
    value = right_aligned(frame["value"])
    if value is None:
        return None
    mode: Mode | None = None
    if frame["id"]:
        known = _ID.fullmatch(frame["id"])
        if known is None:
            return message(raw, "info", text=frame["id"].decode("ascii").rstrip())
        mode = "tare" if known["tare"] else "net" if known["net"] else "gross"
    sent = frame["unit"].strip()
    if not sent:
        return measured(raw, value, unit, stable=False, mode=mode)
    said = quantity(raw, value, sent, stable=True, mode=mode)
    # The case of a unit tells: `GN` is grain.
    return replace(said, unit=sent.decode("ascii")) if said.unit else said


def _trouble(raw: bytes, words: bytes) -> Weight:
    if words in (b"H", b"HH", b"High", b"L", b"LL", b"Low"):
        return message(raw, "status_only", _STATUS[words[:1]])
    text = words.decode("ascii")
    if words.startswith(b"C"):
        return message(raw, "status_only", "error", text="calibration")
    return message(raw, "error_reply", "error", text=text)


def _decoder(config: Mapping[str, object]) -> FrameDecoder:
    read = partial(_read, configured_unit(config))
    return FrameDecoder(_FRAME, read, mask_high_bit=switch(config, "mask_high_bit"))


SARTORIUS_SBI = Dialect(decoder=_decoder, poll=b"\x1bP\r\n", zero=b"\x1bV\r\n", tare=b"\x1bU\r\n")
