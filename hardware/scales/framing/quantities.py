"""What number and unit of a frame mean together: a weight, a tare, pieces, percent, or nothing that is weighed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.scales.framing.message import message, number, text_setting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from hardware.contract import Kind, Mode, Weight, WeightStatus

WEIGHT_UNITS = frozenset(("ug", "µg", "mg", "g", "kg", "t", "ct", "lb", "oz", "ozt", "gn", "dwt", "mom", "tola"))
_DECIMAL = re.compile(rb" *([+-]?) *(\d+(?:[.,]\d*)?) *")
_PIECES = frozenset(("pc", "pcs"))


def decimal(field: bytes) -> Decimal | None:
    """A number with its sign, blanks around both, point or comma; None when the field holds anything else."""
    match = _DECIMAL.fullmatch(field)
    return None if match is None else number(match[1] + match[2].replace(b",", b"."))


def unit_name(field: bytes) -> str | None:
    """A weight's unit in lower case; None when the field holds anything else."""
    unit = field.strip(b" ").decode("latin-1").lower()
    return unit if unit in WEIGHT_UNITS else None


def configured_unit(config: Mapping[str, object]) -> str | None:
    """The setting `unit`, for a scale that does not send it; None: not configured. ValueError: no weight's unit."""
    return text_setting(config, "unit", tuple(sorted(WEIGHT_UNITS)), None)


def quantity(
    raw: bytes,
    value: Decimal,
    unit: bytes,
    *,
    stable: bool | None = None,
    mode: Mode | None = None,
    tare: Decimal | None = None,
    flags: tuple[str, ...] = (),
) -> Weight:
    """The message of a frame whose unit is on the wire."""
    name = unit_name(unit)
    if name is not None:
        return measured(raw, value, name, stable=stable, mode=mode, tare=tare, flags=flags)
    shown = unit.strip(b" ").decode("latin-1").lower()
    if shown in _PIECES or shown == "%":
        kind: Kind = "percent" if shown == "%" else "count"
        return message(raw, kind, _status(stable), unit=shown, stable=stable, flags=flags)
    return message(raw, "status_only", "error", text=f"the scale shows the unit {shown!r}, which is not a weight")


def measured(
    raw: bytes,
    value: Decimal,
    unit: str | None,
    *,
    stable: bool | None = None,
    mode: Mode | None = None,
    tare: Decimal | None = None,
    flags: tuple[str, ...] = (),
) -> Weight:
    """A weight in a known unit, or in one that nobody told; what is shown as tare is no weight."""
    status = _status(stable)
    if mode == "tare":
        return message(raw, "tare", status, unit=unit, stable=stable, mode=mode, tare=value, flags=flags)
    return message(raw, "weight", status, value=value, unit=unit, stable=stable, mode=mode, tare=tare, flags=flags)


def _status(stable: bool | None) -> WeightStatus:
    return "motion" if stable is False else "ok"
