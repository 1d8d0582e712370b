"""Faults of the record and its backups: whose finding each is, and what that has to say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from config import Config
from station.assembly.station import backup_rules
from station.doctor.record import check_backups, check_record
from station.runtime.backup_thread import BackupThread
from tests.station.doctor.rig import Rig, Seed
from tests.waiting import until

NO_LOG = {"stopped": "a station that has ended has no log: all of it is in the record"}
NEW_STATION = {"stopped": "a station without any file is a new one"}
RESTORED = {"stopped": "a record that was put there is known by the station that starts on it"}
NO_FOLDER = {
    "running": "no station runs in a file: one that runs has a folder, and a doctor told otherwise sees no station"
}


def _damaged(rig: Rig, change: Callable[[Path], object]) -> Config:
    """The record of a station that may run on it, with this done to its file."""
    config = rig.config() if rig.database.exists() else rig.recorded()
    change(rig.database)
    return config


def _overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def _log_of(database: Path) -> Path:
    """The log, once the running station has written into it."""
    log = database.with_name(f"{database.name}-wal")
    until(lambda: log.exists() and log.stat().st_size > 0, "the log")
    return log


def _exchange(database: Path) -> None:
    """Lay a copy where the record was."""
    copy = database.with_name("copy")
    shutil.copyfile(database, copy)
    copy.replace(database)


def _backups_removed(rig: Rig) -> Config:
    """There is a young backup, and then the folder of all of them is gone."""
    config = rig.config() if rig.database.exists() else rig.recorded()
    rules = backup_rules(config)
    BackupThread(rig.database, rules).look()
    assert check_backups(config, None).state == "ok"
    shutil.rmtree(rules.folder)
    return config


def _backups_in_a_file(rig: Rig) -> Config:
    if not rig.database.exists():
        rig.recorded()
    station = {"id": "lane-1", "data_dir": rig.folder / "data", "backup_dir": rig.file("backups")}
    return rig.config(station=station)


def _of_another(rig: Rig) -> Config:
    if not rig.database.exists():
        return rig.recorded("lane-9")
    return rig.config(station={"id": "lane-9", "data_dir": rig.folder / "data"})


RECORD: tuple[Seed, ...] = (
    Seed("record of another station", check_record, ("lane-9", "station.id"), _of_another, late=True),
    Seed(
        "record: damaged page",
        check_record,
        ("damaged", "next start"),
        lambda r: _damaged(
            r, lambda path: _overwrite(path, path.stat().st_size // 2 // 4096 * 4096, os.urandom(12288))
        ),
        late=True,
    ),
    Seed(
        "record: damaged header",
        check_record,
        ("damaged", "next start"),
        lambda r: _damaged(r, lambda path: _overwrite(path, 0, bytes(100))),
        late=True,
    ),
    Seed(
        "record: cut off",
        check_record,
        ("damaged", "next start"),
        lambda r: _damaged(r, lambda path: os.truncate(path, 9000)),
        late=True,
    ),
    Seed(
        "record: emptied",
        check_record,
        ("is empty", "station restore"),
        lambda r: _damaged(r, lambda path: os.truncate(path, 0)),
        late=True,
    ),
    Seed("record: gone", check_record, ("is gone", "station restore"), lambda r: _damaged(r, Path.unlink), late=True),
    Seed(
        "record: another in its place",
        check_record,
        ("replaced", "put the file back", "start the station again"),
        lambda r: _damaged(r, _exchange),
        late=True,
        never=RESTORED,
    ),
    Seed(
        "record: log deleted",
        check_record,
        ("log", "deleted", "start it again|start the station again"),
        lambda r: _damaged(r, lambda path: _log_of(path).unlink()),
        late=True,
        never=NO_LOG,
    ),
    Seed(
        "record: log emptied",
        check_record,
        ("log", "emptied", "start it again|start the station again"),
        lambda r: _damaged(r, lambda path: os.truncate(_log_of(path), 0)),
        late=True,
        never=NO_LOG,
    ),
    Seed(
        "data_dir deleted",
        check_record,
        ("is gone while the station runs", "start it again"),
        lambda r: _damaged(r, lambda path: shutil.rmtree(path.parent)),
        late=True,
        alone=True,
        never=NEW_STATION,
    ),
    Seed(
        "data_dir is a file",
        check_record,
        ("is a file", "station.data_dir"),
        lambda r: (r.file("data"), r.config())[1],
        never=NO_FOLDER,
    ),
    Seed(
        "backups old",
        check_backups,
        ("no backup yet", "station backup"),
        lambda r: r.recorded(at="2026-01-01T10:00:00.000Z"),
    ),
    Seed("backup folder removed", check_backups, ("no backup", "station backup"), _backups_removed, late=True),
    Seed("backup folder is a file", check_backups, ("is a file", "station.backup_dir"), _backups_in_a_file, late=True),
    Seed(
        "no backups are made",
        check_backups,
        ("station.backup_keep",),
        lambda r: r.config(station={"id": "lane-1", "data_dir": r.folder / "data", "backup_keep": 0}),
    ),
)
