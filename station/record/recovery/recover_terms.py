"""The texts of a damaged record: each lies in it twice, in its table and in the index that keeps it unique."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from station.record.log.terms import TermTexts

_BY_TABLE = "SELECT id, text FROM term NOT INDEXED ORDER BY id"
_BY_INDEX = "SELECT id, text FROM term INDEXED BY sqlite_autoindex_term_1 ORDER BY text"


def versions_of_texts(source: sqlite3.Connection) -> tuple[TermTexts, ...]:
    """The texts as far as they can be read; two versions, the table's first, where both say something else of a number.

    Which one is right, the hash chain tells.
    """
    by_table, by_index = _read(source, _BY_TABLE), _read(source, _BY_INDEX)
    versions = [by_index | by_table]
    if by_table | by_index != versions[0]:
        versions.append(by_table | by_index)
    texts = tuple(TermTexts(source) for _ in versions)
    for told, version in zip(texts, versions, strict=True):
        told.update(version)
    return texts


def _read(source: sqlite3.Connection, question: str) -> dict[int, str]:
    found: dict[int, str] = {}
    with suppress(sqlite3.Error):
        for number, text in source.execute(question):  # what comes before damage is kept
            if isinstance(number, int) and isinstance(text, str):
                found |= {number: text}
    return found
