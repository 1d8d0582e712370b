"""The start-up screen: why the station cannot start, what to do, and another try every few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import work
from textual.app import App
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Footer, Static

from station.ui import words
from station.ui.safe import say
from station.ui.themes import HUB_DARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

T = TypeVar("T")
RETRY_S = 5.0


class StartApp(App[None], Generic[T], inherit_bindings=False):
    """Ends once `start` made what it is for, or by F10. `start` says in words why it cannot, and may take its time."""

    CSS_PATH = "start.tcss"
    TITLE = words.TITLE
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS = [Binding("f10", "quit", words.QUIT, key_display="F10", priority=True, id="quit")]

    def __init__(self, start: Callable[[], T | str], trouble: str) -> None:
        super().__init__()
        self._start = start
        self._trouble = trouble
        self.made: T | None = None
        self.error: Exception | None = None
        """What `start` raised."""
        self.register_theme(HUB_DARK)
        self.theme = HUB_DARK.name

    def compose(self) -> ComposeResult:
        """What, why, what next."""
        with Vertical(id="start"):
            yield Static(say((words.CANNOT_START, "bold")), id="cannot", markup=False)
            yield Static(say(self._trouble), id="why", markup=False)
            yield Static(say(words.START_ACTION), id="next", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Try again after a while."""
        self.set_timer(RETRY_S, self._try)

    @work(thread=True, exit_on_error=False)
    def _try(self) -> None:
        try:
            answer = self._start()
        except Exception as error:  # noqa: BLE001  # the command that asked for it says it
            self.error = error
            self.call_from_thread(self.exit)
            return
        if isinstance(answer, str):
            self.call_from_thread(self._again, answer)
        else:
            self.made = answer
            self.call_from_thread(self.exit)

    def _again(self, trouble: str) -> None:
        self.query_one("#why", Static).update(say(trouble))
        self.set_timer(RETRY_S, self._try)
