"""Camera and scale: find them, choose one, see live what it gives."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, OptionList, Static

from station.core.set_up import Choice
from station.language import error_text
from station.language import setup as texts
from station.ui.safe_text import lines, say
from station.ui.setup.step import BAD, QUIET, Step
from station.ui.widgets.picture import CameraPicture
from station.ui.widgets.picture_rows import advice_rows, figure_rows
from station.ui.widgets.weight import stability, value_text
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from station.core.set_up import Tried, Trouble

UNITS = ("kg", "g", "lb", "oz")
TOLERANCE = "5"
NO_SOURCE = "0"
"""The default: nobody has chosen a camera yet."""


class CameraStep(Step):
    """The preview runs as soon as a camera is chosen, and before when one is configured."""

    TITLE_OF, ORDER, FIELDS = texts.CAMERA, texts.ORDER_CAMERA, (("address", texts.NAME_ADDRESS),)
    WATCHES_CAMERA = True
    BINDINGS = [Binding("f5", "again", texts.KEYS_AGAIN.english, key_display="F5")]

    def begin(self) -> None:
        """Look for cameras."""
        self._found: tuple[Choice, ...] = ()
        self._number: int | None = None
        self._known = self.bench.value("camera.source")
        if self._known != NO_SOURCE:
            self.query_one("#field-address", Input).value = self._known
        self.action_again()

    def live(self) -> ComposeResult:
        """The picture beside its figures, the advice below."""
        with Horizontal(id="look"):
            yield CameraPicture(id="picture")
            yield Static(id="figures", markup=False)
        yield Static(id="says", markup=False)

    def action_again(self) -> None:
        """Look once more."""
        self.later(lambda: tuple(self.bench.cameras()), self._listed)

    def _listed(self, found: tuple[Choice, ...]) -> None:
        self._found = found
        self.rows([each.text for each in found], none=texts.NO_CAMERA)
        if not found:
            self.outcome("" if self._known != NO_SOURCE else tr(texts.NOTHING_FOUND))
            self.query_one("#field-address", Input).focus()

    def chosen(self, row: int) -> None:
        """Take it."""
        if row < len(self._found):
            self._take(self._found[row].settings, self._found[row].text)
        else:
            self._take((("camera.enabled", "false"),), "")

    def entered(self, name: str, text: str) -> None:  # noqa: ARG002  # there is one line
        """Take the address."""
        if text:
            self._take((("camera.enabled", "true"), ("camera.source", text)), text)

    def _take(self, settings: tuple[tuple[str, str], ...], name: str) -> None:
        def work() -> str:
            wrong = self.bench.put(settings)
            self.bench.watch(camera=not wrong and bool(name))
            return wrong

        self.later(work, lambda wrong: self._taken(wrong, name))

    def _taken(self, wrong: str, name: str) -> None:
        if wrong:
            self.outcome(tr(texts.WRONG, why=wrong), good=False)
            return
        self.outcome(tr(texts.CHOSEN, name=name) if name else tr(texts.LEFT_OUT), good=True)
        if name:
            self.order(texts.ORDER_CAMERA_SEEN)

    def lacks_device(self) -> bool:
        """Nothing chosen, or no picture."""
        if self.bench.value("camera.enabled").lower() != "true":
            return False
        look = self.bench.camera()
        return look is None or look.trouble is not None

    def look(self) -> None:
        """Picture, figures, advice."""
        look = self.bench.camera()
        picture = self.query_one(CameraPicture)
        if look is None or look.trouble is not None:
            if self._number is not None:
                self._number = None
                picture.show(None)
            self.query_one("#figures", Static).update("")
            self.says(lines([] if look is None else _trouble(look.trouble)))
            return
        if look.frame is not None and look.frame.number != self._number:
            self._number = look.frame.number
            picture.show(look.frame.pixels)
        self.query_one("#figures", Static).update(lines(figure_rows(look)))
        self.says(lines(advice_rows(look.advice)))


class ScaleStep(Step):
    """Searched at once; what it sends stands beside what it is read as."""

    TITLE_OF, ORDER = texts.SCALE, texts.ORDER_SCALE_SEARCH
    FIELDS = (("port", texts.NAME_PORT), ("weight", texts.NAME_WEIGHT))
    BINDINGS = [
        Binding("f5", "again", texts.KEYS_AGAIN.english, key_display="F5"),
        Binding("f7", "zero", texts.KEYS_ZERO.english, key_display="F7"),
        Binding("f9", "test", texts.KEYS_TEST.english, key_display="F9"),
    ]

    def begin(self) -> None:
        """Nothing is found yet."""
        self._found: list[Choice] = []
        self._unit_of: Choice | None = None
        self._search_number = 0

    def ready(self) -> None:
        """Search every port."""
        if not self._search_number:
            self._search("")

    def action_again(self) -> None:
        """Search once more."""
        self._search("")

    def _search(self, port: str) -> None:
        """What an older search still finds is not shown any more."""
        self._search_number += 1
        number, self._unit_of, self._found = self._search_number, None, []
        self.order(texts.ORDER_SCALE_SEARCH)
        self.outcome(tr(texts.SEARCHING))
        self._list()

        def progress(text: str) -> None:
            self.from_thread(lambda: self.outcome(text) if number == self._search_number else None)

        def work() -> None:
            for each in self.bench.scales(port, progress):
                self.from_thread(partial(self._one_more, each, number))

        self.later(work, lambda _: self._searched(number))

    def _one_more(self, found: Choice, number: int) -> None:
        if number == self._search_number:
            self._found.append(found)
            self._list()

    def _searched(self, number: int) -> None:
        if number != self._search_number:
            return
        there = any(each.settings for each in self._found)
        self.order(texts.ORDER_SCALE)
        self.outcome("" if there else tr(texts.NOTHING_FOUND), good=None if there else False)
        if there:
            self.query_one("#rows").focus()

    def _list(self) -> None:
        self.rows([each.text for each in self._found], none=texts.NO_SCALE)

    def chosen(self, row: int) -> None:
        """A scale, a unit, or none."""
        if self._unit_of is not None:
            self._take((*self._unit_of.settings, ("scale.settings.unit", UNITS[row])), self._unit_of.text)
        elif row >= len(self._found):
            self._take((("scale.enabled", "false"), ("weigh.required", "false")), "")
        elif self._found[row].wants_unit:
            self._unit_of = self._found[row]
            self.order(texts.ORDER_UNIT)
            self.rows(list(UNITS))
            self.query_one("#rows", OptionList).highlighted = None  # none is a guess
        elif self._found[row].settings:
            self._take(self._found[row].settings, self._found[row].text)

    def entered(self, name: str, text: str) -> None:
        """Search at a port, or weigh a test weight."""
        if name == "port" and text:
            self._search(text)
        elif name == "weight":
            self._weigh(text.split())

    def lacks_device(self) -> bool:
        """Nothing chosen, or it cannot be opened."""
        if self.bench.value("scale.enabled").lower() != "true":
            return False
        look = self.bench.scale()
        return look is None or look.trouble is not None

    def action_zero(self) -> None:
        """Zero it."""
        if self.bench.scale() is None:
            self.outcome(tr(texts.NOTHING_CHOSEN), good=False)
        else:
            self.bench.zero()
            self.outcome(tr(texts.ZERO_ASKED))

    def action_test(self) -> None:
        """Ask for the test weight."""
        line = self.query_one("#field-weight", Input)
        if line.value.strip() and self.bench.scale() is not None:
            self._weigh(line.value.split())
        else:
            line.focus()
            self.outcome(tr(texts.NO_GRAMS))

    def _weigh(self, parts: Sequence[str]) -> None:
        if not 1 <= len(parts) <= 2 or self.bench.scale() is None:
            self.outcome(tr(texts.NO_GRAMS), good=False)
            return
        grams, tolerance = parts[0], parts[1] if len(parts) == 2 else TOLERANCE
        self.outcome(tr(texts.PUT_WEIGHT, grams=grams))
        self.later(lambda: self.bench.test_weight(grams, tolerance), self._weighed)

    def _weighed(self, tried: Tried | None) -> None:
        if tried is None:
            self.outcome(tr(texts.NO_GRAMS), good=False)
        else:
            wanted = texts.WEIGHT_GOOD if tried.good else texts.WEIGHT_BAD
            self.outcome(tr(wanted, text=tried.text), good=tried.good)

    def _take(self, settings: tuple[tuple[str, str], ...], name: str) -> None:
        self._search_number += 1  # it is over

        def work() -> str:
            wrong = self.bench.put(settings)
            self.bench.watch(scale=not wrong and bool(name))
            return wrong

        self.later(work, lambda wrong: self._taken(wrong, name))

    def _taken(self, wrong: str, name: str) -> None:
        if wrong:
            self.outcome(tr(texts.WRONG, why=wrong), good=False)
            return
        if self._unit_of is not None:
            self._unit_of = None
            self._list()
        self.outcome(tr(texts.CHOSEN, name=name) if name else tr(texts.LEFT_OUT), good=True)
        self.order(texts.ORDER_SCALE_SEEN if name else texts.ORDER_SCALE)

    def look(self) -> None:
        """Raw beside parsed."""
        look = self.bench.scale()
        if look is None:
            self.says(lines([]))
            return
        rows: list[Content] = _trouble(look.trouble)
        if look.weight is not None:
            raw = look.weight.raw[:32]
            shown = value_text(look.weight) or "–"
            rows.append(say(f"{tr(texts.SAYS)}   ", (shown, "bold"), f"  {stability(look.weight)}"))
            rows.append(say(f"{tr(texts.SENDS)}  ", (raw.decode("latin-1"), "bold")))
            rows.append(say((raw.hex(" "), QUIET)))
        elif look.trouble is None:
            rows.append(say(tr(texts.NO_WEIGHT)))
        if look.strange:
            rows.append(say(f"{tr(texts.SENDS)}  ", (look.strange.hex(" "), QUIET)))
        self.says(lines(rows))


def _trouble(trouble: Trouble | None) -> list[Content]:
    return [] if trouble is None else [say((error_text(trouble.about, trouble.words, spoken()), BAD))]
