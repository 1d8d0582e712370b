"""The model of the disk, tried on programs of which everybody knows what a power cut does to them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.faults.powercut import replay
from tests.faults.powercut.bench import watched

OLD, NEW = b"o" * 3000, b"n" * 5000
BEGIN = """
import os, shutil, sys, mmap
from pathlib import Path
there = Path(os.environ["POWERCUT_FOLDER"])
old, new = b"o" * 3000, b"n" * 5000
def sync(path):
    fd = os.open(path, os.O_RDONLY)
    os.fsync(fd)
    os.close(fd)
"""
WITH_CARE = """
(there / "fresh").write_bytes(new)
sync(there / "fresh")
os.rename(there / "fresh", there / "file")
sync(there)
"""
UNSYNCED_CONTENT = WITH_CARE.replace('sync(there / "fresh")\n', "")
UNSYNCED_NAME = WITH_CARE.replace("sync(there)\n", "") + "(there / 'more').write_bytes(old)"
OVERWRITTEN = "(there / 'file').write_bytes(new)\nsync(there / 'file')"
EVERY_CALL = """
(there / "a" / "b").mkdir(parents=True)
(there / "one").write_bytes(new)
shutil.copyfile(there / "one", there / "a" / "two")
with open(there / "one", "rb") as source, open(there / "a" / "three", "wb") as target:
    os.copy_file_range(source.fileno(), target.fileno(), 4000, 100, 50)
with open(there / "one", "r+b") as file:
    os.pwrite(file.fileno(), b"x" * 700, 4800)
    os.ftruncate(file.fileno(), 5100)
    os.posix_fallocate(file.fileno(), 0, 9000)
with open(there / "one", "ab") as file:
    file.write(b"at the end")
os.chdir(there)
Path("relative").write_text("words")
os.rename("relative", "a/renamed")
os.replace("a", "moved")
os.unlink("moved/two")
os.rmdir("moved/b")
(there / "file").write_bytes(b"short")
"""
MAPPED = """
with open(there / "file", "r+b") as file:
    mmap.mmap(file.fileno(), 0)[:3] = b"new"
"""


def found(program: str, library: Path, work: Path) -> set[bytes | None]:
    """What `file` may hold after a cut anywhere; None: it is gone."""
    (work / "disk").mkdir(parents=True)
    (work / "disk" / "file").write_bytes(OLD)
    disk, ops = watched(["-c", BEGIN + program], work / "disk", library, {})
    seen: set[bytes | None] = set()
    for point in range(len(ops) + 1):
        seen |= {disk.cut(Random(f"{point} {turn}")).get(str(work / "disk" / "file")) for turn in range(60)}
        if point < len(ops):
            disk.take(ops[point])
    return seen


def test_a_file_that_is_replaced_with_care_is_old_or_new(library: Path, work: Path) -> None:
    assert found(WITH_CARE, library, work) == {OLD, NEW}


def test_a_file_that_was_not_synced_before_its_rename_may_be_empty_or_torn(library: Path, work: Path) -> None:
    seen = found(UNSYNCED_CONTENT, library, work)
    assert {OLD, NEW, b""} < seen


def test_a_rename_may_be_undone_until_its_folder_is_synced(library: Path, work: Path) -> None:
    assert found(UNSYNCED_NAME, library, work) == {OLD, NEW}
    assert OLD in found(UNSYNCED_NAME + "\nsync(there / 'more')", library, work.with_name("again"))


def test_a_file_that_is_overwritten_may_be_anything_between(library: Path, work: Path) -> None:
    seen = found(OVERWRITTEN, library, work)
    assert {OLD, NEW, b""} < seen
    assert any(content and set(content) >= set(b"no") for content in seen), "torn at a sector"


def test_every_call_that_writes_is_seen(library: Path, work: Path) -> None:
    """`watched` compares the replay without a cut with the folder."""
    assert b"short" in found(EVERY_CALL, library, work)


def test_what_cannot_be_followed_is_refused(library: Path, work: Path) -> None:
    with pytest.raises(ValueError, match="mapped for writing"):
        found(MAPPED, library, work)


def test_cuts_are_many_at_the_syncs_and_names() -> None:
    ops = [replay.Op(at, "S" if at == 500 else "W", 1, 0, "", b"x") for at in range(1000)]
    points = replay.cut_points(ops, 200, Random(1))
    assert sum(point in (500, 501) for point in points) >= 100
    assert len(set(points)) > 50
