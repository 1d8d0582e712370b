"""What one check brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.language import ENGLISH, defect_text, language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Defect

OK, WARNING, FAULT = "ok", "warning", "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `state` is ok, warning or fault; `words` say what was seen, and for the other two what to do."""

    name: str
    state: str
    words: str


def of_defects(name: str, about: str, well: str, defects: Sequence[Defect]) -> Finding:
    """A device by what is wrong with what it sends; `well` is said of one that is in order."""
    english = language(ENGLISH)
    return of_texts(name, about, well, [(each.grave, defect_text(each.about, english)) for each in defects])


def of_texts(name: str, about: str, well: str, defects: Sequence[tuple[bool, str]]) -> Finding:
    """The same of what is said already: whether it is grave, and the sentence."""
    if not defects:
        return Finding(name, OK, f"{about}: {well}")
    state = FAULT if any(grave for grave, _ in defects) else WARNING
    return Finding(name, state, f"{about}: " + "; ".join(text for _, text in defects))
