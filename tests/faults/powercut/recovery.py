"""Backup and restore while the power is cut: what `record.recovery.backup` writes, and what must be true of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from station.record.recovery import backup
from station.record.writer import Store
from tests.faults.powercut.stories import STATION, Mark, Scenario, Tell, all_names, commit, no_one, with_queue

SINCE = 20
"""Scans between the backup and its restore."""


def _with_folder(folder: Path) -> None:
    with_queue(folder)
    (folder / "backups").mkdir()


def back_up(folder: Path, tell: Tell) -> None:
    """Backups between scans, each under its own name."""
    known = sorted(all_names(folder / "station.db"))
    store = Store.open(folder / "station.db", STATION)
    for turn in range(6):
        known += commit(store, 3, tell)
        backup.back_up(store.path, folder / "backups" / f"{turn}.db")
        tell("backed_up", file=f"backups/{turn}.db", scans=known)


def _with_backup(folder: Path) -> None:
    with_queue(folder)
    backup.back_up(folder / "station.db", folder / "backup.db")
    with Store.open(folder / "station.db", STATION) as store:
        commit(store, SINCE, no_one)


def restore(folder: Path, tell: Tell) -> None:
    """Go back to a backup; the scans since then stay in the file that is put aside."""
    with closing(sqlite3.connect(folder / "station.db")) as connection:
        (epoch,) = connection.execute("SELECT epoch FROM meta").fetchone()
    tell("epoch_before", epoch=epoch)
    backup.restore(folder / "backup.db", folder / "station.db", STATION)
    tell("restored")
    commit(Store.open(folder / "station.db", STATION), 10, tell)


SCENARIOS = {"back_up": Scenario(_with_folder, back_up), "restore": Scenario(_with_backup, restore)}


def broken_backups(folder: Path, marks: list[Mark]) -> list[str]:
    """Backups that were confirmed and cannot be used, and files that look like one and are none."""
    promised = {mark["file"]: set(mark["scans"]) for mark in marks if mark["kind"] == "backed_up"}
    found = [f"the backup {name} is gone" for name in promised if not (folder / name).exists()]
    for path in sorted((folder / "backups").glob("*.db")):
        try:
            with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
                (words,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            complete = words == "ok" and promised.get(f"backups/{path.name}", set()) <= all_names(path)
        except sqlite3.Error:
            complete = False
        if not complete:
            found.append("a backup is damaged or lacks scans")
    return found


def put_aside(folder: Path) -> set[str]:
    """Names of the scans in databases beside the record: the damaged and the replaced ones."""
    ours = (folder / "station.db", folder / "backup.db")
    there: set[str] = set()
    for path in sorted(folder.iterdir()):
        draft = path.name.startswith(".")  # of a restore that was cut off: nobody was told of it
        if path.is_file() and path not in ours and not draft and path.read_bytes()[:15] == b"SQLite format 3":
            there |= all_names(path)
    return there


def number_given_twice(folder: Path, marks: list[Mark], missing: set[str]) -> list[str]:
    """A record that has lost its newest scans must not give their numbers out again."""
    before = {mark["epoch"] for mark in marks if mark["kind"] == "epoch_before"}
    with closing(sqlite3.connect(folder / "station.db")) as connection:
        (epoch,) = connection.execute("SELECT epoch FROM meta").fetchone()
    return ["numbers are given out twice"] if missing and epoch in before else []
