"""A bag is weighed on the lane's scale before it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from station.core import printable
from station.language import actions, screens
from station.ui.safe_text import LONGEST
from station.ui.screens.question import Question
from station.ui.widgets.weight import OLD_S, live
from station.ui.wording import tr

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.core import Status
    from station.ui.face import StationFace

LOOK_S = 0.2


class WeighBag(Question[str]):
    """Ends with grams as text, with "" for an empty scale, or with None. The lane rests as long as it stands."""

    BINDINGS = [
        Binding("enter", "take", actions.TAKE_WEIGHT.english),
        Binding("escape", "leave", screens.BACK.english),
    ]

    def __init__(self, station: StationFace, title: str) -> None:
        super().__init__()
        self._station, self._title = station, title
        self._grams: str | None = None
        """As `captured` says."""

    def compose(self) -> ComposeResult:
        """What is weighed, its weight now, the keys."""
        with Vertical(id="choice"):
            yield Static(printable(self._title, LONGEST), id="choice-title", markup=False)
            yield Static("", id="bag-weight", markup=False)
            yield Static(tr(actions.WEIGH_BAG_KEYS), id="choice-keys", markup=False)

    def on_mount(self) -> None:
        """The lane takes nothing for a parcel from now on."""
        super().on_mount()
        self._station.weigh_bag(on=True)
        self.set_interval(LOOK_S, self._look)
        self._look()

    def on_unmount(self) -> None:
        """Once the bag is off the scale the lane goes on."""
        self._station.weigh_bag(on=False)

    def _look(self) -> None:
        status = self._station.status()
        self._grams = captured(status)
        value, mark = live(status)
        if self._grams == "":
            mark = tr(actions.NOTHING_ON_SCALE)
        elif self._grams is not None:
            mark = tr(actions.WEIGHT_READY)
        self.query_one("#bag-weight", Static).update(printable(f"{value}   {mark}", LONGEST))

    def action_take(self) -> None:
        """The weight that stands, or none."""
        if self.armed:
            self.answer(yes=True)

    def action_leave(self) -> None:
        """Leave the bag open."""
        self.leave()

    def answer(self, *, yes: bool) -> None:
        """Somebody scanned YES or NO."""
        if not yes:
            self.leave()
        elif self._grams is not None:
            self.dismiss(self._grams)
        else:
            self.app.bell()


def captured(status: Status) -> str | None:
    """Grams of what lies steady on the scale, as text; "" of an empty or a silent one; None: wait."""
    lane, weight = status.lane, status.live_weight
    if lane.weigh_phase == "captured" and lane.captured_grams is not None:
        return format(lane.captured_grams, "f")
    says_nothing = weight is None or status.at - weight.at > OLD_S
    return "" if says_nothing or lane.weigh_phase == "empty" else None
