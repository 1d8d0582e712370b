"""The worker's operation: which it is, and what each asks of the worker beside a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import (
    OPERATIONS,
    BagScanned,
    ControlRead,
    ParcelLooked,
    ReasonAsked,
    ReasonEnded,
    RequestDone,
)
from station.core.outcomes import Done, Nothing, Reason
from station.language import operations
from station.ui.checking import CheckDialog
from station.ui.operation_verdicts import of_bag, of_look, of_shift_end
from station.ui.printed_dialog import PrintedDialog
from station.ui.screens.choice import Choose
from station.ui.screens.reason import AskReason
from station.ui.verdicts import worded
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual.app import App

    from station.core import Event, Status
    from station.ui.face import StationFace
    from station.ui.screens.scan import ScanScreen
    from station.ui.verdicts import Verdict

ENDED = frozenset((Reason.SHIFT_CLOSED, Reason.SHIFT_HANDED_OVER))
"""Whoever worked is told what the shift came to."""


class Operating:
    """Runs on the app's thread. `show`: a verdict with its tones; `sound`: so many tones."""

    def __init__(
        self,
        app: App[Any],
        station: StationFace,
        scan: ScanScreen,
        show: Callable[[Verdict], None],
        sound: Callable[[int], None],
    ) -> None:
        self._app, self._station, self._scan, self._show, self._sound = app, station, scan, show, sound
        self._checks = CheckDialog(app, station, sound)
        self._printed = PrintedDialog(app, station)
        self._reasons: dict[str, AskReason] = {}
        """Questions that stand, by parcel id."""

    def look(self, status: Status) -> None:
        """Show the check that is asked; no question outlives its parcel."""
        self._checks.look(status.checking)
        self._printed.look(status)

    def choose(self) -> None:
        """Ask which operation it is."""
        rows = [operations.operation_text(name, spoken()) for name in OPERATIONS]

        def chosen(row: int | None) -> None:
            if row is not None:
                self._scan.ask_for(lambda: self._station.set_operation(OPERATIONS[row]))

        self._app.push_screen(Choose(tr(operations.OPERATION_QUESTION), rows), chosen)

    def heard(self, event: Event) -> None:
        """What the lane tells, and what becomes of an operation that was set."""
        self._printed.heard(event)
        match event:
            case BagScanned(outcome):
                self._show(worded(of_bag, outcome))
            case RequestDone(_, Done(Reason.BAG_UNLOADED) as outcome):
                self._show(worded(of_bag, outcome))
            case RequestDone(_, Done(reason) as outcome) if reason in ENDED and "presented" in outcome.values:
                self._show(worded(of_shift_end, outcome))
            case RequestDone(_, Done(Reason.SHIFT_OPENED | Reason.SHIFT_HANDED_OVER)):
                self._scan.look_is_over()
            case ParcelLooked(history):
                self._show(worded(of_look, history))
            case ReasonAsked():
                self._ask_reason(event)
            case ReasonEnded(parcel_id):
                self._end_reason(parcel_id)
            case RequestDone(_, Done(Reason.OPERATION_CHANGED, {"operation": "dispatch"})):
                self._scan.ask_leaving()
            case ControlRead(_, Nothing(Reason.OPERATION_IS_SET, {"operation": "dispatch"})):
                self._scan.ask_leaving()
            case _:
                pass

    def _ask_reason(self, asked: ReasonAsked) -> None:
        """Two tones: the worker may look at the parcel."""
        screen = self._reasons[asked.parcel_id] = AskReason(asked)

        def answered(row: int | None) -> None:
            if not screen.is_over:
                reason = None if row is None else asked.reasons[row]
                self._app.run_worker(
                    lambda: self._station.give_reason(asked.parcel_id, reason), thread=True, exit_on_error=False
                )

        self._app.push_screen(screen, answered)
        self._sound(2)

    def _end_reason(self, parcel_id: str) -> None:
        if (screen := self._reasons.pop(parcel_id, None)) is not None:
            screen.end()
