"""What is said of a scan that was recorded: its code and values in words, for an export that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import Notice
from station.language.causes import cause_text
from station.language.exceptions import exception_text
from station.language.prompts import notes_text
from station.language.screens import BECAUSE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Value, Values
    from station.language.language import Language


def scan_text(scan: Mapping[str, object], language: Language) -> str:
    """The sentence of a scan in its wire form, with its cause; a row of an older version has its own, and keeps it."""
    if isinstance(old := scan.get("message"), str):
        return old
    values, code, cause = _values(scan.get("values")), scan.get("code"), scan.get("cause")
    if code is None:
        told = dict(values).get("notes", ())
        notes = told if isinstance(told, tuple) else ()
        return notes_text((Notice(note, values) for note in notes), language)
    reason = exception_text(str(code), values, language)
    why = cause_text(str(cause), values, language) if cause is not None else ""
    return language.text(BECAUSE, reason=reason, cause=why) if why and why not in reason else reason


def _values(stored: object) -> Values:
    """From JSON, where a list of texts is a list."""
    named = stored.items() if isinstance(stored, dict) else ()
    return tuple(sorted((str(name), _value(value)) for name, value in named if value is not None))


def _value(stored: object) -> Value:
    if isinstance(stored, list):
        return tuple(map(str, stored))
    return stored if isinstance(stored, str | int) else str(stored)
