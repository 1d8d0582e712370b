"""From a figure of the shift to its parcels, and from a parcel to its history."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerState

from station.core import printable, utc_text_of
from station.core.counting import Chosen, Span
from station.language import cause_name, figure_views, operations
from station.language import screens as texts
from station.ui.amounts import local_day, local_time
from station.ui.messages import HistoryRead, RecentRead
from station.ui.safe_text import LONGEST, fit, say
from station.ui.screens.base import in_test_mark
from station.ui.widgets.figures import cause_names, only_words, rate, since_words, stop_names
from station.ui.widgets.recent import row
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from textual.app import ComposeResult
    from textual.content import Content

    from station.core import RecentScan
    from station.core.counting import Line, ShiftFigures
    from station.language import Message
    from station.ui.face import WatchedFace
    from station.ui.safe_text import Part

MOST = 200
"""Scans behind a figure that are shown, the newest."""
TITLES = {
    "quarter": texts.QUARTERS,
    "code": texts.BY_CODE,
    "cause": texts.BY_CAUSE,
    "operator": texts.BY_WORKER,
    "operation": figure_views.BY_OPERATION,
    "bin": texts.BY_BIN,
    "carrier": texts.BY_CARRIER,
}


WIDTHS = (12, 15, 12, 13)
"""Of the columns behind the name: a rate has its interval beside it."""


class FiguresScreen(ModalScreen["Chosen | None"], inherit_bindings=False):
    """Figures, then the scans of the chosen one, then the entries of the chosen parcel; Esc goes one back. Ends with
    which entries are to be counted, None: those of before.
    """

    AUTO_FOCUS = "#desk-list"
    BINDINGS = [Binding("escape", "back", texts.BACK.english), Binding("f6", "only", figure_views.ONLY.english)]

    def __init__(self, station: WatchedFace, figures: ShiftFigures) -> None:
        super().__init__()
        self.station, self._figures = station, figures
        self._chosen: list[tuple[str, str] | None] = []
        """By row, group and name; None: a title."""
        self._scans: Sequence[RecentScan] | None = None
        """Those behind the figure that was chosen; None: the figures are shown."""
        self._entries = False
        self._at = [0, 0]
        """Where the figures and the scans were left."""

    def compose(self) -> ComposeResult:
        """A title, the list, the keys."""
        yield Static(id="desk-title", markup=False)
        yield OptionList(id="desk-list", markup=False, compact=True)
        yield Static(id="last-keys", markup=False)

    def on_mount(self) -> None:
        """The figures first."""
        self._show_figures()

    def _show_figures(self) -> None:
        self._scans, self._entries = None, False
        options = [Option(row, disabled=not place) for place, row in enumerate(_odd(self._figures))]
        self._chosen = [("odd", str(place - 1)) if place else None for place in range(len(options))]
        for group, title in TITLES.items():
            named = [each for each in self._figures.of(group) if group != "quarter" or each[1].counts.presented]
            names = {"code": stop_names, "cause": cause_names}.get(group, lambda _: {})(tuple(named))
            options += [Option(_head(title), disabled=True)] if named else []
            self._chosen += [None] if named else []
            for name, line in reversed(named) if group == "quarter" else named:
                options.append(Option(_figure(group, self._label(group, name, names), line)))
                self._chosen.append((group, name))
        whole = tr(texts.FIGURES_TITLE, since=since_words(self._figures).rstrip(":："))
        only = only_words(self._figures.chosen)
        whole = f"{whole}   {only}" if only else whole
        self._list(whole, options, self._at[0] or 1, texts.FIGURES_KEYS)

    def _list(self, title: str, options: Sequence[Option | Content], at: int, keys: Message) -> None:
        self.query_one("#desk-title", Static).update(say(*in_test_mark(self.station), f" {title}"))
        self.query_one("#last-keys", Static).update(tr(keys))
        rows = self.query_one(OptionList)
        rows.set_options(options or [Option(tr(texts.SAW_NOTHING), disabled=True)])
        rows.highlighted = min(at, len(options) - 1) if options else None

    @on(OptionList.OptionSelected)
    def _closer(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._scans is None and (chosen := self._chosen[event.option_index]) is not None:
            self._at = [event.option_index, 0]
            self._read_behind(self._figures, *chosen)
        elif self._scans is not None and not self._entries:
            self._at[1] = event.option_index
            self._read_history(self._scans[event.option_index])

    @work(thread=True, exclusive=True, group="behind", exit_on_error=False)
    def _read_behind(self, figures: ShiftFigures, group: str, name: str) -> None:
        self.post_message(RecentRead(self.station.figures.behind(figures, group, name, MOST)))

    @work(thread=True, exclusive=True, group="behind", exit_on_error=False)
    def _read_history(self, scan: RecentScan) -> None:
        figures, number = self.station.figures, scan.parcel_id
        entries = figures.presentation(scan.seq) if number is None else figures.history(number)
        self.post_message(HistoryRead(number or str(scan.seq), entries))

    @on(RecentRead)
    def _behind_read(self, message: RecentRead) -> None:
        message.stop()
        self._scans = message.scans
        self._show_scans()

    def _show_scans(self) -> None:
        self._entries = False
        chosen = self._chosen[self._at[0]] or ("", "")
        names = {"code": stop_names, "cause": cause_names}.get(chosen[0], lambda _: {})(self._figures.of(chosen[0]))
        title = tr(texts.BEHIND_TITLE, name=self._label(*chosen, names))
        rows = [row(scan, self.size.width) for scan in self._scans or ()]
        self._list(title, rows, self._at[1], texts.BEHIND_KEYS)

    @on(HistoryRead)
    def _history_read(self, message: HistoryRead) -> None:
        message.stop()
        self._entries = True
        title = tr(texts.HISTORY_TITLE, number=message.number)
        self._list(title, [_entry(entry) for entry in message.entries], 0, texts.HISTORY_KEYS)

    def _label(self, group: str, name: str, names: Mapping[str, str]) -> str:
        if group == "quarter":
            return local_day(name) if self._figures.chosen.span is Span.WEEK else local_time(name)[:5]
        if group == "odd":
            return figure_views.odd_text(self._figures.odd_run(int(name)), spoken())
        if group == "operation" and name in operations.OPERATIONS:
            return tr(operations.OPERATIONS[name])
        return names.get(name, name or "-")

    def action_only(self) -> None:
        """Count the marked worker or operation alone; where that is so, everything again."""
        place = self.query_one(OptionList).highlighted
        marked = self._chosen[place] if self._scans is None and place is not None else None
        before = self._figures.chosen
        if marked is None or marked[0] not in ("operator", "operation") or not marked[1]:
            if before.only and self._scans is None:
                self.dismiss(Chosen(before.span))
            else:
                self.app.bell()
            return
        group, name = marked
        only = {**before.only, group: name} if before.only.get(group) != name else {}
        self.dismiss(Chosen(before.span, only.get("operator"), only.get("operation")))

    def action_back(self) -> None:
        """From the parcel to the scans, to the figures, to the screen."""
        if self._entries:
            self._show_scans()
        elif self._scans is not None:
            self._show_figures()
        else:
            self.dismiss(None)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and self.is_mounted:
            text = printable(f"{tr(texts.RECENT_FAILED)}: {event.worker.error}", LONGEST)
            self.query_one("#last-keys", Static).update(say((text, "bold $state-down")))


def _odd(figures: ShiftFigures) -> list[Content]:
    """A title and a row for each odd run, the newest first; none: nothing."""
    rows = [say((tr(figure_views.ODD_TITLE), "$text-quiet"))] if figures.odd else []
    for run in reversed(figures.odd):
        began = local_time(utc_text_of(run.scans[0].at))[:5]
        rows.append(say((f"{began}  {figure_views.odd_text(run, spoken())}", "$state-wait")))
    return rows


def _head(title: Message) -> Content:
    """The columns of `_figure`."""
    heads = (texts.PARCELS_HEAD, texts.FIRST_HEAD, texts.ACCEPTED, texts.EXCEPTIONS)
    told = "".join(fit(f"  {tr(head)}", width) for head, width in zip(heads, WIDTHS, strict=True))
    return say((fit(tr(title), 25) + told, "$text-quiet"))


def _figure(group: str, label: str, line: Line) -> Content:
    """Name, presented, first-time read rate, accepted, stopped; of a code or cause what it stopped alone."""
    counts = line.counts
    of_stops = group in ("code", "cause")
    about = rate(counts.first_time, counts.presented, short=True)
    cells = ("", "", "") if of_stops else (str(counts.presented), about, str(line.accepted))
    told = "".join(fit(f"  {cell}", width) for cell, width in zip(cells, WIDTHS, strict=False))
    return say(fit(label, 25), told, (f"  {line.stopped}", "bold"))


def _entry(entry: Mapping[str, Any]) -> Content:
    """When, what, where to, weight, by whom and why, and what became of it at the centre."""
    details = entry.get("details") or {}
    kinds = {"void": texts.BACK_ROW, "override": texts.LIFTED_ROW}
    what = kinds.get(entry["kind"]) or operations.OPERATIONS.get(str(entry.get("operation")))
    where = " ".join(str(part) for part in (entry.get("code"), entry.get("bin")) if part)
    weight = entry.get("weight") or {}
    parts: list[Part] = [
        f"{entry['seq']:>8}  {datetime.fromisoformat(entry['scanned_at']).astimezone():%m-%d %H:%M:%S}  ",
        f"{tr(what)}  ",
        (f"{where}  ", "bold $state-down" if entry.get("code") else "bold"),
        f"{weight.get('grams', '')} g  " if weight else "",
        f"{tr(texts.KEYED)}  " if entry.get("keyed") else "",
        f"{details['bag']}  " if "bag" in details else "",
        f"{entry.get('operator') or ''}  ",
        f"{details.get('why', '')}  ",
        f"{cause_name(entry['cause'], spoken())}  " if entry.get("cause") else "",
        (tr(texts.SENT[entry["state"]]) if entry["state"] in texts.SENT else str(entry["state"]), "$text-quiet"),
    ]
    return say(*parts)
