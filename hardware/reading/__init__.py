"""The barcode reader: pictures in, symbols out."""

from __future__ import annotations

from hardware.reading.evidence.across_frames import SteadyReader
from hardware.reading.evidence.memory import ReaderMemory, Track
from hardware.reading.masking import masked
from hardware.reading.module_size import module_size
from hardware.reading.reader import LabelReader
from hardware.reading.region_reader import WHOLE, RegionReader
from hardware.reading.text import NOT_INSTALLED, line_reader
from hardware.reading.text.still_reader import PrintedStillReader

__all__ = [
    "NOT_INSTALLED",
    "WHOLE",
    "LabelReader",
    "PrintedStillReader",
    "ReaderMemory",
    "RegionReader",
    "SteadyReader",
    "Track",
    "line_reader",
    "masked",
    "module_size",
]
