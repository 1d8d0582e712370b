"""What the three screens have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from station.language import screens as texts
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from datetime import datetime

    from station.core import Status
    from station.ui.face import WatchedFace
    from station.ui.safe_text import Part


class StationScreen(Screen[None], inherit_bindings=False):
    """Shown the newest status five times a second while it is in front."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]

    class Standing(Message):
        """Its widgets are there and can be shown things."""

    def __init__(self, station: WatchedFace) -> None:
        super().__init__()
        self.station = station
        self._mounted = False
        self._language = spoken().name

    @property
    def standing(self) -> bool:
        """Its widgets are there: neither still to come nor taken away because the app ends."""
        return self._mounted and self.app.is_running

    def on_mount(self) -> None:
        """Ask for the first status."""
        self._mounted = True
        self.post_message(self.Standing())

    def show_status(self, status: Status, now: datetime) -> None:
        """Hand the gauges to the widgets; `now` is UTC."""
        raise NotImplementedError

    def keep_language(self) -> None:
        """Say all that stands in the language that is spoken now."""
        if spoken().name != self._language:
            self._language = spoken().name
            self.say_again()
            for widget in self.query("*"):
                widget.refresh()
            self.refresh_bindings()

    def say_again(self) -> None:
        """What was written once and is not shown with each status."""

    def could_not(self, text: str) -> None:
        """A question to the record, or a command, went wrong; `text` is not yet printable."""
        raise NotImplementedError

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and self.standing:
            self.could_not(str(event.worker.error))


def in_test_mark(station: WatchedFace) -> tuple[Part, ...]:
    """What stands first in the header of every screen of a station in test; of another one nothing."""
    return ((f" {tr(texts.IN_TEST)} ", "bold $review-foreground on $review-background"),) if station.in_test else ()
