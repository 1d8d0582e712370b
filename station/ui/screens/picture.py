"""The camera of the running station: the reader's own picture, its figures, and what to do about each."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from hardware.picture_contract import advise
from station.core.set_up import CameraLook
from station.language import screens
from station.ui.safe_text import lines
from station.ui.widgets.picture import CameraPicture
from station.ui.widgets.picture_rows import advice_rows, figure_rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.ui.face import StationFace

LOOK_S = 0.3


class PictureScreen(ModalScreen[None], inherit_bindings=False):
    """No second capture: what the reader saw last is measured, in a thread of its own."""

    BINDINGS = [Binding("escape,f6", "leave", screens.BACK.english)]

    def __init__(self, station: StationFace) -> None:
        super().__init__()
        self._station = station
        self._best = 0.0
        self._measuring = threading.Lock()

    def compose(self) -> ComposeResult:
        """The picture beside its figures, the advice below."""
        with Vertical(id="tuning"):
            with Horizontal(id="tuning-look"):
                yield CameraPicture(id="tuning-picture")
                yield Static(id="tuning-figures", markup=False)
            yield Static(id="tuning-advice", markup=False)

    def on_mount(self) -> None:
        """Look again and again."""
        self.set_interval(LOOK_S, self._look)

    def _look(self) -> None:
        if self._measuring.acquire(blocking=False):
            threading.Thread(target=self._measure, name="figures", daemon=True).start()

    def _measure(self) -> None:
        try:
            frame, camera, seen = self._station.newest_frame(), self._station.status().camera, None
            seen = self._station.picture_figures() if frame is not None else None
            if seen is not None:
                self._best = max(self._best, seen.sharpness)
            fps, fourcc = (camera.fps, camera.fourcc) if camera is not None else (0.0, "")
            advice = () if seen is None else advise(seen, fps or None)
            look = CameraLook("", frame, seen, advice, fps, fourcc, self._best)
            with suppress(RuntimeError):  # the app has ended
                self.app.call_from_thread(self._show, look)
        finally:
            self._measuring.release()

    def _show(self, look: CameraLook) -> None:
        if self.is_attached:
            self.query_one(CameraPicture).show(None if look.frame is None else look.frame.pixels)
            self.query_one("#tuning-figures", Static).update(lines(figure_rows(look)))
            self.query_one("#tuning-advice", Static).update(lines(advice_rows(look.advice)))

    def action_leave(self) -> None:
        """Back to the devices."""
        self.dismiss(None)
