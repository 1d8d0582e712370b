"""Barcode libraries, and what they agree on."""

from __future__ import annotations

from hardware.reading.engines.families import gs1_digit

__all__ = ["gs1_digit"]
