"""The start-up screen: why the station cannot start, what to do, and another try every few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from station.language import screens as texts
from station.ui.safe_text import say
from station.ui.terminal.app import TerminalApp
from station.ui.themes import HUB_DARK
from station.ui.widgets.keys import KeyFooter
from station.ui.wording import speak, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

T = TypeVar("T")
RETRY_S = 5.0


class StartApp(TerminalApp, Generic[T], inherit_bindings=False):
    """Ends once `start` made what it is for, or by F10. `start` says in words why it cannot, and may take its time."""

    CSS_PATH = "start.tcss"
    TITLE = texts.TITLE.english
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS = [Binding("f10", "quit", texts.QUIT.english, key_display="F10", priority=True, id="quit")]

    def __init__(self, start: Callable[[], T | str], trouble: str, language: str = "en") -> None:
        super().__init__()
        speak(language)
        self._start = start
        self._trouble = trouble
        self.made: T | None = None
        self.error: BaseException | None = None
        """What `start` raised."""
        self.register_theme(HUB_DARK)
        self.theme = HUB_DARK.name

    def compose(self) -> ComposeResult:
        """What, why, what next."""
        with Vertical(id="start"):
            yield Static(say((tr(texts.CANNOT_START), "bold")), id="cannot", markup=False)
            yield Static(say(self._trouble), id="why", markup=False)
            yield Static(say(tr(texts.START_ACTION)), id="next", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Try again after a while."""
        self.set_timer(RETRY_S, self._try)

    def _try(self) -> None:
        self.run_worker(self._start, thread=True, exit_on_error=False)

    @on(Worker.StateChanged)
    def _tried(self, event: Worker.StateChanged) -> None:
        worker = event.worker
        if event.state is WorkerState.ERROR:
            self.error = worker.error
            self.exit()
        elif event.state is WorkerState.SUCCESS and isinstance(worker.result, str):
            self.query_one("#why", Static).update(say(worker.result))
            self.set_timer(RETRY_S, self._try)
        elif event.state is WorkerState.SUCCESS:
            self.made = worker.result
            self.exit()
