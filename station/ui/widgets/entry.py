"""Keyed entry: what is typed, or sent by a handheld scanner that acts as a keyboard, checked while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from station.core import is_control
from station.language import cause_of
from station.language import screens as texts
from station.ui.safe_text import say
from station.ui.scanner import PAUSE_S
from station.ui.widgets.parcel import details, name
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.timer import Timer

    from station.core import Identity

LONGEST = 300
CONTROL_PICTURES = 0x2400
"""U+2400 to U+241F picture the control characters U+0000 to U+001F."""


ENTER_KEYS = frozenset(("enter", "ctrl+j", "ctrl+m", "tab"))


class NumberInput(Input, inherit_bindings=False):
    """One line that keeps the control characters of a barcode (GS1 separators) as their pictures.

    Only plain editing keys are bound: a barcode may type any control chord.
    """

    class Entered(Message):
        """The line was ended, or a scan came; `text`: what stood in it or was scanned, with its control characters.
        `by_scanner`: it came as fast as a scanner types.
        """

        def __init__(self, line: NumberInput, text: str, *, by_scanner: bool = False) -> None:
            super().__init__()
            self.line, self.text, self.by_scanner = line, text, by_scanner

        @property
        def control(self) -> NumberInput:
            """The line, for the selectors of handlers."""
            return self.line

    BINDINGS = [
        Binding("escape", "clear_text", texts.CLEAR.english, show=False),
        Binding("left", "cursor_left", texts.LEFT.english, show=False),
        Binding("right", "cursor_right", texts.RIGHT.english, show=False),
        Binding("home", "home", texts.HOME.english, show=False),
        Binding("end", "end", texts.END.english, show=False),
        Binding("backspace", "delete_left", texts.BACKSPACE.english, show=False),
        Binding("delete", "delete_right", texts.DELETE.english, show=False),
    ]

    class Scanned(Message):
        """What was typed last is a number; it comes to the line behind the keys of it."""

        def __init__(self, text: str, *, by_scanner: bool) -> None:
            super().__init__()
            self.text, self.by_scanner = text, by_scanner

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ENTER_KEYS:
            # Here and not by a binding: a binding runs after the keys that come behind it were put into the line.
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered(self, meant(self.value)))
            self.entered()
            return
        if edits := self._bindings.key_to_bindings.get(event.key):
            event.stop()
            event.prevent_default()
            getattr(self, f"action_{edits[0].action}")()  # here, for the same reason
            return
        character = event.character
        if character and ord(character[0]) < 0x20:
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(pictured(character))
            return
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(pictured(event.text.rstrip("\r\n")))

    def entered(self) -> None:
        """The line was ended; what stands in it stays, unless a kind of line does otherwise."""

    def action_clear_text(self) -> None:
        """Forget what was typed."""
        self.clear()

    def restricted(self) -> None:
        """Silent: no tone sounds but that of a verdict."""


class EntryLine(NumberInput):
    """Empty again once its number is entered; a number that no lane takes stays, to be corrected."""

    def __init__(self, check: Callable[[str], Identity]) -> None:
        super().__init__(placeholder=tr(texts.ENTRY_HINT), compact=True, max_length=LONGEST, id="entry-line")
        self.cursor_blink = False
        self._check = check

    class Cancelled(Message):
        """Escape on the empty line: what was keyed and waits is taken back."""

    def action_clear_text(self) -> None:
        """Forget what was typed; on an empty line, what was entered and waits."""
        if self.value:
            self.clear()
        else:
            self.post_message(self.Cancelled())

    def on_number_input_scanned(self, message: NumberInput.Scanned) -> None:
        """Enter it, behind what was entered before; what stands in the line is no part of it."""
        message.stop()
        self.clear()
        if message.text:
            self.post_message(self.Entered(self, message.text, by_scanner=message.by_scanner))

    def entered(self) -> None:
        """Make room for the next number."""
        text = meant(self.value)
        if not text.strip() or self._check(text).accepted or is_control(text):
            self.clear()


class CheckLine(Static):
    """What the number in a line is: as soon as it is one, else once the typing pauses."""

    def __init__(self, check: Callable[[str], Identity], *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id, markup=False)
        self._check = check
        self._later: Timer | None = None

    def follow(self, text: str) -> None:
        """The line holds this now."""
        self.be_silent()
        if not text:
            return
        identity = self._check(text)
        if identity.accepted:
            self.update(answer(identity))
        else:
            self._later = self.set_timer(PAUSE_S, lambda: self.update(answer(identity)))

    def be_silent(self) -> None:
        """Say nothing until the line changes."""
        if self._later is not None:
            self._later.stop()
        self.update("")


class KeyedEntry(Vertical):
    """The line, and under it what the number is while one types."""

    class Entered(Message):
        """The line was ended; `text` has its control characters back. Empty: somebody has seen the verdict."""

        def __init__(self, text: str, *, by_scanner: bool = False) -> None:
            super().__init__()
            self.text, self.by_scanner = text, by_scanner

    def __init__(self, check: Callable[[str], Identity], *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._check = check

    def compose(self) -> ComposeResult:
        """The check line stands above, so that the typed line never moves."""
        yield CheckLine(self._check, id="entry-check")
        with Horizontal(id="entry-row"):
            yield Static(tr(texts.ENTRY), id="entry-label", markup=False)
            yield EntryLine(self._check)

    def start(self) -> None:
        """Take the keys."""
        self.query_one(EntryLine).focus()

    def say_again(self) -> None:
        """In the language that is spoken now."""
        self.query_one("#entry-label", Static).update(tr(texts.ENTRY))
        self.query_one(EntryLine).placeholder = tr(texts.ENTRY_HINT)

    def take(self, text: str) -> None:
        """Put what a person typed elsewhere behind what stands in the line."""
        self.start()
        self.query_one(EntryLine).insert_text_at_cursor(pictured(text))

    def forget(self, text: str) -> None:
        """Empty the line when this alone stands in it, in either case."""
        line = self.query_one(EntryLine)
        if text and meant(line.value).strip().casefold() == text.strip().casefold():
            line.clear()

    def scanned(self, text: str, *, by_scanner: bool) -> None:
        """The keys before this were a number: it is entered; an empty one only clears the line."""
        self.query_one(EntryLine).post_message(NumberInput.Scanned(text, by_scanner=by_scanner))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        check = self.query_one(CheckLine)
        check.display = bool(event.value)
        check.follow(meant(event.value))

    @on(NumberInput.Entered)
    def _entered(self, event: NumberInput.Entered) -> None:
        event.stop()
        self.query_one(CheckLine).be_silent()  # the verdict says it
        self.post_message(self.Entered(event.text, by_scanner=event.by_scanner))


def answer(identity: Identity) -> Content:
    """What the number is, whether its check digit holds, and a hint."""
    if identity.accepted:
        check = tr(texts.CHECK_OK if identity.check else texts.NO_CHECK)
        return say((f"✓ {check}", "bold $state-up"), f"   {name(identity)}   {details(identity)}")
    what = tr(texts.CHECK_FAILED if identity.check is False else texts.NOT_A_PARCEL)
    hint = cause_of(identity.hint, spoken()) or (details(identity) if identity.check is None else "")
    return say((f"× {what}", "bold $state-down"), f"   {hint}")


def pictured(text: str) -> str:
    """Control characters as pictures, everything else that could drive a terminal as U+FFFD."""
    shown = (chr(CONTROL_PICTURES + ord(c)) if ord(c) < 0x20 else c for c in text)
    return "".join(c if c.isprintable() else "\ufffd" for c in shown)


def meant(text: str) -> str:
    """The control characters back from their pictures."""
    return "".join(chr(ord(c) - CONTROL_PICTURES) if 0 <= ord(c) - CONTROL_PICTURES < 0x20 else c for c in text)
