"""The barcode reader: pictures in, symbols out."""

from __future__ import annotations

from hardware.reading.evidence.across_frames import SteadyReader
from hardware.reading.module_size import module_size
from hardware.reading.reader import LabelReader

__all__ = ["LabelReader", "SteadyReader", "module_size"]
