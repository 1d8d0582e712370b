"""MT-SICS, the Mettler-Toledo standard interface command set; KERN KCP has the same grammar.

Sources: Mettler-Toledo AT operating instructions p.87 and JS p.30, tests of the mt-sics, InstrumentKit and pylabrobot
drivers. Upper-case ASCII, CR LF or what the menu says, parameters separated by a space. The weight of
`S` is always net, tared or not, so its mode is not told. Pounds and ounces are `12:07.50 lb:oz`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.contract import Weight
from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.lines import END, LONGEST, Lines
from hardware.scales.framing.message import number, ounces_of
from hardware.scales.framing.quantities import WEIGHT_UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from hardware.contract import Kind, Mode, WeightStatus

STABLE = b"S\r\n"
NOW = b"SI\r\n"
REPEAT = b"SIR\r\n"
ZERO = b"Z\r\n"
TARE = b"T\r\n"
CLEAR = b"TAC\r\n"
RESET = b"@\r\n"
"""Ends a repeat and a wait, keeps the tare, answers with the serial number."""


_NUMBER = rb"(-?\d{1,10}(?:\.\d{1,9})?) +([A-Za-z%\xb5\xc2]{1,5}) *"
_DUAL = rb"(?P<pounds>-?\d{1,4}):(?P<ounces>\d{1,2}(?:\.\d{1,4})?) +lb:oz *"
_WEIGHT = re.compile(rb"S ([SD]) +(?:" + _NUMBER + rb"|" + _DUAL + rb")\Z")
_QUANTITY = re.compile(_NUMBER)
_DEVICE_ERROR = re.compile(rb"S [SD] +(Error +\d{1,3}[a-z]?) *\Z", re.IGNORECASE)
_REPLY = re.compile(rb"([A-Z@][A-Z0-9]{0,3}) ([ABILSD+-])(?: +(.*))?", re.DOTALL)
_OWN_WORDS = re.compile(rb'[A-Z@][A-Z0-9]{0,3} [ABL] .*"', re.DOTALL)
_QUOTED = re.compile(rb'"([^"]*)"')
_START = re.compile(rb'(?<![A-Za-z0-9 ."])[A-Z@]')
"""Where a short answer may begin: a letter or digit glued before it would make it another word."""
_SEVEN_BITS = bytes(byte & 0x7F for byte in range(256))
_LONGEST_LIST = 4096
"""Bytes of an answer of several lines that are kept; a longer one loses its beginning."""

_ERRORS = {b"ES": "syntax", b"ET": "transmission", b"EL": "logical"}
_REFUSALS = {b"I": "busy", b"L": "bad parameter", b"+": "above the range", b"-": "below the range"}


class MtSicsDecoder:
    """Messages out of the bytes of an MT-SICS scale. An answer of several lines (`x B`) is one message."""

    def __init__(self, *, mask_high_bit: bool = False) -> None:
        """`mask_high_bit`: the scale sends 7 data bits and parity while the port reads 8."""
        self._mask = mask_high_bit
        self._lines = Lines()
        self._list: list[_Info] = []

    def feed(self, data: bytes, at: float = 0.0) -> list[Weight]:
        """The messages that are complete now, oldest first; `at` is when `data` arrived."""
        if self._mask:
            data = data.translate(_SEVEN_BITS)
        messages = (self._finish(_read_line(line), at) for line in self._lines.feed(data))
        return [message for message in messages if message is not None]

    def reset(self) -> None:
        """Forget the unfinished line and the unfinished list."""
        self._lines.reset()
        self._list = []

    def _finish(self, said: Weight | _Info | None, at: float) -> Weight | None:
        if said is None or isinstance(said, Weight):
            return said and replace(said, at=at)
        if self._list and self._list[0].id != said.id:
            self._list = []
        self._list.append(said)
        if said.more:
            while sum(len(part.raw) for part in self._list) > _LONGEST_LIST:
                del self._list[0]
            return None
        parts, self._list = self._list, []
        text = ", ".join(part.text for part in parts if part.text)
        return replace(_message(b"".join(part.raw for part in parts), "info"), text=text, at=at)


@dataclass(frozen=True, slots=True)
class _Info:
    """One line of words: `x A words` or, with more lines to follow, `x B words`."""

    id: bytes
    more: bool
    text: str
    raw: bytes


def _read_line(line: bytes) -> Weight | _Info | None:
    """The answer that ends the line. Noise may stand before it, but the device's own words may not pass for one."""
    weighing = _WEIGHT.search(line) or _DEVICE_ERROR.search(line)
    if weighing is not None and not _OWN_WORDS.match(line[: weighing.start()]):
        return _read_weight(weighing) if weighing.re is _WEIGHT else _device_error(weighing)
    starts = (match.start() for match in _START.finditer(line))
    replies = (_read_reply(line[start:]) for start in starts if not _OWN_WORDS.match(line[:start]))
    return next((reply for reply in replies if reply is not None), None)


def _read_weight(match: re.Match[bytes]) -> Weight | None:
    raw = match.group() + END
    stable = match[1] == b"S"
    status: WeightStatus = "ok" if stable else "motion"
    if match["pounds"] is not None:
        value = ounces_of(match["pounds"], match["ounces"])
        net = Weight("weight", value, "oz", stable, "net", status, raw, at=0.0, mode_told=False)
        return None if value is None else net
    unit = _unit(match[3])
    if unit in WEIGHT_UNITS:
        return Weight("weight", number(match[2]), unit, stable, "net", status, raw, at=0.0, mode_told=False)
    if unit in ("pcs", "%"):
        return _message(raw, "percent" if unit == "%" else "count", unit=unit, stable=stable)
    return _message(raw, "status_only", "error", text=f"the scale shows the unit {unit}, which is not a weight")


def _device_error(match: re.Match[bytes]) -> Weight:
    return _message(match.group() + END, "error_reply", "error", text=_words(match[1]))


def _read_reply(line: bytes) -> Weight | _Info | None:
    raw = line + END
    if len(raw) > LONGEST:
        return None
    if line in _ERRORS:
        return _message(raw, "error_reply", "error", text=_ERRORS[line])
    match = _REPLY.fullmatch(line)
    if match is None:
        return None
    name, state, rest = match[1], match[2], (match[3] or b"").rstrip(b" ")
    if name.startswith(b"S"):
        return _weighing(raw, state) if name == b"S" and not rest else None
    if name in (b"Z", b"ZI", b"T", b"TI", b"TA", b"TAC"):
        return _zero_or_tare(raw, name, state, rest)
    if state == b"A" and not rest and not _is_info(name):
        return _message(raw, "ack")
    if state in b"AB":
        quoted = _QUOTED.sub(rb"\1", rest)
        return _Info(name, state == b"B", _words(quoted), raw)
    return _refusal(raw, state) if state in b"IL" and not rest else None


def _weighing(raw: bytes, state: bytes) -> Weight | None:
    match state:
        case b"+":
            return _message(raw, "status_only", "overload")
        case b"-":
            return _message(raw, "status_only", "underload")
        case b"I":
            return _message(raw, "status_only", "error", text="busy, or not stable in time")
        case b"L":
            return _refusal(raw, state)
        case _:
            return None


def _zero_or_tare(raw: bytes, name: bytes, state: bytes, rest: bytes) -> Weight | None:
    if state in b"IL+-" and not rest:
        at_zero = name.startswith(b"Z") and state in b"+-"
        return _refusal(raw, state, "zero_error" if at_zero else "error")
    if name == b"ZI":
        return _message(raw, "ack", stable=state == b"S") if state in b"SD" and not rest else None
    if state != (b"A" if name != b"TI" else state) or state not in b"ASD":
        return None
    stable = None if state == b"A" else state == b"S"
    quantity = _QUANTITY.fullmatch(rest)
    if quantity is None or _unit(quantity[2]) not in WEIGHT_UNITS:
        return None if rest else _message(raw, "ack", stable=stable)
    if name.startswith(b"Z"):
        return None
    kind: Kind = "tare" if name == b"TA" else "ack"
    mode: Mode = "tare" if name == b"TA" else "net"
    return _message(raw, kind, tare=number(quantity[1]), unit=_unit(quantity[2]), stable=stable, mode=mode)


def _refusal(raw: bytes, state: bytes, status: WeightStatus = "error") -> Weight:
    return _message(raw, "error_reply", status, text=_REFUSALS[state])


def _message(
    raw: bytes,
    kind: Kind,
    status: WeightStatus = "ok",
    *,
    unit: str | None = None,
    stable: bool | None = None,
    mode: Mode | None = None,
    tare: Decimal | None = None,
    text: str | None = None,
) -> Weight:
    return Weight(kind, None, unit, stable, mode, status, raw, 0.0, tare, text=text)


def _unit(unit: bytes) -> str:
    return unit.replace(b"\xc2\xb5", b"\xb5").decode("latin-1").lower()


def _words(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _is_info(name: bytes) -> bool:
    return name.startswith(b"I") and name[1:].isdigit()


def _serial_of(message: Weight) -> str | None:
    return message.text if message.kind == "info" and message.raw.startswith(b"I4 A ") and message.text else None


def _decoder(config: Mapping[str, object]) -> MtSicsDecoder:
    mask = config.get("mask_high_bit", False)
    if not isinstance(mask, bool):
        raise ValueError(f"mask_high_bit is {mask!r}: use true or false")  # noqa: TRY004  # a wrong setting, not a bug
    return MtSicsDecoder(mask_high_bit=mask)


MT_SICS = Dialect(
    decoder=_decoder,
    hello=RESET,
    stream=REPEAT,
    poll=NOW,
    zero=ZERO,
    tare=TARE,
    clear=CLEAR,
    confirms=True,
    serial_of=_serial_of,
)
