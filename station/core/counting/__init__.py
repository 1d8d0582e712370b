"""Figures of presented parcels: how each was read, and how sure a rate is."""

from __future__ import annotations

from station.core.counting.presentations import Presentation, Presentations, Shown
from station.core.counting.read_classes import ReadClass, ReadCounts, class_after
from station.core.counting.senders import LabelQuality, Sender, label_quality
from station.core.counting.tally import CountedScan, Line, Tally, percentile, tally
from station.core.counting.wilson import interval

__all__ = [
    "CountedScan",
    "LabelQuality",
    "Line",
    "Presentation",
    "Presentations",
    "ReadClass",
    "ReadCounts",
    "Sender",
    "Shown",
    "Tally",
    "class_after",
    "interval",
    "label_quality",
    "percentile",
    "tally",
]
