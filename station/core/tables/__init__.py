"""Files that a person or a program wrote, read with every problem named."""

from __future__ import annotations

from station.core.tables.cells import country, day, postal
from station.core.tables.csv_table import NO_PARCEL, lines_of
from station.core.tables.manifest import COLUMNS, Stored, read_manifest, read_rows
from station.core.tables.spreadsheet import safe_cell
from station.core.tables.table import CellError, PlanProblem, Table

__all__ = [
    "COLUMNS",
    "NO_PARCEL",
    "CellError",
    "PlanProblem",
    "Stored",
    "Table",
    "country",
    "day",
    "lines_of",
    "postal",
    "read_manifest",
    "read_rows",
    "safe_cell",
]
