"""The inner pages of the table `scan`, built anew when one of them is destroyed: its leaves still hold the scans.

Format: https://www.sqlite.org/fileformat2.html#b_tree_pages
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

PAGE = 4096
INTERIOR, LEAF = 5, 13
_ROW_NUMBER, _SCAN_ID = 0, 44
"""Serial types of a scan's first two columns: the row's number, which lies elsewhere, and a blob of 16 bytes."""
_LEAST_COLUMNS = 30
_MOST_CHILDREN = 250


@dataclass(frozen=True, slots=True)
class _Leaf:
    page: int
    first: int
    last: int
    """Lowest and highest number of its scans."""


def is_broken(database: Path, root: int) -> bool:
    """Whether some inner page, or its way to a page below, cannot be followed."""
    waiting, seen = [root], set[int]()
    with database.open("rb") as file:
        while waiting:
            number = waiting.pop()
            file.seek((number - 1) * PAGE)
            page = file.read(PAGE)
            if number in seen or len(page) < PAGE or page[0] not in (INTERIOR, LEAF):
                return True
            seen.add(number)
            below = _children(page) if page[0] == INTERIOR else []
            if below is None:
                return True
            waiting += below
    return False


def rebuild(database: Path, root: int) -> None:
    """Write the inner pages anew over every leaf of scans that the file holds; the file has no log. OSError."""
    with database.open("r+b") as file:
        pages = file.seek(0, 2) // PAGE
        nodes = [(leaf.page, leaf.last) for leaf in _in_order(_leaves(file, pages))]
        while len(nodes) > _MOST_CHILDREN:
            groups = [nodes[at : at + _MOST_CHILDREN] for at in range(0, len(nodes), _MOST_CHILDREN)]
            for number, group in enumerate(groups, pages + 1):
                _write(file, number, _interior(group))
            nodes = [(pages + i, group[-1][1]) for i, group in enumerate(groups, 1)]
            pages += len(groups)
        if nodes:
            _write(file, root, _interior(nodes))
        file.seek(24)
        counter = file.read(4)
        file.seek(28)
        file.write(pages.to_bytes(4))
        file.seek(92)
        file.write(counter)  # the page count is valid for this change counter


def _write(file: BinaryIO, number: int, page: bytes) -> None:
    file.seek((number - 1) * PAGE)
    file.write(page)


def _children(page: bytes) -> list[int] | None:
    """The pages below an inner page; None: it holds no such thing."""
    count = int.from_bytes(page[3:5])
    starts = [int.from_bytes(page[12 + 2 * i :][:2]) for i in range(count)]
    if 12 + 2 * count > PAGE or not all(12 + 2 * count <= at <= PAGE - 5 for at in starts):
        return None
    keys = [_varint(page, at + 4)[0] for at in starts]
    if keys != sorted(set(keys)):
        return None
    return [int.from_bytes(page[at : at + 4]) for at in (*starts, 8)]


def _leaves(file: BinaryIO, pages: int) -> Iterator[_Leaf]:
    file.seek(PAGE)
    for number in range(2, pages + 1):
        page = file.read(PAGE)
        if len(page) < PAGE or page[0] != LEAF:
            continue
        count = int.from_bytes(page[3:5])
        starts = [int.from_bytes(page[8 + 2 * i :][:2]) for i in range(min(count, PAGE // 2))]
        rows = [_row_of_scan(page, at) for at in starts]
        numbers = [row for row in rows if row is not None]
        if numbers and len(numbers) == count and numbers == sorted(set(numbers)):
            yield _Leaf(number, numbers[0], numbers[-1])


def _row_of_scan(page: bytes, at: int) -> int | None:
    """The number of a scan whose cell begins here; None: it is none."""
    if not 8 <= at < PAGE - 8:
        return None
    _, at = _varint(page, at)
    number, at = _varint(page, at)
    size, types = _varint(page, at)
    columns, end = list[int](), at + size
    while types < min(end, PAGE):
        kind, types = _varint(page, types)
        columns.append(kind)
    scan = len(columns) >= _LEAST_COLUMNS and columns[:2] == [_ROW_NUMBER, _SCAN_ID]
    return number if scan and 0 < number < 1 << 62 else None


def _in_order(leaves: Iterator[_Leaf]) -> Iterator[_Leaf]:
    """By their numbers; a page that was given up may still hold numbers of another one."""
    reached = 0
    for leaf in sorted(leaves, key=lambda leaf: (leaf.first, -leaf.last)):
        if leaf.first > reached:
            yield leaf
            reached = leaf.last


def _interior(nodes: list[tuple[int, int]]) -> bytes:
    """An inner page over these pages, each with the highest number in it."""
    page, start = bytearray(PAGE), PAGE
    for i, (child, key) in enumerate(nodes[:-1]):
        cell = child.to_bytes(4) + _as_varint(key)
        start -= len(cell)
        page[start : start + len(cell)] = cell
        page[12 + 2 * i : 14 + 2 * i] = start.to_bytes(2)
    page[0] = INTERIOR
    page[3:5] = (len(nodes) - 1).to_bytes(2)
    page[5:7] = start.to_bytes(2)
    page[8:12] = nodes[-1][0].to_bytes(4)
    return bytes(page)


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """A number of 1 to 9 bytes, and where it ends; beyond the page it is 0."""
    value = 0
    for i in range(9):
        if at + i >= len(page):
            return 0, len(page)
        byte = page[at + i]
        if i == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 127
        if byte < 128:
            return value, at + i + 1
    return value, at + 9


def _as_varint(value: int) -> bytes:
    """Of a number below 2^56."""
    parts = [value & 127]
    while value := value >> 7:
        parts.append(value & 127 | 128)
    return bytes(reversed(parts))
