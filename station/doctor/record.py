"""The record: its file, the SQLite that writes it, what happened to it, its backups."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

from station.assembly import backup_rules, store_path
from station.core import RECORD_FILE
from station.doctor.finding import FAULT, OK, WARNING, Finding
from station.doctor.running import trouble_of
from station.record import Reads
from station.record.log import LOG, DamagedError, StoreError, beside, set_aside
from station.record.recovery import missing
from station.runtime import OLD, newest, trouble, wall

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config
    from station.doctor.running import Running

QUICK_BYTES = 200 << 20
"""A larger record is not read whole: the examination has to be quick."""
WAL_RESET = ((3, 7, 0), (3, 51, 2))
"""First and last SQLite that can damage a file when two connections write and checkpoint at the same moment."""


def check_record(config: Config, running: Running | None) -> Finding:
    """Whether it can be written, is this station's, and whole."""
    path = store_path(config)
    folder = nearest(config.station.data_dir)
    if not folder.is_dir():
        words = f"{folder} is a file, not a folder: move it away, or name a folder in station.data_dir"
        return Finding("record", FAULT, words)
    if not os.access(folder, os.W_OK | os.X_OK):
        words = f"{folder} cannot be written by this user; change its owner or station.data_dir"
        return Finding("record", FAULT, words)
    if running is not None and (taken := _taken_away(path, running)) is not None:
        return Finding("record", FAULT, taken)
    if not path.exists():
        return _no_record(path)
    if path.is_file() and not path.stat().st_size:
        words = f"{path} is empty, its scans are gone: station restore FILE; start the station once if it never ran"
        return Finding("record", FAULT, words)
    try:
        if (lost := missing(path)) is not None:
            return Finding("record", FAULT, f"{path}: {lost}")
        with Reads(path) as reads:
            if reads.station_id != config.station.id:
                words = f"{path} belongs to station {reads.station_id}, not to {config.station.id}"
                return Finding("record", FAULT, f"{words}; change station.id or station.data_dir")
            backlog = reads.backlog()
            problem = reads.quick_check() if path.stat().st_size < QUICK_BYTES else None
    except (StoreError, sqlite3.Error) as error:
        return Finding("record", FAULT, str(error))
    if problem:
        words = f"{path}: damaged ({problem}); the next start sets it aside and takes over what can be read"
        return Finding("record", FAULT, words)
    return Finding("record", OK, f"{path}: {backlog.pending} waiting for the centre, {backlog.dead} refused by it")


def _taken_away(path: Path, running: Running) -> str | None:
    """Which file of the record is not there any more, though a station works with it; None: they are."""
    cure = (
        f"end it (kill {running.pid}) and start it again, it says what was saved; station restore FILE brings the rest"
    )
    if not path.exists():
        return f"{path} is gone while the station runs (pid {running.pid}): put it back, or {cure}"
    if path.is_file() and not path.stat().st_size:
        return f"{path} is empty, it was emptied while the station runs (pid {running.pid}): {cure}"
    log = beside(path, LOG)
    if not log.exists() or (not log.stat().st_size and _misses_log(path)):
        return f"{log}, the record's log, was deleted or emptied while the station runs (pid {running.pid}): {cure}"
    failed = str((running.status or {}).get("failed") or "")
    return trouble_of(running, RECORD_FILE) or (failed if failed.startswith("core:") else None)


def _misses_log(path: Path) -> bool:
    """Whether SQLite looks for what stood in the log. An empty one alone is in order: all of it was carried over."""
    try:
        with Reads(path) as reads:
            reads.count()
    except DamagedError:
        return False
    except StoreError:
        return True
    return False


def _no_record(path: Path) -> Finding:
    """A station that never ran has no record; one that did has lost it."""
    left = [file for file in path.parent.glob(f"{path.name}*") if not file.name.startswith(f"{path.name}.set-aside")]
    if not left:
        return Finding("record", OK, f"{path}: not there yet, made at the first start")
    words = (
        f"{path} is gone, though {left[0].name} shows that this station has run: look for it, or station restore FILE"
    )
    return Finding("record", FAULT, words)


def check_sqlite(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether the linked library has the WAL-reset fault."""
    return judge_sqlite(sqlite3.sqlite_version_info)


def judge_sqlite(version: tuple[int, int, int]) -> Finding:
    """The finding on one version of SQLite."""
    name = ".".join(map(str, version))
    if not WAL_RESET[0] <= version <= WAL_RESET[1]:
        return Finding("sqlite", OK, f"SQLite {name}")
    words = (
        f"SQLite {name} has the WAL-reset fault: another program that writes the record beside the station may damage "
        "it. Open it with nothing but station commands, and use a Python with SQLite 3.51.3 or newer when you can"
    )
    return Finding("sqlite", WARNING, words)


def check_recovery(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """What happened to the record and nobody has seen yet, and the files that were set aside then."""
    path = store_path(config)
    files = ", ".join(str(each) for each in set_aside(path))
    kept = f"set aside, move away once nobody needs them: {files}" if files else "nothing was set aside"
    try:
        with Reads(path) as reads:
            alarms = reads.alarms()
    except StoreError:  # the record's own finding says so
        alarms = ()
    if alarms:
        return Finding("recovery", FAULT, "; ".join((*alarms, kept, "when you know why: station verify --seen")))
    return Finding("recovery", OK, kept)


def check_backups(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether there is a young one. A record of less than three days may have none."""
    path, rules = store_path(config), backup_rules(config)
    if not rules.keep:
        return Finding("backups", WARNING, "none are made: station.backup_keep is 0")
    if not path.exists():
        return Finding("backups", OK, "nothing to back up yet")
    if not (there := nearest(rules.folder)).is_dir() or not os.access(there, os.W_OK | os.X_OK):
        what = "cannot be written by this user" if there.is_dir() else "is a file, not a folder"
        words = f"{there} {what}, no backup can be made: name another folder in station.backup_dir, or mend that one"
        return Finding("backups", FAULT, words)
    try:
        now = wall()
        old, made = trouble(path, rules, now), newest(path, rules.folder, now)
    except OSError as error:
        return Finding("backups", FAULT, f"{rules.folder}: {error}")
    if old is None:
        return Finding("backups", OK, f"the newest is younger than three days, in {rules.folder}")
    if made is None and _is_young(path, now):
        return Finding("backups", OK, f"none yet: the running station makes the first one at {rules.at}:00")
    return Finding("backups", FAULT if made else WARNING, old)


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not folder.exists():
        folder = folder.parent
    return folder


def _is_young(path: Path, now: datetime) -> bool:
    """Whether the record holds nothing older than the oldest backup may be."""
    try:
        with Reads(path) as reads:
            first = next(reads.exported(), None)
        return first is None or now - datetime.fromisoformat(str(first["scanned_at"])) < OLD
    except (StoreError, ValueError):
        return False
