"""Every key of the configuration, found by typing; the chosen one is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from station.language import configuration as texts
from station.language import screens
from station.ui.safe_text import fit, lines, say
from station.ui.screens.change_key import ChangeKey
from station.ui.screens.form import FormLine
from station.ui.widgets.entry import NumberInput, meant
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from station.ui.face import ConfigurationFace, ConfigurationKey

KEY_WIDTH = 32


class ConfigurationScreen(ModalScreen[None], inherit_bindings=False):
    """The line takes all that is typed; arrows choose. A scan that comes meanwhile goes to the lane."""

    AUTO_FOCUS = "#search-line"
    BINDINGS = [
        Binding("up", "move('up')", screens.CHOOSE.english, show=False),
        Binding("down", "move('down')", screens.CHOOSE.english, show=False),
        Binding("pageup", "move('page_up')", screens.CHOOSE.english, show=False),
        Binding("pagedown", "move('page_down')", screens.CHOOSE.english, show=False),
    ]

    class Read(Message):
        """The file was read; what it holds, or what is wrong with it."""

        def __init__(self, keys: Sequence[ConfigurationKey] | str) -> None:
            super().__init__()
            self.keys = keys

    def __init__(self, desk: ConfigurationFace, who: str) -> None:
        super().__init__()
        self._desk, self._who = desk, who
        self._keys: Sequence[ConfigurationKey] = ()
        self._wrong = ""

    def compose(self) -> ComposeResult:
        """The file, the line to search by, the keys, what the chosen one means."""
        yield Static(say(f" {tr(texts.CONFIGURATION)}  {self._desk.file}"), id="desk-title", markup=False)
        yield FormLine(placeholder=tr(texts.SEARCH), compact=True, max_length=100, id="search-line")
        yield OptionList(id="keys-list", markup=False, compact=True)
        yield Static(id="key-says", markup=False)
        yield Static(tr(texts.LIST_KEYS), id="last-keys", markup=False)

    def on_mount(self) -> None:
        """Read the file; the line keeps the keys."""
        self.query_one(FormLine).cursor_blink = False
        self.query_one(OptionList).can_focus = False
        self._read(self._desk)

    @work(thread=True, exclusive=True, group="configuration", exit_on_error=False)
    def _read(self, desk: ConfigurationFace) -> None:
        self.post_message(ConfigurationScreen.Read(desk.keys() if desk.file else ()))

    @on(Read)
    def _was_read(self, message: Read) -> None:
        message.stop()
        self._keys, self._wrong = ((), message.keys) if isinstance(message.keys, str) else (message.keys, "")
        self._list()

    def _foot(self, told: str = "") -> None:
        """What was done last, until another key is looked for; else the keys."""
        self.query_one("#last-keys", Static).update(
            say((f"✓ {told}", "bold $state-up") if told else tr(texts.LIST_KEYS))
        )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._foot()
        self._list()

    def _list(self) -> None:
        """Those in which the words stand, the one that was chosen before still chosen."""
        chosen, words = self._chosen(), meant(self.query_one(FormLine).value).casefold().split()
        rows = self.query_one(OptionList)
        found = [each for each in self._keys if all(word in _text(each) for word in words)]
        rows.set_options(Option(_row(each), id=each.key) for each in found)
        names = [each.key for each in found]
        rows.highlighted = None if not names else names.index(chosen.key) if chosen and chosen.key in names else 0
        self._say()

    def _chosen(self) -> ConfigurationKey | None:
        rows = self.query_one(OptionList)
        key = None if rows.highlighted is None else rows.get_option_at_index(rows.highlighted).id
        return next((each for each in self._keys if each.key == key), None)

    @on(OptionList.OptionHighlighted)
    def _say(self) -> None:
        told = self.query_one("#key-says", Static)
        if (key := self._chosen()) is not None:
            told.update(lines([say((key.key, "bold")), *meaning_rows(key)]))
        elif not self._desk.file:
            told.update(say(tr(texts.NO_FILE)))
        else:
            told.update(say((self._wrong, "bold $state-down") if self._wrong else tr(texts.NOTHING_SO)))

    def action_move(self, how: str) -> None:
        """Choose another one."""
        self._foot()
        getattr(self.query_one(OptionList), f"action_{CURSOR[how]}")()

    @on(NumberInput.Entered)
    @on(OptionList.OptionSelected)
    def _change(self, event: Message) -> None:
        event.stop()
        if (key := self._chosen()) is not None:
            self.app.push_screen(ChangeKey(self._desk, key, self._who), self._changed)

    def _changed(self, told: str | None) -> None:
        self._foot(told or "")
        self._read(self._desk)


CURSOR = {"up": "cursor_up", "down": "cursor_down", "page_up": "page_up", "page_down": "page_down"}


def meaning_rows(key: ConfigurationKey) -> list[Content]:
    """What it means, what it may be, its default."""
    rows = [say(key.meaning)]
    if key.allowed:
        rows.append(say((tr(texts.ALLOWED, allowed=key.allowed), "$text-quiet")))
    return [*rows, say((tr(texts.DEFAULT, default=key.default), "$text-quiet"))]


def _row(key: ConfigurationKey) -> Content:
    return say(f"{fit(key.key, KEY_WIDTH)} ", (key.value, "" if key.value == key.default else "bold"))


def _text(key: ConfigurationKey) -> str:
    return f"{key.key} {key.value} {key.meaning}".casefold()
