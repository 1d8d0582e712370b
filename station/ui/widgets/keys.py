"""The keys at the foot of a screen, in the language that is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from station.language import LANGUAGES, screens
from station.ui.wording import next_language, tr, tr_key

if TYPE_CHECKING:
    from textual.app import ComposeResult


class KeyFooter(Footer):
    """Bindings keep English names; the key of the language bears the name of the next one in that one."""

    def __init__(self, *, helps: bool = False) -> None:
        """`helps`: F1 shows the help of this screen; else it leads to the worker's."""
        super().__init__()
        self._helps = helps

    def compose(self) -> ComposeResult:
        """Textual's keys, renamed; that of the language last."""
        last = []
        for key in super().compose():
            if isinstance(key, FooterKey) and key.action == "app.next_language":
                key.description = LANGUAGES[next_language()]
                last.append(key)
                continue
            if isinstance(key, FooterKey):
                is_help = self._helps and key.action == "scan_or_help"
                key.description = tr(screens.HELP) if is_help else tr_key(key.description)
            yield key
        yield from last
