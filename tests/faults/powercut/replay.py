"""A folder as it would be after a power cut, from what `recorder.c` wrote down.

The disk of the model keeps what was asked of it and no more:
- what a file held when it was synced is there. Each later write is kept, gone, or torn at 512 bytes, whatever became of
  the others; a later change of its size is kept or gone;
- names (create, rename, unlink, a new folder) are durable once their folder was synced. Later ones survive as a prefix
  in their order, folder by folder: a file system with a journal, such as ext4. Unlike ext4, syncing a file does not
  make its name durable; a rename belongs to the folder that it ends in.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random
from typing import Any

SECTOR = 512
FOLDER = -1
"""Stands for a folder where a file's number would."""
_HEAD = struct.Struct("<c3xIQqQ")


@dataclass(frozen=True, slots=True)
class Op:
    """One record; `file` is a number that is never used again, unlike an inode."""

    at: int
    kind: str
    file: int
    offset: int
    path: str
    data: bytes


@dataclass(slots=True)
class Disk:
    """What is durable, and what was asked for since."""

    files: dict[int, bytes] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    writes: dict[int, list[Op]] = field(default_factory=dict)
    moves: dict[str, list[Op]] = field(default_factory=dict)
    lies: bool = False
    """It answers a sync without doing anything: a control, for which every test has to fail."""

    def take(self, op: Op) -> None:
        """The operation was done."""
        if op.kind in "WT":
            self.writes.setdefault(op.file, []).append(op)
        elif op.kind in "CURM":
            self.moves.setdefault(_parent(_ends_at(op)), []).append(op)
        elif op.kind == "S" and not self.lies:
            self.files[op.file] = _written(self.files.get(op.file, b""), self.writes.pop(op.file, []))
        elif op.kind == "D" and not self.lies:
            _moved(self.names, self.moves.pop(op.path, []))

    def cut(self, chance: Random) -> dict[str, bytes | None]:
        """What is found after a power cut now, by path; None: a folder."""
        return self.found(chance.choice((_nothing, _everything, _some, _some, _last)), chance)

    def found(self, fate: Any, chance: Random) -> dict[str, bytes | None]:
        """What is found when this is the fate of all that is not durable."""
        names = dict(self.names)
        moves = [op for folder in self.moves.values() for op in folder[: _prefix(fate, len(folder), chance)]]
        _moved(names, sorted(moves, key=lambda op: op.at))
        return {path: None if file == FOLDER else self._content(file, fate, chance) for path, file in names.items()}

    def _content(self, file: int, fate: Any, chance: Random) -> bytes:
        return _written(self.files.get(file, b""), fate(self.writes.get(file, []), chance))


def _nothing(_ops: list[Op], _chance: Random) -> list[Op]:
    return []


def _everything(ops: list[Op], _chance: Random) -> list[Op]:
    return ops


def _last(ops: list[Op], _chance: Random) -> list[Op]:
    return ops[-1:]


def _some(ops: list[Op], chance: Random) -> list[Op]:
    """Each kept, gone or torn, by chance."""
    kept: list[Op] = []
    for op in ops:
        match chance.randrange(3):
            case 0:
                kept.append(op)
            case 1 if op.kind == "W":
                kept += [part for part in _sectors(op) if chance.random() < 0.5]
            case _:
                pass
    return kept


def _sectors(op: Op) -> Iterator[Op]:
    start = op.offset
    while start < op.offset + len(op.data):
        end = min((start // SECTOR + 1) * SECTOR, op.offset + len(op.data))
        yield Op(op.at, "W", op.file, start, "", op.data[start - op.offset : end - op.offset])
        start = end


def _prefix(fate: Any, length: int, chance: Random) -> int:
    return {_nothing: 0, _everything: length}.get(fate, chance.randint(0, length))


def _written(content: bytes, ops: list[Op]) -> bytes:
    image = bytearray(content)
    for op in ops:
        end = op.offset + len(op.data)
        if len(image) < end:
            image.extend(bytes(end - len(image)))
        if op.kind == "T":
            del image[op.offset :]
        else:
            image[op.offset : end] = op.data
    return bytes(image)


def _moved(names: dict[str, int], ops: list[Op]) -> None:
    """Do to the names what these operations do; what they need may be missing, then they do nothing."""
    for op in ops:
        if op.kind == "U":
            names.pop(op.path, None)
        elif op.kind == "R":
            if op.path not in names:
                continue
            target = op.data.decode()
            for path in [path for path in names if path == op.path or path.startswith(op.path + "/")]:
                names[target + path[len(op.path) :]] = names.pop(path)
        elif _parent(op.path) in names:
            names[op.path] = FOLDER if op.kind == "M" else op.file


def _ends_at(op: Op) -> str:
    return op.data.decode() if op.kind == "R" else op.path


def _parent(path: str) -> str:
    return str(PurePosixPath(path).parent)


def starting_disk(folder: Path) -> tuple[Disk, dict[int, int]]:
    """A disk on which everything that the folder holds is durable, and the number of each inode."""
    disk, numbers = Disk(names={str(folder): FOLDER}), dict[int, int]()
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            disk.names[str(path)] = FOLDER
        elif not path.name.endswith("-shm"):
            number = numbers[path.stat().st_ino] = len(numbers)
            disk.names[str(path)], disk.files[number] = number, path.read_bytes()
    return disk, numbers


def as_it_is(folder: Path) -> dict[str, bytes | None]:
    """What a folder holds, by path; None: a folder."""
    paths = (path for path in (folder, *folder.rglob("*")) if not path.name.endswith("-shm"))
    return {str(path): None if path.is_dir() else path.read_bytes() for path in paths}


def without_a_cut(disk: Disk, ops: list[Op]) -> dict[str, bytes | None]:
    """What the folder holds after all that was recorded."""
    disk = Disk(dict(disk.files), dict(disk.names))
    for op in ops:
        disk.take(op)
    return disk.found(_everything, Random())


def recorded(log: Path, numbers: dict[int, int]) -> list[Op]:
    """The operations of a log; ValueError when the recorder met something that it cannot follow."""
    numbers, ops, content, at = dict(numbers), list[Op](), memoryview(log.read_bytes()), 0
    while at < len(content):
        kind, path_bytes, inode, offset, data_bytes = _HEAD.unpack_from(content, at)
        path = bytes(content[(at := at + _HEAD.size) : (at := at + path_bytes)]).decode()
        data = bytes(content[at : (at := at + data_bytes)])
        if kind == b"X":
            raise ValueError(f"operation {len(ops)} cannot be followed: {path}")
        if kind == b"C" or (inode and inode not in numbers):
            numbers[inode] = 1_000_000 + len(ops)
        ops.append(Op(len(ops), kind.decode(), numbers.get(inode, FOLDER), offset, path, data))
    return ops


def marks(ops: list[Op]) -> list[dict[str, Any]]:
    """What the program had confirmed."""
    return [json.loads(op.data) for op in ops if op.kind == "A"]


def cut_points(ops: list[Op], count: int, chance: Random) -> list[int]:
    """Where to cut, sorted: half of them anywhere, half just before or after a sync, a name or a confirmation."""
    edges = [op.at + step for op in ops for step in (0, 1) if op.kind not in "WT"]
    anywhere = range(len(ops) + 1)
    return sorted(chance.choice(edges if turn % 2 else anywhere) for turn in range(count))


def put(image: dict[str, bytes | None], folder: Path, target: Path) -> None:
    """Write the image of `folder` into `target`, a new folder."""
    for path, content in sorted(image.items()):
        there = target / Path(path).relative_to(folder)
        if content is None:
            there.mkdir(parents=True, exist_ok=True)
        else:
            there.write_bytes(content)
