"""Figures of presented parcels: how each was read, and how sure a rate is."""

from __future__ import annotations

from station.core.counting.cut_off import CLOCK_TIME, CutOff, Departure, cut_off
from station.core.counting.hub_rows import HubRow, hub_rows
from station.core.counting.odd_runs import OddKind, OddRun, OddRuns, Passed
from station.core.counting.presentations import Presentation, Presentations, Shown
from station.core.counting.read_classes import ReadClass, ReadCounts, class_after
from station.core.counting.senders import LabelQuality, Sender, label_quality
from station.core.counting.shift_figures import FEW, GROUPS, Chosen, Named, ShiftFigures, Span
from station.core.counting.tally import CountedScan, Line, Tally, percentile, quarter_of, tally
from station.core.counting.wilson import interval

__all__ = [
    "CLOCK_TIME",
    "FEW",
    "GROUPS",
    "Chosen",
    "CountedScan",
    "CutOff",
    "Departure",
    "HubRow",
    "LabelQuality",
    "Line",
    "Named",
    "OddKind",
    "OddRun",
    "OddRuns",
    "Passed",
    "Presentation",
    "Presentations",
    "ReadClass",
    "ReadCounts",
    "Sender",
    "ShiftFigures",
    "Shown",
    "Span",
    "Tally",
    "class_after",
    "cut_off",
    "hub_rows",
    "interval",
    "label_quality",
    "percentile",
    "quarter_of",
    "tally",
]
