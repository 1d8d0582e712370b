"""The last ten scans: each may be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from station.core import printable
from station.language import screens as texts
from station.ui.messages import RecentRead
from station.ui.safe_text import LONGEST, say
from station.ui.screens.base import in_test_mark
from station.ui.screens.confirm import Confirm
from station.ui.widgets.recent import row
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from station.core import RecentScan
    from station.ui.face import StationFace

COUNT = 10


class LastScans(ModalScreen["RecentScan | None"], inherit_bindings=False):
    """Ends with the scan that is to be taken back, or with None. A scan that comes meanwhile goes to the lane."""

    AUTO_FOCUS = "#last-list"
    BINDINGS = [Binding("escape", "leave", texts.BACK.english)]

    def __init__(self, station: StationFace) -> None:
        super().__init__()
        self.station = station
        self._scans: Sequence[RecentScan] = ()

    def compose(self) -> ComposeResult:
        """The scans that still count, newest first, and the keys."""
        yield Static(say(*in_test_mark(self.station), f" {tr(texts.LAST_TITLE)}"), id="desk-title", markup=False)
        yield OptionList(id="last-list", markup=False, compact=True)
        yield Static(tr(texts.LAST_KEYS), id="last-keys", markup=False)

    def on_mount(self) -> None:
        """Read the list once: its lines do not move under the finger."""
        self._read()

    @work(thread=True, exclusive=True, group="recent", exit_on_error=False)
    def _read(self) -> None:
        self.post_message(RecentRead(self.station.recent(COUNT)))

    @on(RecentRead)
    def _was_read(self, message: RecentRead) -> None:
        message.stop()
        choices = self.query_one(OptionList)
        self._scans = message.scans
        choices.set_options(row(scan, self.size.width) for scan in self._scans)
        choices.highlighted = 0 if self._scans else None

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        scan = self._scans[event.option_index]
        number = scan.parcel_id or tr(texts.NOT_READ)
        question = printable(tr(texts.LAST_QUESTION, seq=scan.seq, number=number), LONGEST)

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(scan)

        self.app.push_screen(Confirm(question), answered)

    def answer(self, *, yes: bool) -> None:
        """Somebody scanned an answer: the chosen scan is meant, or none."""
        if yes:
            self.query_one(OptionList).action_select()
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Back to the parcel."""
        self.dismiss(None)
