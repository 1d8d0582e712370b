"""The keys at the foot of a screen, in the language that is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from station.language import LANGUAGES
from station.ui.wording import next_language, tr, tr_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from station.language import Message


class KeyFooter(Footer):
    """Bindings keep English names; the key of the language bears the name of the next one in that one."""

    def __init__(self, renamed: Mapping[str, Message] | None = None) -> None:
        """`renamed`: what the key of an action does on this screen, where that is another thing than elsewhere."""
        super().__init__()
        self._renamed = renamed or {}

    def compose(self) -> ComposeResult:
        """Textual's keys, renamed; that of the language last."""
        last = []
        for key in super().compose():
            if isinstance(key, FooterKey) and key.action == "app.next_language":
                key.description = LANGUAGES[next_language()]
                last.append(key)
                continue
            if isinstance(key, FooterKey):
                renamed = self._renamed.get(key.action)
                key.description = tr_key(key.description) if renamed is None else tr(renamed)
            yield key
        yield from last
