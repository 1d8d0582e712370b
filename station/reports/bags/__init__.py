"""Labels of bags, documents of despatches, and the list of bags."""

from __future__ import annotations

from station.reports.bags.despatch import Despatch, Held, despatch_of, held_in
from station.reports.bags.fonts import finished
from station.reports.bags.pages import begin, write
from station.reports.bags.pdf import despatch_pdf, label_pdf
from station.reports.bags.rows import despatch_json, manifest_csv, manifest_rows
from station.reports.bags.zpl import zpl_label

__all__ = [
    "Despatch",
    "Held",
    "begin",
    "despatch_json",
    "despatch_of",
    "despatch_pdf",
    "finished",
    "held_in",
    "label_pdf",
    "manifest_csv",
    "manifest_rows",
    "write",
    "zpl_label",
]
