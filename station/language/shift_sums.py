"""What a closed shift came to, in a few lines for whoever logs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.language.language import Language

SHIFT_CLOSED = message("SHIFT CLOSED")
SHIFT_OVER = message("Log in: scan your badge")
_PARCELS = message("parcels {presented}: read {read}, typed {keyed}, not read {not_read}")
_CODES = message("stopped: {codes}"), message("nothing was stopped")
_BAGS = message("open bags: {open_bags}"), message("no bag is open")
_OPEN = message("stopped and not settled: {open_exceptions}"), message("no stop is unsettled")
_NOT_PUT = message("in a bin and in no bag: {not_put}")


def shift_lines(values: Mapping[str, object], language: Language) -> tuple[str, ...]:
    """Counts, open bags, open exceptions, parcels in no bag where there are any. They may hold untrusted text: show
    them through `printable`.
    """
    if "presented" not in values:  # closed by a station of an older version
        return ()
    told = {name: value for name, value in values.items() if value not in ("", ())}
    lines = (language.text(_PARCELS, told), *(language.first(each, told) for each in (_CODES, _BAGS, _OPEN)))
    return (*lines, language.text(_NOT_PUT, told)) if "not_put" in told else lines
