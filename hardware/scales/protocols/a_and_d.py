"""A&D balances (`ST,+001234.5  g`) and indicators (`ST,GS,+0012.50kg`).

Sources: manuals of EK-L p.28, AD-4406/4407 pp.45-47, GC p.56 and AD-4212B. Fields have fixed places,
the point may be a comma. Balance: state, 9 characters, unit of 3. Indicator: state, mode, 8 characters, unit of 2, by
option of 3. Replies: `I` busy, `?` unknown, `EC,Enn` where error codes are on, ACK. RS-485 puts `@nn` before a line.
The commands of the balances differ from model to model; `Q` is the one that asks for a weight at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.comma import comma_frame
from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import message, switch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Weight

_BALANCE = re.compile(rb"(?P<state>ST|US|QT|OL),(?P<mode>)(?P<number>[-+ ][\x20-\x7e]{8})(?P<unit>[A-Za-z% ]{3})\Z")
_INDICATOR = re.compile(
    rb"(?P<state>ST|US|OL|HD),(?P<mode>GS|NT|TR),(?P<number>[\x20-\x7e]{8})(?P<unit>[A-Za-z% ]{2,3})\Z"
)
_CODE = re.compile(rb"EC,(E\d\d)\Z")
_REPLY = re.compile(rb"(?:@\d\d)?([I?])")
_WORDS = {b"I": "busy", b"?": "unknown command"}
_CODES = {
    b"E01": "undefined command",
    b"E02": "not possible now",
    b"E04": "command too long",
    b"E06": "wrong format",
    b"E11": "not stable in time",
}
_ACK = b"\x06"


def _reader(frame: re.Pattern[bytes]) -> Callable[[Line], Weight | None]:
    def read(line: Line) -> Weight | None:
        match = frame.search(line.data)
        if match is not None:
            return comma_frame(match.group() + END, match["state"], match["mode"], match["number"], match["unit"])
        return _answer(line)

    return read


def _answer(line: Line) -> Weight | None:
    code = _CODE.search(line.data)
    if code is not None:
        words = _CODES.get(code[1], "see the manual of the scale")
        return message(code.group() + END, "error_reply", "error", text=f"{code[1].decode()} {words}")
    if line.data.endswith(_ACK):
        return message(_ACK + END, "ack")
    reply = _REPLY.fullmatch(line.alone().data)
    return reply and message(reply.group() + END, "error_reply", "error", text=_WORDS[reply[1]])


def _decoder(frame: re.Pattern[bytes]) -> Callable[[Mapping[str, object]], LineDecoder]:
    return lambda config: LineDecoder(_reader(frame), mask_high_bit=switch(config, "mask_high_bit"))


BALANCE = Dialect(decoder=_decoder(_BALANCE), poll=b"Q\r\n")
INDICATOR = Dialect(decoder=_decoder(_INDICATOR), poll=b"RW\r\n", zero=b"MZ\r\n", tare=b"MT\r\n", clear=b"CT\r\n")
