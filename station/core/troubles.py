"""What is wrong with the station. Each part makes its own; screens, journal and commands show the same list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.contract import CodedError, notice
from hardware.error_texts import os_reason
from station.core.cures import cure_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hardware.contract import Notice, Value
    from station.core.cures import Do, Mender

CENTRE, RECORD, RECORD_FILE, CLOCK, DISK = "centre", "record", "record-file", "clock", "disk"
_FIGURES = re.compile(r"\d[\d.,]*(?: (?:s|min|h|d|MiB|GiB)\b)?")


@dataclass(frozen=True, slots=True)
class RecordAlarm:
    """What happened to the record, until somebody has seen it."""

    text: str
    """By which it is acknowledged."""
    about: Notice


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong with the station now."""

    key: str
    """The part that has it, always the same: `camera`, `scale`, `centre`, `record`, `disk` ... One trouble a key."""
    grave: bool
    """Work cannot go on as usual, or a person has to act; else a warning."""
    about: Notice
    """What happened; the value `detail` is what a device, the disk or the network said of it, for the technician."""
    since: float
    """Monotonic seconds at which it came."""
    figures_run: bool = False
    """Its figures change by themselves, such as the space left: another figure is no other trouble."""

    @property
    def who(self) -> Mender:
        """Who can mend it."""
        return cure_of(self.about.code).who

    @property
    def do(self) -> Do:
        """What to do about it."""
        return cure_of(self.about.code).do


def caused(code: str, detail: str, by: Notice | None, **values: Value | None) -> Notice:
    """A notice of what an error brought about: beside its English `detail` its own code as `error`, and its values."""
    told = dict(by.values) | {"error": by.code} if by is not None else {}
    return notice(code, **told, **values, detail=detail or None)


def caused_by(code: str, error: Exception) -> Notice:
    """A notice of what this error brought about."""
    if isinstance(error, CodedError):
        return caused(code, str(error), error.about)
    path = getattr(error, "filename", None)
    return caused(code, str(error), notice("file_refused", path=path and str(path), reason=os_reason(error)))


def standing(now: Iterable[Trouble], before: tuple[Trouble, ...]) -> tuple[Trouble, ...]:
    """The troubles of a part at this moment: one whose key stood in `before` goes on standing since then."""
    since = {trouble.key: trouble.since for trouble in before}
    return tuple(replace(trouble, since=since.get(trouble.key, trouble.since)) for trouble in now)


def grave_first(troubles: Iterable[Trouble]) -> tuple[Trouble, ...]:
    """In the order in which they are shown."""
    return tuple(sorted(troubles, key=lambda trouble: not trouble.grave))


def is_same(one: Trouble, other: Trouble) -> bool:
    """Whether the second says nothing that the first does not: figures that run and the age count for nothing."""
    return _essence(one) == _essence(other)


def _essence(trouble: Trouble) -> Trouble:
    about = trouble.about
    if trouble.figures_run:
        about = replace(about, values=tuple((name, _still(value)) for name, value in about.values))
    return replace(trouble, about=about, since=0.0)


def _still(value: Value) -> Value:
    """A value without the figures in it."""
    return _FIGURES.sub("#", value) if isinstance(value, str) else value if isinstance(value, tuple) else 0
