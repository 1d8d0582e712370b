"""What an alarm of the record tells beside its kind: a code with values, as it stands in the record.

`lost scans: centre_ahead held=99 last=42`. Records of before hold the same in English, which is read as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.contract import notice

if TYPE_CHECKING:
    from hardware.contract import Notice

LOG_DELETED, FILE_TAKEN, SAVED, SAVED_SOME = "log_deleted", "file_taken", "scans_saved", "some_scans_saved"
CENTRE_AHEAD, OTHER_SCANS, CENTRE_LOST = "centre_ahead", "other_scans", "centre_lost"
_ENGLISH = {
    LOG_DELETED: "its log was deleted while it was written; no scan is lost",
    FILE_TAKEN: "its file was moved, deleted or replaced while it was written; {scans} scans saved",
    SAVED: "{scans} scans saved, {lost} could not be read",
    SAVED_SOME: "{scans} scans saved, nobody knows how many could not be read",
    CENTRE_AHEAD: "the centre holds scan {held}, here the last one was {last}",
    OTHER_SCANS: "the centre holds other scans under numbers that were given out here",
    CENTRE_LOST: "{scans} scans, told {told}",
}
"""By these words an alarm is named in the commands; screens have their own."""
_WRITTEN = re.compile(r"(\w+)((?: \w+=\S+)*)")


def written(code: str, **values: int | str) -> str:
    """As it stands in the record; no value has a space."""
    return " ".join((code, *(f"{name}={value}" for name, value in values.items())))


def read(text: str) -> Notice | None:
    """Its code and values, also of what a record of before says; None: a text that nobody knows."""
    new = _WRITTEN.fullmatch(text)
    if new is not None and new[1] in _ENGLISH:
        return notice(new[1], **dict(pair.split("=", 1) for pair in new[2].split()))
    for code, english in _ENGLISH.items():
        if (old := re.fullmatch(_pattern(english), text)) is not None:
            return notice(code, **old.groupdict())
    return None


def english(text: str) -> str:
    """By which an alarm is named; a text of before, and one that nobody knows, is its own name."""
    known = read(text)
    if known is None:
        return text
    try:
        return _ENGLISH[known.code].format(**dict(known.values))
    except KeyError:
        return text


def _pattern(english: str) -> str:
    return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>\\S+)", re.escape(english))
