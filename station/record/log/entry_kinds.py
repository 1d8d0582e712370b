"""Conditions on the kind of an entry, as parts of questions to the table `scan s`."""

from __future__ import annotations

from station.core import EntryKind

_NUMBER = {kind: number for number, kind in enumerate(EntryKind)}
SCAN, VOID, OVERRIDE, RECEPTACLE, SHIFT, CHECK, RELABEL = (
    _NUMBER[kind]
    for kind in (
        EntryKind.SCAN, EntryKind.VOID, EntryKind.OVERRIDE, EntryKind.RECEPTACLE, EntryKind.SHIFT, EntryKind.CHECK,
        EntryKind.RELABEL,
    )
)  # fmt: skip
OF_SHIFT = f"entry IN ({SHIFT}, {CHECK})"
"""Has to stand beside the kind, so that the index over entries of shifts is taken."""

IS_SCAN = f"ifnull(s.entry, {SCAN}) = {SCAN}"
"""Entries of before database version 8 have no kind: all are scans."""
NOT_VOID = f"NOT EXISTS (SELECT 1 FROM scan v INDEXED BY scan_about WHERE v.about = s.scan_id AND v.entry = {VOID})"  # noqa: S608
"""Nobody took the scan back."""
