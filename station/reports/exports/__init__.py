"""What `station export` writes: `columns` names the columns, `row_formats` the forms of a file."""

from __future__ import annotations

from station.reports.exports.columns import MANIFEST
from station.reports.exports.epcis import export_epcis
from station.reports.exports.records import Which, export_bags, export_refused, export_requests, export_scans, moment_of
from station.reports.exports.row_formats import write_csv
from station.reports.exports.whole_file import export_to

__all__ = [
    "MANIFEST",
    "Which",
    "export_bags",
    "export_epcis",
    "export_refused",
    "export_requests",
    "export_scans",
    "export_to",
    "moment_of",
    "write_csv",
]
