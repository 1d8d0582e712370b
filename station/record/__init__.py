"""The record: SQLite, one writer (`Store`), any number of read-only connections (`Reads`)."""

from __future__ import annotations

from station.record.list_ages import is_stale, list_ages
from station.record.log.errors import StoreBusyError
from station.record.log.wire import SCAN_KEYS, WEIGHT_KEYS
from station.record.outbox.backlog import Backlog, DeadScan
from station.record.outbox.batches import Batch
from station.record.outbox.settling import Settled
from station.record.output_files import is_database, spare_the_record
from station.record.reads import Reads
from station.record.recently_accepted import accepted_within, counting
from station.record.report_reads import Fate, ReportReads
from station.record.scan_marks import MARKS
from station.record.shift_spans import ShiftSpan, Signed
from station.record.writer import Store

__all__ = [
    "MARKS",
    "SCAN_KEYS",
    "WEIGHT_KEYS",
    "Backlog",
    "Batch",
    "DeadScan",
    "Fate",
    "Reads",
    "ReportReads",
    "Settled",
    "ShiftSpan",
    "Signed",
    "Store",
    "StoreBusyError",
    "accepted_within",
    "counting",
    "is_database",
    "is_stale",
    "list_ages",
    "spare_the_record",
]
