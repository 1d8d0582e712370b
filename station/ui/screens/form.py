"""Lines that a person fills in one after the other; nothing happens before the last one is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from station.language import screens
from station.ui.widgets.entry import LONGEST, CheckLine, NumberInput, meant, pictured
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.core import Identity
    from station.language import Message


class FormLine(NumberInput):
    """Escape clears it; on an empty line it leaves the form."""

    wants_parcel = False
    """A scan is what it asks for."""
    goes_on = False
    """A scan ends it."""

    def takes(self, _text: str) -> bool:
        """Whether a scan is for this line alone, and not for the lane."""
        return self.wants_parcel

    def on_number_input_scanned(self, message: NumberInput.Scanned) -> None:
        """Hold the scan alone, or nothing of it."""
        message.stop()
        scan, takes = pictured(message.text), self.takes(message.text)
        self.value = scan if takes else self.value.removesuffix(scan)
        if takes and self.goes_on:
            self.post_message(self.Entered(self, message.text))

    def action_clear_text(self) -> None:
        """Forget what was typed, or everything."""
        if self.value:
            self.clear()
        else:
            self.screen.dismiss(None)


class Form(ModalScreen["tuple[str, ...] | None"], inherit_bindings=False):
    """Ends with the texts of its lines, none of them empty, or with None."""

    def __init__(
        self,
        title: str,
        labels: tuple[Message, ...],
        check: Callable[[str], Identity] | None = None,
        *,
        parcels: int = 1,
    ) -> None:
        """`check`: what the first lines must hold, a parcel id each; `parcels`: so many of them."""
        super().__init__()
        self._parcels = parcels if check is not None else 0
        self._title = title
        self._labels = labels
        self._check = check

    def compose(self) -> ComposeResult:
        """Title, lines, what is wrong with the first one, keys."""
        with Vertical(id="form"):
            yield Static(self._title, id="form-title", markup=False)
            for number, label in enumerate(self._labels):
                yield Static(tr(label), classes="form-label", markup=False)
                line = FormLine(compact=True, max_length=LONGEST, id=f"form-{number}", classes="form-line")
                line.cursor_blink = False
                line.wants_parcel, line.goes_on = number < self._parcels, self._parcels > 1
                yield line
                if number == 0 and self._check is not None:
                    yield CheckLine(self._check, id="form-check")
            yield Static(tr(screens.FORM_KEYS), id="form-keys", markup=False)

    def on_mount(self) -> None:
        """Begin with the first line."""
        self.query_one("#form-0").focus()

    def _texts(self) -> tuple[str, ...]:
        return tuple(meant(line.value).strip() for line in self.query(FormLine))

    def _wrong(self) -> int | None:
        """The first line that holds something and no parcel id."""
        texts = enumerate(self._texts()[: self._parcels])
        return next((i for i, text in texts if self._check and text and not self._check(text).accepted), None)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.id == "form-0" and self._check is not None:
            self.query_one(CheckLine).follow(self._texts()[0])

    @on(NumberInput.Entered)
    def _entered(self, event: NumberInput.Entered) -> None:
        """On to the first line that wants something."""
        event.stop()
        if (wrong := self._wrong()) is not None:
            self.query_one(f"#form-{wrong}").focus()
            return
        texts = self._texts()
        if "" in texts:
            self.query_one(f"#form-{texts.index('')}").focus()
        else:
            self.dismiss(texts)
