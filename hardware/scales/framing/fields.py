"""Fields of a fixed width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.scales.framing.quantities import decimal

if TYPE_CHECKING:
    from decimal import Decimal


def right_aligned(field: bytes) -> Decimal | None:
    """A number that fills its field to the end; None when a blank behind it says that something is missing."""
    return None if field.endswith(b" ") else decimal(field)
