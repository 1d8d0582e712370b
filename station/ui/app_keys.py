"""The keys of the app, on every screen of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from station.language import actions
from station.language import screens as texts

if TYPE_CHECKING:
    from textual.binding import BindingType

# Priority: handled before the next key, so that what is typed right after F4 reaches the entry line.
KEYS: list[BindingType] = [
    Binding("f1", "scan_or_help", texts.SCAN.english, key_display="F1", priority=True, id="scan"),
    Binding(
        "f2",
        "figures",
        texts.SUPERVISOR.english,
        key_display="F2",
        priority=True,
        id="supervisor",
    ),
    Binding("f3", "technician", texts.TECHNICIAN.english, key_display="F3", priority=True, id="technician"),
    Binding("f4", "key_in", texts.KEY_IN.english, key_display="F4", show=False, priority=True, id="key-in"),
    Binding("f11", "actions", actions.ACTIONS.english, key_display="F11", priority=True, id="actions"),
    Binding("f9", "next_theme", texts.THEME.english, key_display="F9", show=False, priority=True, id="theme"),
    Binding("f10", "ask_quit", texts.QUIT.english, key_display="F10", priority=True, id="quit"),
]
