"""What of a batch is under way to an EPCIS repository, and the answers that stand for it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.sync.epcis.answers import Raw


@dataclass(frozen=True, slots=True)
class Submitted:
    """A capture job whose end was not seen yet."""

    path: str
    scan_ids: tuple[str, ...]
    waits: int = 0


class Unclear(Exception):  # noqa: N818  # no error of ours: an answer that is handed on
    """The repository does not say what it holds; `answer` is for the loop to judge."""

    def __init__(self, answer: Raw) -> None:
        super().__init__()
        self.answer = answer
