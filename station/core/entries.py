"""What an entry of the log is: a scan, or what a person or the station did beside one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.core.models import ClockReading


class EntryKind(StrEnum):
    """Kinds of the log's entries; the order is that of the numbers that the record stores, and is never changed."""

    SCAN = "scan"
    VOID = "void"
    """The scan that it is about does not count any more."""
    OVERRIDE = "override"
    """The stop that it is about was lifted: the parcel goes into `bin`."""
    RECEPTACLE = "receptacle"
    SHIFT = "shift"
    CHECK = "check"
    RECALL = "recall"
    RELABEL = "relabel"
    """A parcel gets a label with a new number, or that label was read."""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry that is no scan, before the record has numbered it."""

    kind: EntryKind
    clock: ClockReading
    operation: str
    operator: str | None
    """Who."""
    about: str | None = None
    """`scan_id` of the entry that it is about."""
    presentation: str | None = None
    """`scan_id` of the first entry of the presentation that it belongs to; None: to none."""
    parcel_id: str | None = None
    bin: str | None = None
    code: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    """JSON values by name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry on disk: the draft with the names that the record gave it."""

    entry_id: str
    seq: int
    draft: EntryDraft
