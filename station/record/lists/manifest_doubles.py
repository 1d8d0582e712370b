"""Lines of one parcel in a manifest: those that differ in their other numbers alone are one parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.tables import COLUMNS

if TYPE_CHECKING:
    import sqlite3

    from station.core.tables import Table

_SAME = " AND ".join(f"p.{name} IS o.{name}" for name in COLUMNS if name != "alt_ids")
_DOUBLES = (
    f"SELECT p.line, p.parcel_id, p.alt_ids, o.line, o.alt_ids, {_SAME} "  # noqa: S608  # names of our own
    "FROM parcel p JOIN (SELECT parcel_id, min(line) AS line FROM parcel GROUP BY parcel_id HAVING count(*) > 1) f "
    "ON f.parcel_id = p.parcel_id JOIN parcel o ON o.line = f.line WHERE p.line > f.line ORDER BY p.line"
)


def merge_doubles(connection: sqlite3.Connection, table: Table) -> int:
    """Make one line of those of a combined delivery; how many lines are gone. Lines that contradict go to `table`."""
    (different,) = connection.execute("SELECT count(*) FROM (SELECT DISTINCT parcel_id FROM parcel)").fetchone()
    (rows,) = connection.execute("SELECT count(*) FROM parcel").fetchone()
    if different == rows:
        return 0
    others: dict[int, list[str]] = {}
    gone: list[tuple[int]] = []
    for line, parcel_id, alt_ids, first, first_ids, same in connection.execute(_DOUBLES).fetchall():
        if same:
            known = others.setdefault(first, _several(first_ids))
            known.extend(alt_id for alt_id in _several(alt_ids) if alt_id not in known)
            gone.append((line,))
        else:
            cure = "remove one of the two lines, or make them alike but for alt_ids"
            table.problem(line, f"parcel_id: {parcel_id} is on line {first} already, with other values", cure)
    connection.execute("BEGIN")
    connection.executemany("DELETE FROM parcel WHERE line = ?", gone)
    connection.executemany("DELETE FROM alias WHERE line = ?", [*gone, *((line,) for line in others)])
    connection.executemany(
        "UPDATE parcel SET alt_ids = ? WHERE line = ?", [("|".join(ids) or None, line) for line, ids in others.items()]
    )
    aliases = [(alt_id, line) for line, ids in others.items() for alt_id in ids]
    connection.executemany("INSERT INTO alias VALUES (?, ?)", aliases)
    connection.execute("COMMIT")
    return len(gone)


def _several(alt_ids: str | None) -> list[str]:
    return alt_ids.split("|") if alt_ids else []
