"""The newest scans, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from station.language import screens as texts
from station.ui.amounts import local_time
from station.ui.safe_text import Part, fit, lines, say
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.core import RecentScan

ROWS = 40
"""More than fit on any screen."""
ID_WIDTH = 26
TITLE_FROM = 8
"""Rows from which one is given to the title."""
BASE_WIDTH, ABOUT_LEAST, SEQ_WIDTH = 70, 15, 10
"""Columns of what every line has, the least for carrier and service, and the number of the scan where there is room."""
SENT_STYLES = {"queued": "$state-wait", "sent": "", "refused": "bold $state-down"}


class RecentList(Widget):
    """As many as there is room for."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._scans: tuple[RecentScan, ...] = ()
        self._trouble = ""

    def show(self, scans: Sequence[RecentScan]) -> None:
        """Newest first."""
        self._scans, self._trouble = tuple(scans), ""
        self.refresh()

    def say_trouble(self, text: str) -> None:
        """The record could not be read, and why."""
        self._trouble = text
        self.refresh()

    def render(self) -> Content:
        """Number, time, id, weight, bin or code, and whether the centre has it."""
        width, height = self.content_size
        if self._trouble:
            return say((f"{tr(texts.RECENT_FAILED)}: {self._trouble}", "bold $state-down"))
        title = [say((f"{tr(texts.RECENT)}   {tr(texts.RECENT_KEYS)}", "$text-quiet"))] if height >= TITLE_FROM else []
        rows = [row(scan, width) for scan in self._scans[: max(0, height - len(title))]]
        return lines(title + (rows or [say((tr(texts.NO_RECENT), "$text-quiet"))]))


def row(scan: RecentScan, width: int) -> Content:
    """One line of a list of scans."""
    goes = f"{scan.bin or ''}" if scan.code is None else f"{scan.code} {scan.bin or ''}"
    style = "bold" if scan.code is None else "bold $state-down"
    sent = tr(texts.SENT[scan.sent]) if scan.sent in texts.SENT else scan.sent
    sent = tr(texts.WAS_TAKEN_BACK) if scan.taken_back else sent
    number = scan.parcel_id or tr(texts.NOT_READ)
    numbered = width > BASE_WIDTH + ABOUT_LEAST + SEQ_WIDTH
    width -= SEQ_WIDTH if numbered else 0
    parts: list[Part] = [
        (f"{scan.seq:>8}  " if numbered else "", "$text-quiet"),
        f"{local_time(scan.scanned_at)}  ",
        fit(number, ID_WIDTH),
        f"{spoken().grams(scan.grams):>9}  ",
        (fit(goes, 14), style),
        (fit(sent, 8), "bold $state-wait" if scan.taken_back else SENT_STYLES.get(scan.sent, "")),
    ]
    if scan.keyed:
        parts.append(f" {tr(texts.KEYED)}")
    elif width > BASE_WIDTH + ABOUT_LEAST:
        about = " · ".join(part for part in (scan.carrier, scan.service) if part)
        parts.append(fit(f" {about}", width - BASE_WIDTH))
    return say(*parts)
