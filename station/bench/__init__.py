"""Benchmarks: they print figures, ours and the peers' in the same run, and assert nothing."""

from __future__ import annotations

from station.bench.decode import Failures, Row, run
from station.bench.figures import Figure, table
from station.bench.pictures import DRAWN, FOLDER, Shown, drawn, of_files, pictures_of
from station.bench.readers import Answer, Readers
from station.bench.terminal import StartError

__all__ = [
    "DRAWN",
    "FOLDER",
    "Answer",
    "Failures",
    "Figure",
    "Readers",
    "Row",
    "Shown",
    "StartError",
    "drawn",
    "of_files",
    "pictures_of",
    "run",
    "table",
]
