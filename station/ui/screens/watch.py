"""The figures of a station in a browser: it says so when the station does not answer, and nothing can be done there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.widgets import Static

from station.language import screens as texts
from station.ui.safe_text import say
from station.ui.screens.figures import FiguresScreen
from station.ui.screens.figures_board import FiguresBoard
from station.ui.wording import tr

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.content import Content

    from station.core import Status
    from station.ui.face import LookedAt


class WatchScreen(FiguresBoard):
    """Its keys lead from a figure to its parcels, and to no request."""

    station: LookedAt
    BINDINGS = [Binding("enter,f12", "closer", texts.LOOK_CLOSER.english, key_display="Enter", id="closer")]

    def __init__(self, station: LookedAt) -> None:
        super().__init__(station)

    def compose(self) -> ComposeResult:
        """A line over all else."""
        yield Static(id="away", markup=False)
        yield from super().compose()

    def _title(self) -> Content:
        return super()._title() + say((f"   {tr(texts.WATCHED)}", "$text-quiet"))

    def show_status(self, status: Status, now: datetime) -> None:
        """The gauges of this moment, or that there are none."""
        away = self.query_one("#away", Static)
        away.display = not self.station.answers
        style = "bold $exception-foreground on $exception-background"
        away.update(say((f" {tr(texts.NOT_ANSWERING)} ", style)))
        super().show_status(status, now)

    def action_closer(self) -> None:
        """From a figure to its parcels, from a parcel to its history."""
        if not isinstance(self.app.screen, FiguresScreen):
            super().action_closer()
