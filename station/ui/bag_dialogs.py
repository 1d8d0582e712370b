"""Bags are opened and closed at the worker's screen: one question after the other, and the request at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import SOMEBODY, printable
from station.core.authority import bag_closed
from station.core.bag_requests import OpenBag
from station.core.outcomes import Nothing, Reason
from station.language import actions as texts
from station.language import outcome_text
from station.ui.safe_text import LONGEST
from station.ui.screens.base import StationScreen
from station.ui.screens.choice import ANOTHER, Choose, ChooseNamed
from station.ui.screens.label_question import AskLabel
from station.ui.screens.weigh_bag import WeighBag
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from textual.app import App

    from station.core import Bag
    from station.core.outcomes import Outcome
    from station.ui.face import StationFace
    from station.ui.screens.scan import ScanScreen
    from station.ui.supervise import Supervise


class BagDialogs:
    """Runs on the app's thread."""

    def __init__(
        self,
        app: App[Any],
        station: StationFace,
        scan: ScanScreen,
        supervise: Supervise,
    ) -> None:
        self._app, self._station, self._supervise = app, station, supervise
        self.ask, self._tell = scan.ask, scan.tell  # what is asked of the record, for other dialogs as well

    def open_bag(self, wanted: str | None = None) -> None:
        """Ask for the bin, then for the number of the bag. `wanted`: the bin of the last parcel."""
        self._with_open_bags(lambda bags: self._open_for(bags, wanted))

    def _with_open_bags(self, then: Callable[[Sequence[Bag]], None]) -> None:
        """Read from the record: the gauges are half a second old, and a worker is quicker."""

        def go_on(bags: Sequence[Bag]) -> None:
            if isinstance(self._app.screen, StationScreen):
                then(bags)
            else:
                self._tell(Nothing(Reason.ANSWER_FIRST))

        def read() -> None:
            self._app.call_from_thread(go_on, self._station.supervisor.open_bags())

        self._app.run_worker(read, thread=True, exit_on_error=False)

    def _open_for(self, bags: Sequence[Bag], wanted: str | None) -> None:
        filled = {bag.bin for bag in bags}
        free = [place for place in self._station.bins() if place not in filled]
        if not free:
            self._tell(Nothing(Reason.NO_BIN_WITHOUT_BAG))
            return
        free.sort(key=lambda place: place != wanted)

        def chosen(row: int | None) -> None:
            if row == ANOTHER:
                self._bin_by_label()
            elif row is not None:
                self._number_of(free[row])

        self._app.push_screen(ChooseNamed(tr(texts.OPEN_BAG_OF), free, texts.ANOTHER_BIN), chosen)

    def _bin_by_label(self) -> None:
        def given(label: str | None) -> None:
            if label is not None:
                names = {place.upper(): place for place in self._station.bins()}
                self._number_of(names.get(label.upper(), label))

        hint = tr(texts.BIN_LABEL_HINT)
        self._app.push_screen(AskLabel(tr(texts.BIN_LABEL), hint, self._station.check_keyed), given)

    def _number_of(self, place: str) -> None:
        def given(label: str | None) -> None:
            if label is not None:
                self.ask(OpenBag(self._who(), place, label or None))

        title, hint = tr(texts.BAG_LABEL, bin=place), tr(texts.BAG_LABEL_HINT)
        self._app.push_screen(AskLabel(title, hint, self._station.check_keyed, needed=False), given)

    def close_bag(self, wanted: str | None = None) -> None:
        """Ask which, then for its weight, then for its seal. `wanted`: the bag of the last verdict."""
        self._with_open_bags(lambda bags: self._close_one(bags, wanted))

    def _close_one(self, found: Sequence[Bag], wanted: str | None) -> None:
        bags = sorted(found, key=lambda bag: (bag.number != wanted, -(bag.part or 0)))
        if not bags:
            self._tell(Nothing(Reason.NO_BAG_IS_OPEN))
            return

        def chosen(row: int | None) -> None:
            if row == ANOTHER:
                self._bag_by_label(bags)
            elif row is not None:
                self._weight_of(bags[row])

        names, rows = [bag.number for bag in bags], [_row(bag) for bag in bags]
        self._app.push_screen(ChooseNamed(tr(texts.CLOSE_WHICH_BAG), names, texts.ANOTHER_BAG, rows), chosen)

    def _bag_by_label(self, bags: Sequence[Bag]) -> None:
        def given(label: str | None) -> None:
            bag = next((each for each in bags if label is not None and each.number == label.upper()), None)
            if bag is not None:
                self._weight_of(bag)
            elif label is not None:
                self._tell(Nothing(Reason.NO_SUCH_BAG, {"bag": label}))

        title, hint = tr(texts.CLOSE_BY_LABEL), tr(texts.CLOSE_WHICH_BAG)
        self._app.push_screen(AskLabel(title, hint, self._station.check_keyed), given)

    def _weight_of(self, bag: Bag) -> None:
        def weighed(grams: str | None) -> None:
            if grams is not None:
                self._seal_of(bag, grams or None)

        if self._station.status().lane.weigh_phase == "none":
            self._seal_of(bag, None)
        else:
            self._app.push_screen(WeighBag(self._station, tr(texts.WEIGH_BAG, bag=bag.number)), weighed)

    def _seal_of(self, bag: Bag, grams: str | None) -> None:
        def given(seal: str | None) -> None:
            if seal is not None:
                self._close(bag, grams, seal or None)

        title, hint = tr(texts.SEAL_OF, bag=bag.number), tr(texts.SEAL_HINT)
        self._app.push_screen(AskLabel(title, hint, self._station.check_keyed, needed=False), given)

    def _close(self, bag: Bag, grams: str | None, seal: str | None) -> None:
        """A weight that differs or is missing: weigh again, or a supervisor says why. A missing seal is asked again."""

        def differs(outcome: Outcome) -> bool:
            if outcome.reason is Reason.BAG_NOT_SEALED:
                self._seal_of(bag, grams)
            if outcome.reason not in (Reason.GROSS_DIFFERS, Reason.BAG_NOT_WEIGHED):
                return False
            rows = (tr(texts.WEIGH_AGAIN), tr(texts.CLOSE_ALL_THE_SAME), tr(texts.LEAVE_OPEN))
            title = printable(outcome_text(outcome, spoken()), LONGEST)
            self._app.push_screen(Choose(title, rows), chosen)
            return True

        def chosen(row: int | None) -> None:
            if row == 0:
                self._weight_of(bag)
            elif row == 1:
                self._supervise.on_word(lambda: self._why_differs(bag, grams, seal))

        self.ask(bag_closed(bag.number, grams, seal, who=self._who()), differs)

    def _why_differs(self, bag: Bag, grams: str | None, seal: str | None) -> None:
        reasons = self._station.supervisor.difference_reasons

        def chosen(row: int | None) -> None:
            if row is None:
                self._station.badges.leave()
            else:
                self.ask(bag_closed(bag.number, grams, seal, reasons[row]))

        self._app.push_screen(Choose(tr(texts.WHY_DIFFERS, bag=bag.number), reasons), chosen)

    def _who(self) -> str:
        return self._station.status().operator or SOMEBODY


def _row(bag: Bag) -> str:
    return tr(texts.BAG_ROW, bag=bag.number, bin=bag.bin or "", count=bag.count, grams=bag.net_g)
