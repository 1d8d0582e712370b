"""The machine: room and speed of the disk, the clock, the terminal."""

from __future__ import annotations

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from station.assembly import store_path
from station.clock import Clock
from station.doctor.finding import FAULT, OK, WARNING, Finding
from station.doctor.record import nearest
from station.language import ENGLISH, language, trouble_texts
from station.record import Reads
from station.record.log import StoreError
from station.record.upkeep import room
from station.runtime import doubt

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config
    from station.doctor.running import Running

SLOW_S = 0.1
"""A commit waits for the disk once; the worker notices more than this."""
WRITES = 5
LEAST_COLUMNS, LEAST_ROWS = 80, 24


def check_disk(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether scans have room."""
    folder, path = nearest(config.station.data_dir), store_path(config)
    in_file = 0
    with suppress(StoreError, sqlite3.Error):  # the record's own finding says what is wrong with it
        if path.exists():
            with Reads(path) as reads:
                in_file = reads.size().free
    left = room(folder / path.name, in_file)
    warning = trouble_texts(left.warning, language(ENGLISH)).technician if left.warning else None
    words = f"{left.free / 2**30:.1f} GiB free at {folder}"
    return Finding("disk", FAULT if left.stops else WARNING if warning else OK, warning or words)


def check_disk_speed(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """How long the disk takes to keep a little for good."""
    folder = nearest(config.station.data_dir)
    try:
        return judge_disk_speed(folder, sync_times(folder))
    except OSError as error:
        words = f"{folder} takes no file ({error.strerror or error}); check its owner, mode and mount"
        return Finding("disk speed", WARNING, words)


def sync_times(folder: Path) -> list[float]:
    """Seconds of each of a few small writes that are forced to the disk. OSError."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(WRITES):
            start = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return times


def judge_disk_speed(folder: Path, times: list[float]) -> Finding:
    """By the median: one slow write is nothing."""
    middle = statistics.median(times)
    words = f"{middle * 1000:.0f} ms to keep a scan at {folder}"
    if middle <= SLOW_S:
        return Finding("disk speed", OK, words)
    cure = "a worn SD card or a network disk? Put station.data_dir on a local SSD"
    return Finding("disk speed", WARNING, f"{words}, each verdict waits that long: {cure}")


def check_clock(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether NTP holds it, and whether the record believes it."""
    reading = Clock().read()
    with suppress(StoreError):  # the record's own finding says what is wrong with it
        if (warning := doubt(store_path(config), config.station.keep_days, reading)) is not None:
            return Finding("clock", WARNING, warning)
    if reading.state == "synced":
        return Finding("clock", OK, f"synchronised, {reading.utc}")
    words = f"not synchronised by NTP, {reading.utc}; scans are marked `{reading.state}`"
    return Finding("clock", WARNING, f"{words}: sudo timedatectl set-ntp true")


def check_terminal(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether the screen can be shown in the terminal from which the doctor was called."""
    size = None
    out = sys.__stdout__ or sys.stdout  # a screen of ours has put something else in its place
    for stream in (out, sys.__stderr__, sys.__stdin__):
        with suppress(OSError, ValueError, AttributeError):
            size = size or os.get_terminal_size(stream.fileno() if stream else -1)
    return judge_terminal(out.encoding or "", size, os.environ.get("TERM"))


def judge_terminal(encoding: str, size: tuple[int, int] | None, term: str | None) -> Finding:
    """`encoding` of the output, columns and rows (None: no terminal), and `$TERM`."""
    troubles = []
    if encoding.lower().replace("-", "") != "utf8":
        troubles.append(
            f"the locale is not UTF-8 ({encoding or 'unknown'}), the screen would be unreadable: LANG=C.UTF-8"
        )
    if size is not None and (size[0] < LEAST_COLUMNS or size[1] < LEAST_ROWS):
        troubles.append(
            f"{size[0]}x{size[1]} is small, parts of the screen are left out: {LEAST_COLUMNS}x{LEAST_ROWS} or more"
        )
    if size is not None and (term or "dumb") in {"dumb", "vt100", "vt102", "vt220"}:
        troubles.append(f"TERM={term or ''} has no colours, verdicts would be told by text alone: TERM=xterm-256color")
    if troubles:
        return Finding("terminal", WARNING, "; ".join(troubles))
    return Finding("terminal", OK, f"{size[0]}x{size[1]}, {term}, UTF-8" if size else "none here, UTF-8")
