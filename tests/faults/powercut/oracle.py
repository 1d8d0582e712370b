"""What must be true of a station's folder after a power cut, given what had been confirmed before."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from station.record.log import epochs, schema
from station.record.log.errors import StoreError
from station.record.log.scan_columns import NAMES
from station.record.log.terms import TermTexts
from station.record.log.wire import canonical, first_link, next_link, wire_of
from station.record.writer import Store
from tests.faults.powercut.recovery import broken_backups, number_given_twice, put_aside
from tests.faults.powercut.stories import STATION, Mark, uuid_of
from tests.station.record.drafts import draft


def names(connection: sqlite3.Connection, table: str) -> list[str]:
    """Names of the scans in a table."""
    rows = connection.execute(f"SELECT lower(hex(s.scan_id)) FROM scan s JOIN {table} USING (seq)").fetchall()
    return [uuid_of(name) for (name,) in rows]


def told(marks: Iterable[Mark], *kinds: str) -> set[str]:
    """Names that were confirmed as this."""
    return {name for mark in marks if mark["kind"] in kinds for name in mark["ids"]}


def broken_links(connection: sqlite3.Connection) -> list[str]:
    """Scans whose link of the hash chain is not what the scans before them make it."""
    (station,) = connection.execute("SELECT station_id FROM meta").fetchone()
    spans, terms = epochs.epochs(connection), TermTexts(connection)
    links = dict(connection.execute("SELECT last_seq, chain FROM retired").fetchall())
    found = []
    for *row, chain in connection.execute(f"SELECT {', '.join(NAMES)}, chain FROM scan ORDER BY seq").fetchall():
        seq, span = row[0], epochs.epoch_of(row[0], spans)
        number = seq - span.after_seq
        before = first_link(station, span.epoch) if number == 1 else links.get(seq - 1, b"")
        if next_link(before, canonical(wire_of((number, *terms.full(row)[1:])))) != chain:
            found.append(f"the chain is broken at scan {seq}")
        links[seq] = chain
    return found


_HALF_FIXED = """SELECT 'scan ' || seq || ' corrects one that is not fixed by it' FROM scan AS s
    WHERE corrects IS NOT NULL AND NOT EXISTS (SELECT 1 FROM resolution JOIN scan AS f USING (seq)
      WHERE successor = s.seq AND how = 'fixed' AND lower(hex(f.scan_id)) = replace(s.corrects, '-', ''))
  UNION ALL SELECT 'refused scan ' || seq || ' is fixed by a scan that is not there' FROM resolution
    WHERE how = 'fixed' AND successor NOT IN (SELECT seq FROM scan WHERE corrects IS NOT NULL)"""


def half_fixed(connection: sqlite3.Connection) -> list[str]:
    """Refused scans that are fixed without their successor, and successors without one."""
    return [words for (words,) in connection.execute(_HALF_FIXED)]


def inner_faults(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with a record in itself."""
    faults = [f"integrity_check: {words}" for (words,) in connection.execute("PRAGMA integrity_check") if words != "ok"]
    faults += [f"foreign_key_check: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
    if faults:
        return faults
    ids = names(connection, "scan")
    if len(ids) != len(set(ids)):
        faults.append("a scan is there twice")
    counted = connection.execute(
        "SELECT (SELECT count(*) FROM scan), (SELECT count(*) FROM outbox), "
        "(SELECT count(*) FROM refused WHERE seq NOT IN (SELECT seq FROM resolution))"
    ).fetchone()
    tally = connection.execute("SELECT scans, pending, dead FROM tally").fetchone()
    if counted != tally:
        faults.append(f"the tally says {tally}, there are {counted}")
    return faults + broken_links(connection) + half_fixed(connection)


def losses(connection: sqlite3.Connection, folder: Path, marks: list[Mark]) -> list[str]:
    """Confirmed things that are not there."""
    there = set(names(connection, "scan"))
    queue, dead = set(names(connection, "outbox")), set(names(connection, "refused"))
    missing = told(marks, "committed") - told(marks, "may_retire") - there
    found = broken_backups(folder, marks) + number_given_twice(folder, marks, missing)
    if missing := missing - put_aside(folder):
        found.append(f"{len(missing)} confirmed scans are gone")
    if queue & told(marks, "acknowledged", "refused"):
        found.append("settled scans wait again")
    if told(marks, "refused") - dead:
        found.append("refused scans are not with the refused")
    fixed = {(mark["seq"], mark["by_seq"]) for mark in marks if mark["kind"] == "fixed"}
    if fixed - set(connection.execute("SELECT seq, successor FROM resolution").fetchall()):
        found.append("fixed scans are open again")
    retired = sum(mark["count"] for mark in marks if mark["kind"] == "retired")
    if len(told(marks, "committed") - there) < retired:
        found.append("retired scans are back")
    if there - queue - dead - told(marks, "acknowledged", "may_acknowledge"):
        found.append("scans left the queue without a verdict")
    return found


def after_cut(folder: Path, marks: list[Mark]) -> tuple[list[str], list[str]]:
    """What is corrupt and what is lost in a station's folder; it is opened as the station opens it."""
    database, migrated = folder / "station.db", any(mark["kind"] == "migrated" for mark in marks)
    try:
        lost = _as_it_lies(folder, _not_migrated) if migrated else []
        with Store.open(database, STATION) as store:
            next_one = {"kind": "committed", "ids": [store.commit(draft()).scan_id]}
            alarms = ["the start says damage"] if "DAMAGED" in (store.opened_with or "") else []
        with closing(sqlite3.connect(database)) as connection:
            return alarms + inner_faults(connection), lost + losses(connection, folder, [*marks, next_one])
    except (StoreError, sqlite3.Error) as error:
        return [str(error).replace(str(folder), "").split(". ")[0]], ["unknown: the record cannot be read"]


def _as_it_lies(folder: Path, look: Callable[[sqlite3.Connection], list[str]]) -> list[str]:
    """Ask a copy of the folder, so that the station finds it untouched."""
    copy = folder.with_name(folder.name + "-copy")
    shutil.copytree(folder, copy)
    try:
        with closing(sqlite3.connect(copy / "station.db")) as connection:
            return look(connection)
    finally:
        shutil.rmtree(copy)


def _not_migrated(connection: sqlite3.Connection) -> list[str]:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return [] if version == schema.VERSION else ["the migration is undone"]
