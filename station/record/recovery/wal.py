"""The write-ahead log of a database, read without SQLite, which silently ignores all that follows a damaged frame.

Format: https://www.sqlite.org/fileformat2.html#walformat
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.record.log import swap_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = 4096
"""Bytes of a page in every file of ours."""
HIDDEN = "a frame of its log is broken, and scans stand behind it"
_HEADER, _FRAME = struct.Struct(">8I"), struct.Struct(">6I")
_MASK = 0xFFFFFFFF
_BIG_ENDIAN = 0x377F0683


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as a transaction left it."""

    page: int
    image: bytes
    pages: int
    """Of the whole file, in the last frame of a transaction; else 0."""
    counts: bool
    """SQLite takes it: it and all before it are whole."""


def frames(database: Path) -> Iterator[Frame]:
    """The frames of the newest generation, oldest first, one at a time, damaged ones too. OSError."""
    path = swap_files.beside(database, swap_files.LOG)
    if not path.exists():
        return
    with path.open("rb") as log:
        head = log.read(_HEADER.size)
        if len(head) < _HEADER.size:
            return
        magic, *_, salt1, salt2, sum1, sum2 = _HEADER.unpack(head)
        order = ">" if magic == _BIG_ENDIAN else "<"
        sums = _checksum(head[:24], (0, 0), order)
        counts = sums == (sum1, sum2)
        salts = (salt1, salt2) if counts else None
        while len(start := log.read(_FRAME.size)) == _FRAME.size and len(image := log.read(PAGE)) == PAGE:
            page, pages, *salt, sum1, sum2 = _FRAME.unpack(start)
            salts = salts or (salt[0], salt[1])
            fits = salts == (salt[0], salt[1])
            if counts:
                sums = _checksum(start[:8] + image, sums, order) if fits else sums
                counts = fits and sums == (sum1, sum2)
            if fits:
                yield Frame(page, image, pages, counts)


def hides_commits(database: Path) -> bool:
    """Whether transactions follow a damaged frame. OSError.

    One alone may be the last of a power cut, which was never confirmed. Of two, the first was on the disk, whole.
    """
    hidden = 0
    for frame in frames(database):
        hidden += frame.pages > 0 and not frame.counts
        if hidden > 1:
            return True
    return False


def lay_in(database: Path, copy: Path) -> None:
    """Write the log of `database`, damaged frames too, into a copy of its file that has none. OSError.

    What is wrong in a damaged frame, the hash chain of the scans shows. A page beyond the file is none.
    """
    most = copy.stat().st_size // PAGE
    with copy.open("r+b") as file:
        for frame in frames(database):
            most = max(most, frame.pages if frame.counts else 0) + 1
            if 0 < frame.page <= most:
                file.seek((frame.page - 1) * PAGE)
                file.write(frame.image)


def _checksum(content: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & _MASK
        second = (second + two + first) & _MASK
    return first, second
