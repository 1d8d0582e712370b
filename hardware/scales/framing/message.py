"""How a protocol puts what it read into the contract's words, and what it is told by the configuration."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.contract import Weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Kind, Mode, WeightStatus


def message(  # noqa: PLR0913  # one for each field of the contract
    raw: bytes,
    kind: Kind,
    status: WeightStatus = "ok",
    *,
    value: Decimal | None = None,
    unit: str | None = None,
    stable: bool | None = None,
    mode: Mode | None = None,
    tare: Decimal | None = None,
    flags: tuple[str, ...] = (),
    text: str | None = None,
) -> Weight:
    """A message whose time of arrival the decoder fills in."""
    return Weight(kind, value, unit, stable, mode, status, raw, 0.0, tare, flags, text)


def number(digits: bytes) -> Decimal:
    """Every decimal of the wire is kept; a minus zero is zero. Blanks do not count."""
    value = Decimal(digits.replace(b" ", b"").decode("ascii"))
    return value or abs(value)


def ounces_of(pounds: bytes, ounces: bytes) -> Decimal | None:
    """16 times the pounds and the ounces, with the sign of the pounds; None when the ounces make a pound or more."""
    whole, rest = number(pounds), number(ounces)
    if rest >= 16:
        return None
    total = 16 * whole + (-rest if b"-" in pounds else rest)
    return total or abs(total)


def text_setting(config: Mapping[str, object], key: str, allowed: tuple[str, ...], default: str | None) -> str | None:
    """A setting that is one of a few words. ValueError names the key and the words."""
    value = config.get(key, default)
    if value is not None and value not in allowed:
        raise ValueError(f"{key} is {value!r}: use one of {', '.join(allowed)}")
    return None if value is None else str(value)


def switch(config: Mapping[str, object], key: str, *, default: bool = False) -> bool:
    """A setting that is true or false. ValueError names the key."""
    value = config.get(key, default)
    if not isinstance(value, bool):
        raise ValueError(f"{key} is {value!r}: use true or false")  # noqa: TRY004  # a wrong setting, not a bug
    return value
