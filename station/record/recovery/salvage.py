"""Go on in a new file with all that can be read of a record that is damaged, or of which a file was taken away."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from station.record.log import connect, end_mark, epochs, quarter_counts, swap_files
from station.record.log.errors import DamagedError, in_words
from station.record.log.lock import RecordLock
from station.record.log.timestamps import stamp, utc_now
from station.record.recovery import lost_end, open_checked
from station.record.recovery.copy_scans import carry_over
from station.record.recovery.repair_header import COPY, INNER, LOGGED, from_log, readable
from station.record.upkeep import alarm_values, alarms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from station.record.log.end_mark import EndMark

_CACHE_KIB = 256 << 10
"""So that no page which only the open connection still has is given up while it is read."""


def salvage(database: Path, station_id: str | None) -> str:
    """Set a damaged record aside and go on in a new file with all that can be read of it; words on what came of it.

    StoreBusyError, StoreError when not even the station's name is known, OSError.
    """
    lock = RecordLock(database)
    try:
        return _salvage(database, station_id)
    finally:
        lock.release(clean=True)


def save_open(connection: sqlite3.Connection, database: Path, now_utc: str) -> tuple[int, int]:
    """Carry over what an open connection still reads, for the next start to put in place: how many scans, how many not.

    sqlite3.Error, StoreError, OSError.
    """
    draft = _draft_of(database)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    name = str(connection.execute("SELECT station_id FROM meta").fetchone()[0])
    scans, lost = _into(draft, connection, name, alarms.TAKEN, end_mark.read(database), now_utc)
    swap_files.lay_ready(draft, database)
    return scans, lost or 0


def _salvage(database: Path, station_id: str | None) -> str:
    now = utc_now()
    draft, mark, taken = _draft_of(database), end_mark.read(database), lost_end.reason(database)
    if station_id is None and not lost_end.has_content(database):
        raise _nameless(database)
    try:
        found = readable(database, draft) if lost_end.has_content(database) else from_log(database, draft, mark)
        with closing(connect.without_settings(_fullest(found, station_id, draft))) as source:
            name = station_id or _name(source)
            if name is None:
                raise _nameless(database)
            scans, lost = _into(draft, source, name, alarms.TAKEN if taken else alarms.SALVAGED, mark, now)
        kept = swap_files.swap_in(draft, database, stamp(now))
        for copy in (COPY, INNER, LOGGED):
            swap_files.clear(swap_files.beside(draft, copy))
    except sqlite3.Error as error:
        raise in_words(error, draft) from error
    missing = ", how many there were cannot be read" if lost is None else f", {lost} could not be read" if lost else ""
    where = f"The damaged file is {kept}; keep it" if kept else "Its file was missing"
    why = f" ({taken})" if taken else ""
    return f"THE RECORD WAS DAMAGED: {scans} scans saved{missing}. {where}{why}"


def _nameless(database: Path) -> DamagedError:
    return DamagedError(f"{database}: the database is damaged, and it does not say whose it is. Name the configuration")


def _draft_of(database: Path) -> Path:
    draft = database.with_name(f".{database.name}.salvaging")
    swap_files.clear(draft)
    return draft


def _into(
    draft: Path, source: sqlite3.Connection, station_id: str, kind: str, mark: EndMark | None, now_utc: str
) -> tuple[int, int | None]:
    """Make `draft` a record with the source's scans, in a new epoch. How many were saved, how many were not; None: that
    cannot be told.
    """
    with closing(open_checked.ready(draft, station_id, check=False)) as target:
        target.execute("BEGIN IMMEDIATE")
        taken = _take_epochs(source, target)
        carried = carry_over(source, target, 0)
        quarter_counts.count_anew(target)
        highest, lost = carried.highest, carried.lost
        if mark is not None:
            lost += max(0, mark.seq - highest)
            highest = max(highest, mark.seq)
            _reach(target, mark, nothing_taken=not taken)
        epochs.number_on(target, highest)
        epochs.begin(target, now_utc, f"{kind}: {_saved(carried.scans, lost if highest or mark else None)}")
        target.execute("COMMIT")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return carried.scans, lost if highest or mark else None


def _saved(scans: int, lost: int | None) -> str:
    if lost is None:
        return alarm_values.written(alarm_values.SAVED_SOME, scans=scans)
    return alarm_values.written(alarm_values.SAVED, scans=scans, lost=lost)


def _reach(target: sqlite3.Connection, mark: EndMark, *, nothing_taken: bool) -> None:
    """So that the mark, which stays beside it, fits the new file."""
    target.execute("UPDATE tally SET writes = max(writes, ?)", (mark.writes,))
    if nothing_taken:
        row = (mark.epoch_id, mark.epoch, mark.after_seq)
        target.execute("UPDATE epoch SET id = ?, epoch = ?, after_seq = ?", row)
    elif mark.epoch not in {span.epoch for span in epochs.epochs(target)}:
        target.execute(
            "INSERT INTO epoch (id, epoch, after_seq, began_at, why) "
            "SELECT max(?, (SELECT max(id) + 1 FROM epoch)), ?, ?, began_at, 'by the end mark' FROM epoch LIMIT 1",
            (mark.epoch_id, mark.epoch, mark.after_seq),
        )


def _fullest(files: Sequence[Path], station_id: str | None, draft: Path) -> Path:
    """That of which the most scans can be saved; tried out in `draft`."""
    if len(files) == 1:
        return files[0]
    saved = []
    for file in files:
        with closing(connect.without_settings(file)) as source:
            name = station_id or _name(source) or "unknown"
            with closing(open_checked.ready(draft, name, check=False)) as trial:
                trial.execute("BEGIN")
                saved.append(carry_over(source, trial, 0).scans)
        swap_files.clear(draft)
    return files[saved.index(max(saved))]


def _take_epochs(source: sqlite3.Connection, target: sqlite3.Connection) -> bool:
    """Whether there were some that can be believed."""
    try:
        rows = source.execute("SELECT id, epoch, after_seq, began_at, why FROM epoch ORDER BY id").fetchall()
    except sqlite3.Error:
        return False
    new = target.execute("SELECT id, epoch, after_seq, began_at, why FROM epoch").fetchall()
    put = "INSERT INTO epoch (id, epoch, after_seq, began_at, why) VALUES (?, ?, ?, ?, ?)"
    try:
        target.execute("DELETE FROM epoch")
        target.executemany(put, rows or new)
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, UnicodeEncodeError):  # what was read are no epochs
        target.execute("DELETE FROM epoch")
        target.executemany(put, new)
        return False
    return bool(rows)


def _name(source: sqlite3.Connection) -> str | None:
    try:
        found = source.execute("SELECT station_id FROM meta").fetchone()
    except sqlite3.Error:
        return None
    return None if found is None else str(found[0])
