"""One key of the configuration: judged as one types, and what differs is shown before it is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from station.core.set_up import Change
from station.language import configuration as texts
from station.language import setup
from station.ui.safe_text import lines, say
from station.ui.screens.confirm import Confirm
from station.ui.screens.form import FormLine
from station.ui.widgets.entry import NumberInput, meant
from station.ui.wording import tr

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.timer import Timer

    from station.core.set_up import Tried
    from station.ui.face import ConfigurationFace, ConfigurationKey

TYPED_S = 0.3
LONGEST_VALUE = 4000


class ChangeKey(ModalScreen["str | None"], inherit_bindings=False):
    """Ends with what was done, or with None. Nothing is written before the question is answered with Yes."""

    AUTO_FOCUS = "#form-value"

    class Judged(Message):
        """What would be written for this text, or what is wrong with it."""

        def __init__(self, text: str, found: Change | str, *, ask: bool) -> None:
            super().__init__()
            self.text, self.found, self.ask = text, found, ask

    class Put(Message):
        """What came of the writing."""

        def __init__(self, tried: Tried | None) -> None:
            super().__init__()
            self.tried = tried

    def __init__(self, desk: ConfigurationFace, key: ConfigurationKey, who: str) -> None:
        super().__init__()
        self._desk, self._key, self._who = desk, key, who
        self._typing: Timer | None = None

    def compose(self) -> ComposeResult:
        """The key, what it means, two lines, what would change."""
        key = self._key
        about = [say(key.meaning), *([say(tr(texts.ALLOWED, allowed=key.allowed))] if key.allowed else [])]
        with Vertical(id="form"):
            yield Static(say(key.key), id="form-title", markup=False)
            yield Static(lines(about), id="change-about", markup=False)
            yield Static(tr(texts.VALUE), classes="form-label", markup=False)
            yield self._line("value", "" if key.secret else _plain(key.value), LONGEST_VALUE)
            yield Static(tr(texts.WHY), classes="form-label", markup=False)
            yield self._line("why", "", 200)
            yield Static(tr(texts.SECRET) if key.secret else "", id="change-told", markup=False)
            yield Static(tr(texts.CHANGE_KEYS), id="form-keys", markup=False)

    def _line(self, name: str, value: str, longest: int) -> FormLine:
        line = FormLine(value, compact=True, max_length=longest, id=f"form-{name}", classes="form-line")
        line.cursor_blink = False
        return line

    def _text(self, name: str = "value") -> str:
        return meant(self.query_one(f"#form-{name}", FormLine).value).strip()

    @on(Input.Changed, "#form-value")
    def _typed(self, event: Input.Changed) -> None:
        """Judge it once nothing more is typed for a moment."""
        event.stop()
        if self._typing is not None:
            self._typing.stop()
        if not self._key.secret or self._text():
            self._typing = self.set_timer(
                TYPED_S, lambda: self._judge(self._desk, self._key.key, self._text(), ask=False)
            )

    @on(NumberInput.Entered)
    def _entered(self, event: NumberInput.Entered) -> None:
        event.stop()
        if event.line.id == "form-value":
            self.query_one("#form-why").focus()
        else:
            self._judge(self._desk, self._key.key, self._text(), ask=True)

    @work(thread=True, exclusive=True, group="change", exit_on_error=False)
    def _judge(self, desk: ConfigurationFace, key: str, text: str, *, ask: bool) -> None:
        self.post_message(ChangeKey.Judged(text, desk.proposed(key, text), ask=ask))

    @on(Judged)
    def _judged(self, message: Judged) -> None:
        message.stop()
        if message.text != self._text():
            return
        found = message.found
        self.query_one("#change-told", Static).update(lines(change_rows(found)))
        if message.ask and isinstance(found, Change) and found.differs:
            question = "\n".join((*(row.plain for row in change_rows(found)), "", tr(texts.WRITE_QUESTION)))
            why = self._text("why")

            def answered(yes: bool | None) -> None:
                if yes:
                    self._put(self._desk, found, self._who, why)

            self.app.push_screen(Confirm(question), answered)

    @work(thread=True, exclusive=True, group="change", exit_on_error=False)
    def _put(self, desk: ConfigurationFace, change: Change, who: str, why: str) -> None:
        self.post_message(ChangeKey.Put(desk.put(change, who, why)))

    @on(Put)
    def _was_put(self, message: Put) -> None:
        message.stop()
        tried = message.tried
        if tried is not None and tried.good:
            self.dismiss(" ".join(part for part in (tr(texts.WRITTEN, key=self._key.key), tried.text) if part))
            return
        wrong = tr(texts.MEANWHILE) if tried is None else tr(setup.WRONG, why=tried.text)
        self.query_one("#change-told", Static).update(say((wrong, "bold $state-down")))


def change_rows(found: Change | str) -> list[Content]:
    """What differs, and from when on; or what is wrong."""
    if isinstance(found, str):
        return [say((tr(setup.WRONG, why=each), "bold $state-down")) for each in found.splitlines()]
    if not found.differs:
        return [say((tr(texts.SAME), "$text-quiet"))]
    rows = [say(f"{key}: {before or '-'} → {after or '-'}") for key, before, after in found.differs]
    return [*rows, say((tr(texts.NEXT_START), "$text-quiet"))]


def _plain(value: str) -> str:
    """A text without its quotes, as it is typed."""
    return str(json.loads(value)) if value.startswith('"') else value
