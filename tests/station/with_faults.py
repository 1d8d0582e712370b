"""The demo with I/O errors (libfiu, by `fiu-run -x`). A program: FAILURE PROBABILITY SCANS ARGS."""

from __future__ import annotations

import ctypes
import os
import sys
import uuid
from collections.abc import Callable
from itertools import count

import uvicorn  # noqa: F401  # before the faults begin: a Python that cannot read its own modules is not under test

import station.assembly.station
import station.cli.errors
import station.demo.worker
import station.sync.upload.loop
import station.tracking_server.app  # noqa: F401  # as above
from station.cli import run
from station.cli.bounded_output import LineWriter
from station.cli.main import main
from station.core.events import Event, ScanCommitted
from station.core.models import Scan, ScanDraft
from station.record.log.errors import StoreError
from station.record.writer import Store


def enable(failure: str, probability: float) -> None:
    fiu_enable_random = ctypes.CDLL("libfiu.so.0").fiu_enable_random
    fiu_enable_random.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_float]
    if fiu_enable_random(failure.encode(), 1, None, 0, probability) != 0:
        sys.exit("libfiu does not take it")


def after_so_many(scans: int, begin: Callable[[], None]) -> None:
    """Let faults begin once so many scans were confirmed; 0: at once."""
    if not scans:
        begin()
    tell, left = run.print_committed, count(1)

    def told(results: LineWriter, event: Event) -> None:
        tell(results, event)
        if isinstance(event, ScanCommitted) and next(left) == scans:
            begin()

    run.print_committed = told


def credulous() -> None:
    """The control: a station that confirms what it could not store."""
    commit = Store.commit

    def committed(self: Store, draft: ScanDraft) -> Scan:
        try:
            return commit(self, draft)
        except StoreError:
            return Scan(str(uuid.uuid4()), 1, draft)

    Store.commit = committed  # type: ignore[method-assign]


if __name__ == "__main__":
    failure, probability, scans = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    del sys.argv[1:4]
    if os.environ.get("CREDULOUS"):
        credulous()
    after_so_many(scans, lambda: enable(failure, probability))
    main()
