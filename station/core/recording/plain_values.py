"""Frozen values as plain JSON and back. Nothing is made that its reader has not named: a foreign file runs no code."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

IS, OF = "is", "of"
"""What it is, and of what: `{"is": "Decimal", "of": "1.5"}`. The fields of a dataclass stand beside `is`."""


class NotPlainError(Exception):
    """It is not what `plain` writes, or names a class that nobody expects here."""


def plain(value: object) -> Any:
    """As JSON takes it. Numbers that JSON has no word for, bytes, decimals and enumerations carry their kind."""
    match value:
        case None | bool():
            return value
        case Enum():
            return {IS: type(value).__name__, OF: value.value}
        case str() | int():
            return value
        case float():
            return value if abs(value) != float("inf") else {IS: "float", OF: str(value)}
        case Decimal():
            return {IS: "Decimal", OF: str(value)}
        case bytes():
            return {IS: "bytes", OF: value.hex()}
        case tuple():
            return [plain(each) for each in value]
        case _ if is_dataclass(value):
            own = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
            return {IS: type(value).__name__, **own}
        case _:
            return {IS: type(value).__name__}


def made_of(written: object, classes: Mapping[str, type]) -> Any:
    """The value that was written. `classes`: those that may be made, by name. NotPlainError."""
    try:
        return _made(written, classes)
    except (TypeError, ValueError, KeyError, InvalidOperation, RecursionError) as error:
        raise NotPlainError(f"{type(error).__name__}: {error}") from None


def _made(written: object, classes: Mapping[str, type]) -> Any:
    if isinstance(written, list):
        return tuple(_made(each, classes) for each in written)
    if not isinstance(written, dict):
        return written
    match written:
        case {"is": "Decimal", "of": str(text)}:
            return Decimal(text)
        case {"is": "float", "of": str(text)}:
            return float(text)
        case {"is": "bytes", "of": str(text)}:
            return bytes.fromhex(text)
        case _:
            pass
    kind = classes[written[IS]]
    if issubclass(kind, Enum):
        return kind(written[OF])
    return kind(**{name: _made(each, classes) for name, each in written.items() if name != IS})
