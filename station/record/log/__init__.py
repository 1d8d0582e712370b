"""The kernel of the record: append-only, one sequence, one hash chain."""

from __future__ import annotations

from station.record.log.errors import DamagedError, StoreError, damaged, replaced
from station.record.log.location import inode_of
from station.record.log.lock import mark_damage, running_writer
from station.record.log.swap_files import LOG, beside, set_aside
from station.record.log.timestamps import utc_now
from station.record.log.wire import as_now, canonical

__all__ = [
    "LOG",
    "DamagedError",
    "StoreError",
    "as_now",
    "beside",
    "canonical",
    "damaged",
    "inode_of",
    "mark_damage",
    "replaced",
    "running_writer",
    "set_aside",
    "utc_now",
]
