"""The comma family as many makers send it: `ST,GS,+  12.34kg`, with their liberties.

Sources: integrators' pages for USR-W610, T-Scale QHW and NHB, CSX6, a driver for KERN EOC, a page of jswjk.com.
The comma behind the mode may be missing (T-Scale, KERN EOC), the mode too; sign and digits may be
apart; a comma may stand before the unit or for the point; an address or noise may stand before the state. KERN EOC is
asked with a bare `W`; most others talk by themselves, so nothing is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.comma import comma_frame
from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.line_decoder import Line, LineDecoder
from hardware.scales.framing.lines import END
from hardware.scales.framing.message import switch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Weight

_FRAME = re.compile(
    rb"(?P<state>ST|US|HD|QT|OL|UL),(?:(?P<mode>GS|NT|TR),?|(?<!,[A-Z]{2},))"
    rb"(?P<number>[-+ \d.,]*)(?P<unit>[A-Za-z%]{0,3}) *\Z"
)
"""Without a mode, the state may not itself stand in the place of one."""


def _read(line: Line) -> Weight | None:
    frame = _FRAME.search(line.data)
    if frame is None:
        return None
    value = re.sub(rb",? *\Z", b"", frame["number"])
    if not frame["unit"] and frame["state"] not in (b"OL", b"UL"):
        return None
    return comma_frame(frame.group() + END, frame["state"], frame["mode"], value, frame["unit"])


def _decoder(config: Mapping[str, object]) -> LineDecoder:
    return LineDecoder(_read, mask_high_bit=switch(config, "mask_high_bit"))


ST_GS = Dialect(decoder=_decoder)
KERN_EOC = Dialect(decoder=_decoder, poll=b"W")
