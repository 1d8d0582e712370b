"""The figures of a station and its hub for whoever only looks on, in a browser. It has nothing that could be asked."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App
from textual.binding import Binding

from station.language import language
from station.language import screens as texts
from station.ui.messages import LanguageRead, Looked
from station.ui.screens.base import StationScreen
from station.ui.screens.hub import HubScreen
from station.ui.screens.watch import WatchScreen
from station.ui.themes import HUB_DARK, THEMES, theme_after
from station.ui.wording import next_language, speak

if TYPE_CHECKING:
    from station.ui.face import HubFace, LookedAt

LOOK_S = 1.0


class WatchApp(App[None], inherit_bindings=False):
    """Each browser has one, in a process of its own; it ends with the server that began it."""

    CSS_PATH = "station.tcss"
    TITLE = texts.TITLE.english
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS = [
        Binding("f2,1", "figures", texts.SUPERVISOR.english, key_display="1", priority=True, id="figures"),
        Binding("f3,2", "hub", texts.HUB_KEY.english, key_display="2", priority=True, id="hub"),
        Binding("f9,9", "next_theme", texts.THEME.english, key_display="9", priority=True, id="theme"),
        Binding("f8,8", "next_language", texts.LANGUAGE.english, key_display="8", id="language"),
    ]

    def __init__(self, station: LookedAt | None, hub: HubFace | None, spoken: str, theme: str) -> None:
        """`station`: None where only the hub is shown."""
        super().__init__()
        speak(spoken)
        self._station, self._parent_pid = station, os.getppid()
        if station is not None:
            self.add_mode("figures", lambda: WatchScreen(station))
        self.add_mode("hub", lambda: HubScreen(hub))
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme if theme in self.available_themes else HUB_DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The station's own variables, for the moment before its theme is set."""
        return HUB_DARK.variables

    def on_mount(self) -> None:
        """The figures, where there is a station."""
        self.switch_mode("hub" if self._station is None else "figures")
        self.set_interval(LOOK_S, self._look)

    @on(StationScreen.Standing)
    def _look(self) -> None:
        if os.getppid() != self._parent_pid:
            self.exit()  # the server is gone, and nobody sees this any more
        elif self._station is not None:
            self._ask_station(self._station)

    @work(thread=True, exclusive=True, group="look", exit_on_error=False)
    def _ask_station(self, station: LookedAt) -> None:
        station.look()
        self.post_message(Looked())

    @on(Looked)
    def _looked(self) -> None:
        if self._station is None or not self.is_running:
            return
        for screen in self.screen_stack:
            if isinstance(screen, StationScreen) and screen.standing:
                screen.keep_language()
                screen.show_status(self._station.status(), datetime.now(UTC))

    def action_figures(self) -> None:
        """The station."""
        if self._station is not None:
            self.switch_mode("figures")

    def action_hub(self) -> None:
        """All stations."""
        self.switch_mode("hub")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as its base
        """Without a station there are no figures of it."""
        return action != "figures" or self._station is not None

    def action_next_theme(self) -> None:
        """The other colours."""
        self.theme = theme_after(self.theme)

    def action_next_language(self) -> None:
        """Speak the next language."""
        self._learn(next_language())

    @work(thread=True, exclusive=True, group="language", exit_on_error=False)
    def _learn(self, name: str) -> None:
        self.post_message(LanguageRead(language(name).name))

    @on(LanguageRead)
    def _speak(self, message: LanguageRead) -> None:
        speak(message.name)
        for screen in self.screen_stack:
            if isinstance(screen, StationScreen | HubScreen) and screen.is_mounted:
                screen.keep_language()
        self._look()
