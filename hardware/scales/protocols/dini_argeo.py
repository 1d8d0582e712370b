"""Dini Argeo indicators.

Sources: manuals of 3590E pp.65-81, DFW p.43, DGT4X p.52 and DGT1P p.41. Standard
`ST,GS,     0.0,kg`; extended `1,ST,net,PTtare,...,kg` with fields as wide as the model likes; with alibi memory
`ST,1,grosskg,PTtarekg`. `PID` stores the weight in the alibi memory; the answer is such a string behind `PID`, with
`,00000-000158` (rewriting number, weighing) or `,NO` at its end. An RS-485 address of two digits may stand before.
`VL`, `RZ` and `GX` are values of service, no weights. `OK` says understood, not done; `NO`: nothing was stored, the
load was moving or negative.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.scales.framing.comma import MODES, comma_frame
from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, switch
from hardware.scales.framing.quantities import decimal, quantity, unit_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_STATE = rb"(?P<state>ST|US|OL|UL|ER),"
_UNIT = rb"(?P<unit>[A-Za-z%]{1,3}) *"
_TARE = rb"(?:[A-Z]{1,2})?(?P<tare>[- \d.]+)"
_STANDARD = re.compile(_STATE + rb"(?P<mode>GS|NT|VL|RZ|GX),(?P<number>[\x20-\x7e]{8}),? *" + _UNIT + rb"\Z")
_EXTENDED = re.compile(rb"\d," + _STATE + rb"(?P<number>[^,]*)," + _TARE + rb",(?:[^,]*,)* *" + _UNIT + rb"\Z")
_ALIBI = re.compile(
    _STATE + rb"\d{1,2},(?P<number>[^,]{10})" + _UNIT + rb"," + _TARE + rb"(?P<tare_unit>[A-Za-z]{1,3}) *\Z"
)
_STORED = re.compile(
    rb"PID" + _STATE + rb"\d{1,2},(?P<number>[- \d.,]{10})(?P<unit> ?[A-Za-z]{1,2} ?),"
    rb"(?:PT|  )(?P<tare>[- \d.,]{10})(?P<tare_unit> ?[A-Za-z]{1,2} ?),(?P<id>\d{1,5}-\d{1,6}|NO)\Z"
)
_BEYOND: dict[bytes, WeightStatus] = {b"OL": "overload", b"UL": "underload"}
_REPLY = re.compile(rb"(?:\d\d)?(OK|NO|ERR *\d\d)")
_ERRORS = {
    b"01": "letters behind the command",
    b"02": "wrong data in the command",
    b"03": "not allowed now",
    b"04": "unknown command",
}


def _read(line: Line) -> Weight | None:
    stored = _STORED.search(line.data)
    if stored is not None:
        return _with_id(stored)
    standard = _STANDARD.search(line.data)
    if standard is not None:
        return _standard(standard)
    extended = _EXTENDED.search(line.data)
    if extended is not None:
        return _with_tare(extended, "net")
    alibi = _ALIBI.search(line.data)
    if alibi is not None:
        return _with_tare(alibi, "gross") if alibi["unit"] == alibi["tare_unit"] else None
    return _reply(line)


def _standard(frame: re.Match[bytes]) -> Weight | None:
    raw = frame.group() + END
    if frame["state"] == b"ER":
        return _fault(frame)
    if frame["mode"] not in MODES:
        words = b" ".join((frame["mode"], frame["number"].strip(b" "), frame["unit"]))
        return message(raw, "info", text=words.decode("latin-1"))
    return comma_frame(raw, frame["state"], frame["mode"], frame["number"], frame["unit"])


def _with_tare(frame: re.Match[bytes], mode: Mode) -> Weight | None:
    """The two strings that hold a weight and the tare that was taken from it."""
    raw = frame.group() + END
    if frame["state"] == b"ER":
        return _fault(frame)
    if frame["state"] in _BEYOND:
        return message(raw, "status_only", _BEYOND[frame["state"]], unit=unit_name(frame["unit"]), mode=mode)
    value, tare = decimal(frame["number"]), decimal(frame["tare"])
    if value is None or tare is None:
        return None
    return quantity(raw, value, frame["unit"], stable=frame["state"] == b"ST", mode=mode, tare=tare)


def _with_id(frame: re.Match[bytes]) -> Weight | None:
    """A weight and the id under which it was stored; `NO`: it was not stored, the load was moving or negative."""
    if unit_name(frame["unit"]) != unit_name(frame["tare_unit"]):
        return None
    weight = _with_tare(frame, "gross")
    if weight is None or weight.kind != "weight":
        return weight
    if frame["id"] == b"NO":
        return replace(weight, text="not stored: moving or negative")
    return replace(weight, alibi=frame["id"].decode())


def _fault(frame: re.Match[bytes]) -> Weight:
    return message(frame.group() + END, "status_only", "error", text="the remote scale does not answer")


def _reply(line: Line) -> Weight | None:
    reply = _REPLY.fullmatch(line.alone().data)
    if reply is None:
        return None
    raw, word = reply.group() + END, reply[1]
    if word == b"OK":
        return message(raw, "ack")
    words = "not stored: moving or negative" if word == b"NO" else _ERRORS.get(word[-2:], word.decode())
    return message(raw, "error_reply", "error", text=words)


def _decoder(config: Mapping[str, object]) -> LineDecoder:
    return LineDecoder(_read, mask_high_bit=switch(config, "mask_high_bit"))


DINI_ARGEO = Dialect(decoder=_decoder, poll=b"READ\r\n", zero=b"ZERO\r\n", tare=b"TARE\r\n", store=b"PID\r\n")
