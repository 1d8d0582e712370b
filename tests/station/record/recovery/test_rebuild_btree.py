"""Whatever inner page of the table of scans is destroyed: every row is found again through its leaf."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from station.record.log.scan_columns import NAMES
from station.record.recovery import rebuild_btree

COLUMNS = ", ".join(f"c{i}" for i in range(len(NAMES)))


def table_of(path: Path, rows: int) -> tuple[int, set[int]]:
    """A file with so many rows of the width of scans and some that are none; its root, and all inner pages."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (a, b)")
        connection.execute(f"CREATE TABLE scan (seq INTEGER PRIMARY KEY, scan_id BLOB, {COLUMNS})")
        connection.executemany("INSERT INTO other VALUES (?, ?)", [(i, "x" * 90) for i in range(500)])
        connection.executemany(
            "INSERT INTO scan (seq, scan_id, c0, c1) VALUES (?, randomblob(16), ?, ?)",
            [(3 * i + 1, "text" * (i % 40), i) for i in range(rows)],
        )
        connection.commit()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'scan'").fetchone()
    content = path.read_bytes()
    waiting, inner = [root], set[int]()
    while waiting:
        page = content[(number := waiting.pop()) * 4096 - 4096 : number * 4096]
        if page[0] == rebuild_btree.INTERIOR:
            inner.add(number)
            waiting += rebuild_btree._children(page) or []
    return root, inner


def rows_of(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute("SELECT * FROM scan ORDER BY seq").fetchall()


@pytest.mark.parametrize(("rows", "seed"), [(200, 1), (3000, 2), (30_000, 3), (30_000, 4)])
def test_every_row_is_found_again(tmp_path: Path, rows: int, seed: int) -> None:
    path, chance = tmp_path / "x.db", random.Random(seed)
    root, inner = table_of(path, rows)
    before = rows_of(path)
    assert not rebuild_btree.is_broken(path, root)
    for page in {root, chance.choice(sorted(inner))} if inner else {root}:
        with path.open("r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(chance.randbytes(4096))
    assert rebuild_btree.is_broken(path, root)

    rebuild_btree.rebuild(path, root)

    assert not rebuild_btree.is_broken(path, root)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM scan ORDER BY seq").fetchall() == before


def test_a_file_without_any_leaf_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    root, _ = table_of(path, 0)
    before = path.read_bytes()
    rebuild_btree.rebuild(path, root)
    assert path.read_bytes()[96:] == before[96:]


@pytest.mark.parametrize("seed", range(30))
def test_garbage_is_no_leaf_and_raises_nothing(tmp_path: Path, seed: int) -> None:
    path, chance = tmp_path / "x.db", random.Random(seed)
    root, _ = table_of(path, 400)
    content = bytearray(path.read_bytes())
    for _ in range(40):
        at = chance.randrange(4096, len(content) - 200)
        content[at : at + chance.randrange(200)] = b""
    content += chance.randbytes(-len(content) % 4096)
    path.write_bytes(content)
    rebuild_btree.is_broken(path, root)
    rebuild_btree.rebuild(path, root)
