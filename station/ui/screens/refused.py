"""The desk: one refused scan after the other is sent again, put right, or left as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.worker import Worker, WorkerState

from station.core import printable
from station.core.outcomes import Done
from station.core.requests import AcceptRejection, CorrectScan, ResendRejected
from station.language import outcome_text
from station.language import screens as texts
from station.ui.amounts import local_time
from station.ui.messages import RefusedRead
from station.ui.safe_text import LONGEST, fit, lines, say
from station.ui.screens.base import in_test_mark
from station.ui.screens.confirm import Confirm
from station.ui.screens.form import Form
from station.ui.widgets.keys import KeyFooter
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from station.core.requests import Request
    from station.ui.face import RefusedScan, StationFace

MOST = 200
"""Lines of the list, oldest first: what is dealt with makes room for the next."""


class NotDoneError(Exception):
    """What was asked was not done; the text says why."""


class DeskScreen(ModalScreen[None], inherit_bindings=False):
    """Every action asks first; what it did is seen by the list, which is read anew."""

    AUTO_FOCUS = "#desk-list"
    BINDINGS = [
        Binding("f5", "resend", texts.RESEND.english, key_display="F5", id="desk-resend"),
        Binding("f6", "fix", texts.FIX.english, key_display="F6", id="desk-fix"),
        Binding("f7", "accept", texts.LEAVE.english, key_display="F7", id="desk-accept"),
        Binding("escape", "close", texts.BACK.english, id="desk-close"),
    ]

    def __init__(self, station: StationFace) -> None:
        super().__init__()
        self.station = station
        self._scans: Sequence[RefusedScan] = ()
        self._not_done = ""
        """Why the last request was not done; shown until the next one."""

    def compose(self) -> ComposeResult:
        """The list, and under it the chosen scan with all of the centre's words."""
        yield Static(say(*in_test_mark(self.station), f" {tr(texts.DESK_TITLE)}"), id="desk-title", markup=False)
        yield OptionList(id="desk-list", markup=False, compact=True)
        yield Static(id="desk-scan", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the list."""
        self._read()

    @work(thread=True, exclusive=True, group="refused", exit_on_error=False)
    def _read(self) -> None:
        self.post_message(RefusedRead(self.station.refused(MOST)))

    @on(RefusedRead)
    def _was_read(self, message: RefusedRead) -> None:
        message.stop()
        choices = self.query_one(OptionList)
        at = choices.highlighted or 0
        self._scans = message.scans
        choices.set_options(row(scan) for scan in self._scans)
        choices.highlighted = min(at, len(self._scans) - 1) if self._scans else None
        self._show()

    @on(OptionList.OptionHighlighted)
    def _show(self) -> None:
        scan = self._chosen()
        text = say((tr(texts.NOTHING), "$text-quiet")) if scan is None else _whole(scan)
        if self._not_done:
            text = say((f"{tr(texts.NOT_DONE)}: {self._not_done}", "bold $state-down"))
        self.query_one("#desk-scan", Static).update(text)

    def _chosen(self) -> RefusedScan | None:
        at = self.query_one(OptionList).highlighted
        return self._scans[at] if at is not None and at < len(self._scans) else None

    # -- what may be done

    def action_resend(self) -> None:
        """The centre gets this one again, as it is."""
        if (scan := self._chosen()) is not None:
            self._ask(tr(texts.RESEND_ONE, seq=scan.seq), resending(self.station, (scan.seq,)))

    def action_fix(self) -> None:
        """Another scan with the right parcel id takes its place."""
        if (scan := self._chosen()) is not None:
            form = Form(tr(texts.FIX_TITLE, seq=scan.seq), texts.FIX_LINES, self.station.check_keyed)
            self.app.push_screen(form, lambda said: self._fixed(scan.seq, said))

    def _fixed(self, seq: int, said: tuple[str, ...] | None) -> None:
        if said is not None:
            parcel_id, who, why = said
            question = tr(texts.FIX_QUESTION, seq=seq, parcel_id=parcel_id)
            self._ask(question, CorrectScan(seq, parcel_id, None, who, why))

    def action_accept(self) -> None:
        """It stays refused, on somebody's word."""
        if (scan := self._chosen()) is not None:
            form = Form(tr(texts.LEAVE_TITLE, seq=scan.seq), texts.LEAVE_LINES)
            self.app.push_screen(form, lambda said: self._accepted(scan.seq, said))

    def _accepted(self, seq: int, said: tuple[str, ...] | None) -> None:
        if said is not None:
            who, why = said
            self._ask(tr(texts.LEAVE_QUESTION, seq=seq), AcceptRejection((seq,), who, why))

    def action_close(self) -> None:
        """Back to the counts."""
        self.dismiss(None)

    def _ask(self, question: str, request: Request) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._not_done = ""
                self._do(request)

        self.app.push_screen(Confirm(printable(question, LONGEST)), answered)

    @work(thread=True, group="commands", exit_on_error=False)
    def _do(self, request: Request) -> None:
        outcome = self.station.ask(request)
        self.post_message(RefusedRead(self.station.refused(MOST)))
        if not isinstance(outcome, Done):
            raise NotDoneError(outcome_text(outcome, spoken()))

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and self.is_mounted:
            self._not_done = str(event.worker.error)
            self._show()


def resending(station: StationFace, seqs: tuple[int, ...] | None = None) -> ResendRejected:
    """The centre gets these scans again, all that it refused for None; whoever works here asks it."""
    return ResendRejected(seqs, station.status().operator or None)


def row(scan: RefusedScan) -> Content:
    """One line of a list of refused scans."""
    return say(
        f"{scan.seq:>8}  {local_time(scan.scanned_at)}  ",
        (fit(scan.parcel_id or tr(texts.NOT_READ), 24), "bold"),
        (fit(scan.code, 18), "bold $state-down"),
        scan.message,
    )


def _whole(scan: RefusedScan) -> Content:
    first = say(f"{scan.seq}  {scan.scanned_at}  ", (scan.parcel_id or tr(texts.NOT_READ), "bold"))
    return lines([first, say((scan.code, "bold $state-down"), f"  {scan.message}")])
