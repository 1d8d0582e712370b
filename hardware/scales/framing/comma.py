"""The comma family: a word of state, a word of mode, the number and its unit, as many makers write it.

`ST` stable, `US` moving, `HD` held, `QT` a stable count, `OL` and `UL` out of range; `GS` gross, `NT` net, `TR` tare.
What stands beside an out of range is filler; a minus in it says under.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.scales.framing.message import message
from hardware.scales.framing.quantities import decimal, quantity, unit_name

if TYPE_CHECKING:
    from hardware.contract import Mode, Weight, WeightStatus

MODES: dict[bytes, Mode] = {b"GS": "gross", b"NT": "net", b"TR": "tare"}
_STABLE = {b"ST": True, b"US": False, b"HD": None, b"QT": True}
_BEYOND = (b"OL", b"UL")


def comma_frame(
    raw: bytes, state: bytes, mode: bytes | None, field: bytes, unit: bytes, *, flags: tuple[str, ...] = ()
) -> Weight | None:
    """What the parts of a frame mean; None when the number is none."""
    meant = MODES.get(mode) if mode else None
    if state in _BEYOND:
        status: WeightStatus = "underload" if state == b"UL" or b"-" in field else "overload"
        return message(raw, "status_only", status, unit=unit_name(unit), mode=meant)
    value = decimal(field)
    if value is None:
        return None
    if state == b"QT":
        return message(raw, "count", unit=unit.strip(b" ").decode("latin-1").lower() or None, stable=True)
    held = ("hold",) if state == b"HD" else ()
    return quantity(raw, value, unit, stable=_STABLE[state], mode=meant, flags=flags + held)
