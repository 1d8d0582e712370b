"""The app of the set-up: its steps, and the keys of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from station.language import screens
from station.language import setup as texts
from station.ui.screens.confirm import Confirm
from station.ui.setup.devices import CameraStep, ScaleStep
from station.ui.setup.others import CentreStep, CheckStep, OutputsStep, PlanStep, ScannerStep, StationStep
from station.ui.setup.step import Step
from station.ui.terminal.app import TerminalApp
from station.ui.themes import HUB_DARK, THEMES
from station.ui.wording import next_language, speak, tr

if TYPE_CHECKING:
    from station.ui.setup.face import SetUpFace

STEPS: tuple[type[Step], ...] = (
    StationStep, CameraStep, ScaleStep, ScannerStep, OutputsStep, CentreStep, PlanStep, CheckStep,
)  # fmt: skip


class SetUpApp(TerminalApp, inherit_bindings=False):
    """One step after the other; any may be left out. `wants_start`: the station is to start afterwards."""

    CSS_PATH = "setup.tcss"
    TITLE = screens.TITLE.english
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS = [
        Binding("f6", "forward", texts.KEYS_NEXT.english, key_display="F6", priority=True),
        Binding("f8", "app.next_language", screens.LANGUAGE.english, key_display="F8", priority=True),
        Binding("f10", "leave", screens.QUIT.english, key_display="F10", priority=True),
    ]

    def __init__(self, bench: SetUpFace, language: str = "en") -> None:
        super().__init__()
        speak(language)
        self.bench = bench
        self.wants_start = False
        self._at = 0
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = HUB_DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The station's own variables, for the moment before its theme is set."""
        return HUB_DARK.variables

    def on_mount(self) -> None:
        """The first step."""
        self.push_screen(self._step())

    def _step(self) -> Step:
        return STEPS[self._at](self.bench, (self._at + 1, len(STEPS)))

    def _go(self, to: int) -> None:
        self._at = to
        self.switch_screen(self._step())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as its base
        """No way on from the last step."""
        return action != "forward" or self._at + 1 < len(STEPS)

    def action_forward(self) -> None:
        """The next step; what a step does not want to be left with, it says."""
        if isinstance(self.screen, Step) and self.screen.leave() and self._at + 1 < len(STEPS):
            self._go(self._at + 1)

    def action_step_back(self) -> None:
        """The step before; before the first one it is asked whether to leave."""
        if self._at:
            self._go(self._at - 1)
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Ask first."""
        if isinstance(self.screen, Step):
            self.push_screen(Confirm(tr(texts.LEAVE_QUESTION)), lambda yes: self.exit() if yes else None)

    def action_start(self) -> None:
        """Leave, and have the station started."""
        self.wants_start = True
        self.exit()

    def action_next_language(self) -> None:
        """Speak the next language."""
        speak(next_language())
