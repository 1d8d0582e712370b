"""What every step of the set-up has in common: one order, rows to choose from, lines to type into, what came of it."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from station.language import screens
from station.language import setup as texts
from station.ui.safe_text import say
from station.ui.widgets.keys import KeyFooter
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.timer import Timer

    from station.language import Message
    from station.ui.setup.face import SetUpFace

T = TypeVar("T")
LOOK_S, TYPED_S = 0.2, 0.15
GOOD, BAD, QUIET = "bold $state-up", "bold $state-down", "$text-quiet"


class Step(Screen[None], inherit_bindings=False):
    """One screen of the set-up. Escape goes back from everywhere."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]
    BINDINGS = [
        Binding("escape", "app.step_back", screens.BACK.english, key_display="Esc"),
        Binding("tab", "other_field(1)", texts.OTHER_FIELD.english, show=False, priority=True),
        Binding("shift+tab", "other_field(-1)", texts.OTHER_FIELD.english, show=False, priority=True),
        Binding("up,down", "rows", texts.OTHER_FIELD.english, show=False),
    ]
    AUTO_FOCUS = ""
    TITLE_OF: Message
    ORDER: Message
    FIELDS: tuple[tuple[str, Message], ...] = ()
    """Name of a line to type into, and what it asks for."""
    KEYS: Mapping[str, str] = {}
    """Keys of the configuration that lines are for."""
    WATCHES_CAMERA = False

    def __init__(self, bench: SetUpFace, place: tuple[int, int]) -> None:
        """`place`: number of the step, and of all."""
        super().__init__()
        self.bench, self._place = bench, place
        self._language = ""
        self._rows: tuple[list[str], Message | None] | None = None
        self.alive = False
        self._typing: Timer | None = None
        self._warned = False

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield Static(id="top-name", markup=False)
        yield Static(id="order", markup=False)
        yield OptionList(id="rows", markup=False, compact=True)
        for name, label in self.FIELDS:
            with Horizontal(classes="field"):
                yield Static(tr(label), classes="field-label", markup=False, id=f"label-{name}")
                line = Input(compact=True, max_length=400, id=f"field-{name}", classes="field-line")
                line.cursor_blink = False
                yield line
        yield Static(id="outcome", markup=False)
        with Vertical(id="live"):
            yield from self.live()
        yield KeyFooter()

    def live(self) -> ComposeResult:
        """What shows the device as it is now."""
        with VerticalScroll(id="says-box"):
            yield Static(id="says", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self.alive = True
        self.query_one("#rows").display = False
        if (line := next(iter(self.query(Input)), None)) is not None:
            line.focus()
        self.begin()
        self.later(lambda: self.bench.watch(camera=self.WATCHES_CAMERA), lambda _: self.ready())
        self._look()
        self.set_interval(LOOK_S, self._look)

    def on_unmount(self) -> None:
        """Nothing is shown any more."""
        self.alive = False

    def begin(self) -> None:
        """What is to be done when it comes to the front."""

    def ready(self) -> None:
        """The step before has given its devices back."""

    def look(self) -> None:
        """Show what the devices say now."""

    def chosen(self, row: int) -> None:
        """A row was taken, from 0."""

    def entered(self, name: str, text: str) -> None:
        """A line was entered."""

    def judge(self, name: str, text: str) -> None:
        """Say what is wrong with what stands in a line, once nothing more is typed for a moment."""
        key = self.KEYS.get(name)
        if key is not None:
            self.later(lambda: self.bench.wrong(key, text), lambda wrong: self._judged(name, text, wrong))

    def _judged(self, name: str, text: str, wrong: str) -> None:
        if self.query_one(f"#field-{name}", Input).value.strip() == text:
            self.outcome(tr(texts.WRONG, why=wrong) if wrong else "", good=False)

    def leave(self) -> bool:
        """Whether the next step may come: without its device only when it is asked for twice."""
        if self._warned or not self.lacks_device():
            return True
        self._warned = True
        self.outcome(tr(texts.WITHOUT_IT), good=False)
        return False

    def lacks_device(self) -> bool:
        """Whether nothing was chosen here, or what was chosen does not work."""
        return False

    def _look(self) -> None:
        if not self.alive or not self.app.is_running:
            return
        if self._language != spoken().name:
            self._language = spoken().name
            self._title()
            self.say_again()
            self.refresh_bindings()
        self.look()

    def _title(self) -> None:
        step = tr(texts.STEP, step=self._place[0], steps=self._place[1])
        name, what = self.bench.value("station.id"), tr(self.TITLE_OF)
        file = tr(texts.FILE_OF, file=self.bench.file)
        title = say((f" {tr(texts.SET_UP)} {name}  ", "bold"), f"{step}  ", (what, "bold"), (f"   {file}", QUIET))
        self.query_one("#top-name", Static).update(title)
        for name, label in self.FIELDS:
            self.query_one(f"#label-{name}", Static).update(say(tr(label)))

    def say_again(self) -> None:
        """What was written once."""
        self.order(self.ORDER)
        if self._rows is not None:
            self.rows(self._rows[0], none=self._rows[1])

    def order(self, wanted: Message) -> None:
        """The one thing to do now."""
        self.ORDER = wanted
        self.query_one("#order", Static).update(say((tr(wanted), "bold")))

    def outcome(self, text: str, *, good: bool | None = None) -> None:
        """What came of what was done; `good`: None: neither."""
        style = "" if good is None else GOOD if good else BAD
        self.query_one("#outcome", Static).update(say((text, style)) if text else "")

    def says(self, content: Content) -> None:
        """What a device says."""
        self.query_one("#says", Static).update(content)

    def rows(self, rows: list[str], *, none: Message | None = None) -> None:
        """Rows to choose from, and a last one that leaves the device out; what is marked stays marked, and that one
        never is by itself.
        """
        self._rows = rows, none
        listed = self.query_one("#rows", OptionList)
        marked = listed.highlighted
        listed.set_options([say(row) for row in (*rows, *([tr(none)] if none else []))])
        listed.display = True
        listed.highlighted = None if not rows else min(marked or 0, len(rows) - 1)
        first = next(iter(self.query(Input)), None)
        if rows and (self.focused is None or (self.focused is first and not first.value)):
            listed.focus()

    def on_key(self, event: events.Key) -> None:
        """What is typed over the rows is for the first line."""
        line = next(iter(self.query(Input)), None)
        if event.is_printable and event.character and line is not None and not isinstance(self.focused, Input):
            event.stop()
            line.focus()
            line.insert_text_at_cursor(event.character)

    def later(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Do it in a thread, and show what came of it if this screen still stands. The app does not wait for it."""

        def done() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001  # whatever it was, it is shown and nothing ends
                words = f"{type(error).__name__}: {error}" if not str(error) else str(error)
                self.from_thread(lambda: self.outcome(words, good=False))
            else:
                self.from_thread(lambda: then(result))

        threading.Thread(target=done, name="set-up", daemon=True).start()

    def from_thread(self, show: Callable[[], None]) -> None:
        """Have something shown, from a thread."""
        with suppress(RuntimeError):
            self.app.call_from_thread(lambda: show() if self.alive else None)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.chosen(event.option_index)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.entered((event.input.id or "").removeprefix("field-"), event.value.strip())

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._typing is not None:
            self._typing.stop()
        name = (event.input.id or "").removeprefix("field-")
        self._typing = self.set_timer(TYPED_S, lambda: self.judge(name, event.value.strip()))

    def action_other_field(self, step: int = 1) -> None:
        """To the next that takes keys, or to the one before."""
        stops = [each for each in (self.query_one("#rows"), *self.query(Input)) if each.display]
        if stops:
            place = stops.index(self.focused) + step if self.focused in stops else 0
            stops[place % len(stops)].focus()

    def action_rows(self) -> None:
        """From a line into the rows."""
        listed = self.query_one("#rows", OptionList)
        if listed.display:
            listed.focus()
            listed.highlighted = listed.highlighted or 0
