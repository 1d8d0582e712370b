"""The other steps: station, scanners, printer and sound, centre, sort plan, the last look."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.widgets import Input

from station.language import setup as texts
from station.ui.safe_text import lines, pad, say
from station.ui.setup.step import Step
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.core.set_up import Choice, Tried
    from station.ui.setup.face import Found

LISTEN_S = 600.0
STATES = {"ok": ("✓", "$state-up"), "warning": ("!", "bold $state-wait"), "fault": ("✗", "bold $state-down")}


class StationStep(Step):
    """Name and folder; what is wrong with them stands there while they are typed."""

    TITLE_OF, ORDER = texts.STATION, texts.ORDER_STATION
    FIELDS = (("id", texts.NAME_STATION), ("data_dir", texts.NAME_FOLDER))
    KEYS = {"id": "station.id", "data_dir": "station.data_dir"}  # a constant of the class

    def begin(self) -> None:
        """With what is configured."""
        for name, _ in self.FIELDS:
            self.query_one(f"#field-{name}", Input).value = self.bench.value(f"station.{name}")
        self.query_one("#field-id", Input).focus()

    def entered(self, name: str, text: str) -> None:  # noqa: ARG002  # both are taken
        """On to the other line."""
        if self.leave():
            self.action_other_field()

    def leave(self) -> bool:
        """Write both."""
        values = [(f"station.{name}", self.query_one(f"#field-{name}", Input).value.strip()) for name, _ in self.FIELDS]
        wrong = next((wrong for key, text in values if (wrong := self.bench.wrong(key, text))), "")
        wrong = wrong or self.bench.put(values)
        if wrong:
            self.outcome(tr(texts.WRONG, why=wrong), good=False)
        self._title()
        return not wrong


class ScannerStep(Step):
    """Listens until it is left."""

    TITLE_OF, ORDER = texts.SCANNER, texts.ORDER_SCANNER
    FIELDS = (("port", texts.NAME_PORT), ("scan", texts.NAME_SCAN))
    BINDINGS = [Binding("f5", "again", texts.KEYS_AGAIN.english, key_display="F5")]

    def begin(self) -> None:
        """Nothing was heard yet."""
        self._found: list[Choice] = []
        self._list()
        self.says(say(tr(texts.KEYBOARD)))
        self.query_one("#field-scan", Input).focus()

    def ready(self) -> None:
        """Listen at every port."""
        self._listen("")

    def action_again(self) -> None:
        """Listen anew, at the ports that there are now."""
        self._listen("")

    def _listen(self, port: str) -> None:
        def work() -> None:
            for each in self.bench.scanners(port, LISTEN_S):
                if not self.alive:
                    return
                self.from_thread(partial(self._heard, each))

        self.later(work, lambda _: None)

    def _heard(self, found: Choice) -> None:
        self._found = [found, *(each for each in self._found if each.settings[:1] != found.settings[:1])][:4]
        self._list()

    def _list(self) -> None:
        self.rows([each.text for each in self._found], none=texts.NO_SCANNER)

    def chosen(self, row: int) -> None:
        """Write its table."""
        if row >= len(self._found):
            self.outcome(tr(texts.LEFT_OUT), good=True)
            return
        found = self._found[row]
        if found.settings:
            wrong = self.bench.put(found.settings)
            self.outcome(tr(texts.WRONG, why=wrong) if wrong else tr(texts.CHOSEN, name=found.text), good=not wrong)

    def entered(self, name: str, text: str) -> None:
        """Another port, or what a keyboard scanner typed."""
        if name == "port" and text:
            self._listen(text)
        elif text:
            self.query_one("#field-scan", Input).value = ""
            self.outcome(tr(texts.TYPED, text=text), good=True)


class OutputsStep(Step):
    """A test label, and the tones."""

    TITLE_OF, ORDER, FIELDS = texts.OUTPUTS, texts.ORDER_OUTPUTS, (("port", texts.NAME_PORT),)
    BINDINGS = [Binding("f7", "ring", texts.KEYS_SOUND.english, key_display="F7")]

    def begin(self) -> None:
        """The printers of this machine."""
        self._ports: tuple[str, ...] = ()
        self.later(lambda: tuple(self.bench.printers()), self._listed)
        self.query_one("#field-port", Input).focus()

    def _listed(self, ports: tuple[str, ...]) -> None:
        self._ports = ports
        self.rows(list(ports), none=texts.NO_PRINTER)

    def chosen(self, row: int) -> None:
        """Print there."""
        if row < len(self._ports):
            self.entered("port", self._ports[row])
        else:
            self.outcome(tr(texts.LEFT_OUT), good=True)

    def entered(self, name: str, text: str) -> None:  # noqa: ARG002  # there is one line
        """Print there."""
        if text:
            self.outcome(tr(texts.SEARCHING))
            self.later(lambda: self.bench.use_printer(text), self._tried)

    def action_ring(self) -> None:
        """Play every tone."""

        def work() -> Tried:
            return self.bench.ring(lambda name: self.from_thread(lambda: self.outcome(tr(texts.PLAYING, name=name))))

        self.later(work, self._tried)

    def _tried(self, tried: Tried) -> None:
        self.outcome(tried.text, good=tried.good)


class CentreStep(Step):
    """Address and token, and what answers there."""

    TITLE_OF, ORDER = texts.CENTRE, texts.ORDER_CENTRE
    FIELDS = (("url", texts.NAME_URL), ("token", texts.NAME_TOKEN))
    KEYS = {"url": "sync.url"}  # a constant of the class
    BINDINGS = [Binding("f5", "again", texts.KEYS_AGAIN.english, key_display="F5")]

    def begin(self) -> None:
        """With what is configured."""
        self.query_one("#field-url", Input).value = self.bench.value("sync.url")
        self.query_one("#field-token", Input).value = self.bench.value("sync.token_file")
        self.rows([], none=texts.NO_CENTRE)
        self.query_one("#field-url", Input).focus()

    def chosen(self, row: int) -> None:  # noqa: ARG002  # there is one
        """Without a centre."""
        wrong = self.bench.put((("sync.enabled", "false"),))
        self.outcome(wrong or tr(texts.LEFT_OUT), good=not wrong)

    def entered(self, name: str, text: str) -> None:
        """Write it and ask the centre."""
        self.outcome(tr(texts.SEARCHING))

        def work() -> Tried:
            if name == "url" and (wrong := self.bench.put((("sync.enabled", "true"), ("sync.url", text)))):
                return _wrong(wrong)
            if name == "token" and text and not (tried := self.bench.use_token(text)).good:
                return tried
            return self.bench.centre()

        self.later(work, lambda tried: self._tried(tried, name))

    def action_again(self) -> None:
        """Ask once more."""
        self.later(self.bench.centre, lambda tried: self._tried(tried, ""))

    def _tried(self, tried: Tried, name: str) -> None:
        self.outcome(tried.text, good=tried.good)
        if name == "url" and not tried.good:
            self.query_one("#field-token", Input).focus()
        elif name == "token" and tried.good:
            self.query_one("#field-token", Input).value = self.bench.value("sync.token_file")


class PlanStep(Step):
    """The example, or a file."""

    TITLE_OF, ORDER, FIELDS = texts.PLAN, texts.ORDER_PLAN, (("file", texts.NAME_FILE),)

    def begin(self) -> None:
        """What there is."""
        self.rows([tr(texts.EXAMPLE_PLAN)], none=texts.LISTS_CENTRE)
        self.query_one("#rows").focus()

    def chosen(self, row: int) -> None:
        """The example, or none."""
        if row == 0:
            self.later(lambda: self.bench.plan(""), self._imported)
        else:
            self.outcome(tr(texts.LEFT_OUT), good=True)

    def entered(self, name: str, text: str) -> None:  # noqa: ARG002  # there is one line
        """Import it."""
        if text:
            self.later(lambda: self.bench.plan(text), self._imported)

    def _imported(self, tried: Tried) -> None:
        self.outcome(tried.text, good=tried.good)


class CheckStep(Step):
    """What the doctor says, and the start."""

    TITLE_OF, ORDER = texts.CHECK, texts.ORDER_CHECKING
    BINDINGS = [
        Binding("f5", "again", texts.KEYS_AGAIN.english, key_display="F5"),
        Binding("f9", "app.start", texts.KEYS_START.english, key_display="F9"),
    ]

    def begin(self) -> None:
        """Look at everything."""
        self.action_again()

    def action_again(self) -> None:
        """Look once more."""
        self.order(texts.ORDER_CHECKING)
        self.later(lambda: tuple(self.bench.findings()), self._told)

    def _told(self, findings: Sequence[Found]) -> None:
        self.order(texts.ORDER_CHECK)
        worst = sorted(findings, key=lambda each: list(STATES)[::-1].index(each.state))
        rows = []
        for each in worst:
            mark, style = STATES[each.state]
            rows.append(
                say((f"{mark} {pad(each.name, 10)} ", style), (each.words, style if each.state == "fault" else ""))
            )
        self.says(lines(rows))
        self.outcome("" if any(each.state != "ok" for each in findings) else tr(texts.ALL_WELL), good=True)
        self.query_one("#says-box").focus()


def _wrong(text: str) -> Tried:
    from station.core.set_up import Tried

    return Tried(good=False, text=tr(texts.WRONG, why=text))
