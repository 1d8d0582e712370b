"""The columns of an entry: what each is called on the wire, and how its stored value becomes the one that is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from station.core import EntryKind
from station.core.counting import ReadClass

Row = tuple[Any, ...]
"""The values of one entry in the order of `COLUMNS`, with repeating text in full (stored, it is a number of `term`)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table `scan`."""

    name: str
    wire: str
    """Its key on the wire."""
    decode: Callable[[Any], object] | None = None
    """From the stored value to the sent one; None: the same."""
    term: bool = False
    """A text that repeats: stored as its number in the table `term`."""
    was: str = ""
    """Its key in entries of before database version 8, where that was another one."""


def uuid_text(stored: bytes) -> str:
    """The 36 characters of a UUID; a quarter of the time of `str(UUID(bytes=...))`."""
    name = stored.hex()
    return f"{name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:]}"


def _same(name: str) -> Column:
    return Column(name, name)


def _term(name: str, wire: str = "") -> Column:
    return Column(name, wire or name, term=True)


KINDS = tuple(kind.value for kind in EntryKind)

PLAIN = (
    _same("seq"),
    Column("scan_id", "scan_id", uuid_text),
    _same("scanned_at"),
    _same("mono_ns"),
    _term("boot_id"),
    _term("clock_state"),
    _term("operation"),
    Column("raw", "raw_hex", bytes.hex),
    _term("symbology"),
    _term("aim"),
    _same("frames"),
    Column("keyed", "keyed", bool),
    _term("engine"),
    _same("parcel_id"),
    Column("kind", "id_kind", term=True, was="kind"),
    _term("carrier"),
    _same("country"),
    _term("service"),
    _same("postal_code"),
    Column("check_ok", "check", bool),
    Column("refs", "references", json.loads),
    _same("bin"),
    _term("plan_version"),
    Column("code", "code", was="exception"),
    _same("message"),
    _same("cause"),
    _term("operator"),
    Column("verdict_tenths", "verdict_ms", lambda tenths: tenths / 10),
    _term("event_code"),
    _same("corrects"),
    _same("bag"),
    _term("corrected_by"),
    _same("correction_reason"),
    _same("corrected_at"),
    Column("entry", "kind", KINDS.__getitem__),
    Column("presentation", "presentation_id", uuid_text),
    Column("read_before", "read_before", lambda read: ReadClass(read).name.lower()),
    Column("about", "about", uuid_text),
    Column("vals", "values", json.loads),
    Column("details", "details", json.loads),
)

WEIGHT = (
    _same("grams"),
    Column("weight_value", "value"),
    _term("weight_unit", "unit"),
    _term("weight_mode", "mode"),
    _same("tare"),
    Column("stable", "stable", bool),
    _same("settle_ms"),
    _same("samples"),
    _same("age_ms"),
    Column("weight_raw", "raw_hex", bytes.hex),
    _term("scale_serial"),
    _same("capture_id"),
    _term("settled_by"),
    _same("alibi"),
)

COLUMNS = (*PLAIN, *WEIGHT)
NAMES = tuple(column.name for column in COLUMNS)
TERM_AT = tuple(i for i, column in enumerate(COLUMNS) if column.term)
"""Positions of the columns that are stored as numbers of `term`."""
