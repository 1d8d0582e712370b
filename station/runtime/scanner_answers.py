"""Which scanner is told what came of its scan: by the thread that judges it, or by the scan on the disk."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from station.core import ScanCommitted, asked_by, feedback_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Feedback
    from station.core import Event


class ScannerAnswers:
    """`heard` is a listener of the station: it runs in the thread that made the event, and never waits."""

    def __init__(self, answer: Callable[[str, Feedback, bool], None]) -> None:
        """`answer`: tells a scanner by its name; the last is whether it is the verdict on a parcel."""
        self._answer = answer
        self._judging = threading.local()

    def judging(self, by: str | None) -> None:
        """What this thread tells from now on is about a text of this scanner; None: of no scanner."""
        self._judging.by = by

    def heard(self, event: Event) -> None:
        """Tell the scanner whose scan it is about."""
        by = asked_by(event) or getattr(self._judging, "by", None)
        feedback = feedback_of(event) if by is not None else None
        if by is not None and feedback is not None:
            self._answer(by, feedback, isinstance(event, ScanCommitted))
