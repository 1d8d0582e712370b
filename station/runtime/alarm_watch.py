"""Alarms: figures beyond their limits are troubles, and what comes and ends is an entry of the log each."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from station.core import FIGURE_ALARMS, Trouble, figure_alarms, standing
from station.core.alarm_notes import AlarmNote, alarm_note
from station.record.log import DamagedError, StoreError
from station.requests import named

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping

    from station.core import AlarmLimits, Event, Status
    from station.core.counting import CutOff
    from station.core.outcomes import Outcome
    from station.core.requests import Asked

PERIOD_S = 5.0
LASTS_S = 30.0
"""A trouble that goes sooner is not noted."""
ENDED_S = 60.0
"""One that comes again within this time never ended: figures run around a limit."""
NOTED = frozenset({"clock", "disk", "centre", "record"})
"""Keys of troubles that are noted beside devices and figures."""
DEVICES = ("camera", "scale", "scanner", "printer", "speaker")


class AlarmWatch:
    """`troubles` is replaced as a whole."""

    def __init__(
        self,
        limits: AlarmLimits,
        cut_offs: Callable[[], tuple[CutOff, ...]],
        ask: Callable[[Asked], Outcome],
        before: Mapping[str, str],
    ) -> None:
        """`before`: by code, how the log left those that have not ended (`came`, `seen`): these go on."""
        self._limits, self._cut_offs, self._ask = limits, cut_offs, ask
        self.troubles: tuple[Trouble, ...] = ()
        self._last = dict.fromkeys(before, time.monotonic())
        """By code, when it was true last, monotonic seconds; those of which the log knows that they came."""
        self._seen = {code for code, state in before.items() if state == "seen"}

    def run(self, stop: threading.Event, status: Callable[[], Status]) -> None:
        """Look until `stop`. What cannot be written now is written after a later look."""
        while not stop.wait(PERIOD_S):
            try:
                self.look(status(), time.monotonic(), datetime.now(UTC))
            except DamagedError:
                raise
            except StoreError:
                continue

    def look(self, status: Status, at: float, now: datetime) -> None:
        """Find what is beyond its limit, and note what came and what ended. StoreError: it is not noted yet."""
        told = figure_alarms(self._limits, status.hour, status.sync.oldest_pending, status.bags, self._cut_offs(), now)
        found = [Trouble(each.code, each.code not in self._seen, each, at, figures_run=True) for each in told]
        self.troubles = standing(found, self.troubles)
        others = [each for each in status.troubles if _is_noted(each)]
        for trouble in (*self.troubles, *others):
            code = trouble.about.code
            if code not in self._last and at - trouble.since < LASTS_S:
                continue
            if code not in self._last:
                self._note(code, "came", _figures(trouble, at))
            self._last[code] = at
        for code, last in tuple(self._last.items()):
            if at - last >= ENDED_S:
                self._note(code, "ended", "-")
                del self._last[code]
                self._seen.discard(code)

    def heard(self, event: Event) -> None:
        """Somebody has said to have seen an alarm: it is grave no more."""
        note = alarm_note(event)
        if note is not None and note.state == "seen":
            self._seen.add(note.alarm)
            self.troubles = tuple(
                Trouble(each.key, each.key not in self._seen, each.about, each.since, figures_run=True)
                for each in self.troubles
            )

    def _note(self, code: str, state: str, value: str) -> None:
        self._ask(named(AlarmNote(code, state, value)))


def _is_noted(trouble: Trouble) -> bool:
    """A machine without NTP is one from its start on: nothing has come, and each scan tells it."""
    key = trouble.key
    if trouble.about.code == "clock_unsynced":
        return False
    return key not in FIGURE_ALARMS and (key in NOTED or key.startswith(DEVICES))


def _figures(trouble: Trouble, at: float) -> str:
    """How long it has stood, and its values, so that the entry tells how much it was."""
    values = [f"{name} {value}" for name, value in trouble.about.values if name != "detail"]
    return ", ".join([f"for {at - trouble.since:.0f} s", *values])[:100].strip()
