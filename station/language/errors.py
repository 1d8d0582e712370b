"""What devices, the line to the centre and the record say of an error, by its code.

Their English stands beside what raises them, in one table a part, as they speak without this room as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.error_texts import DEVICE_ERRORS
from station.core import LINE_TEXTS, RECORD_TEXTS
from station.language.language import named
from station.language.messages import Message, places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Notice
    from station.language.language import Language

ERRORS: Mapping[str, tuple[Message, ...]] = {
    code: tuple(map(Message, sentences)) for code, sentences in {**DEVICE_ERRORS, **LINE_TEXTS, **RECORD_TEXTS}.items()
}


def error_text(about: Notice | None, english: str, language: Language) -> str:
    """What an error says; its own `english` text when nobody knows its code, or a value that its sentence wants."""
    if about is None or about.code not in ERRORS:
        return english
    values = named(about.values)
    whole = (each for each in ERRORS[about.code] if places(each.english) <= values.keys())
    wanted = next(whole, None)
    return english if wanted is None else language.text(wanted, values)
