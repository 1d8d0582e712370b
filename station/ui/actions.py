"""What a worker does beside scanning: chosen from a list, or by a card of the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import SOMEBODY, Code, Command, Refusal, RequestDone, ScanCommitted
from station.core.outcomes import Done, Reason
from station.core.relabel_requests import RelabelParcel
from station.language import actions as texts
from station.language import operations, relabels
from station.ui.screens.choice import Choose
from station.ui.screens.form import Form
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual.app import App

    from station.core import Event, Scan
    from station.language import Message
    from station.ui.bag_dialogs import BagDialogs
    from station.ui.face import StationFace
    from station.ui.supervise import Supervise


class Actions:
    """Runs on the app's thread."""

    def __init__(
        self,
        app: App[Any],
        station: StationFace,
        bags: BagDialogs,
        supervise: Supervise,
        change_operation: Callable[[], None],
    ) -> None:
        self._app, self._station, self._bags, self._supervise = app, station, bags, supervise
        self._last: Scan | None = None
        self._lifted_into: str | None = None
        self._rows: tuple[tuple[Message, Callable[[], None]], ...] = (
            (texts.CLOSE_BAG, self._close_bag),
            (texts.OPEN_BAG, self._open_bag),
            (texts.DAMAGED, lambda: station.stop_by_hand(Code.DAMAGED)),
            (texts.HOLD, lambda: station.stop_by_hand(Code.HOLD)),
            (texts.NOT_READABLE, lambda: station.stop_by_hand(Code.NO_READ)),
            (texts.TELL_WEIGHT, supervise.weigh),
            (operations.CHANGE_OPERATION, change_operation),
            (texts.CALL_SUPERVISOR, supervise.begin),
            (relabels.RELABEL, self._relabel),
        )

    def heard(self, event: Event) -> None:
        """A scan was stored, or its stop lifted: what is chosen next is probably about it."""
        match event:
            case ScanCommitted(scan):
                self._last, self._lifted_into = scan, None
            case RequestDone(outcome=Done(Reason.STOP_LIFTED, {"bin": str(bin_)})):
                self._lifted_into = bin_
            case _:
                pass

    def choose(self) -> None:
        """Show the list."""

        def chosen(row: int | None) -> None:
            if row is not None:
                self._rows[row][1]()

        self._app.push_screen(Choose(tr(texts.ACTIONS_TITLE), [tr(name) for name, _ in self._rows]), chosen)

    def commanded(self, word: str) -> bool:
        """Whether a card asks for one of them."""
        if word == Command.OPEN_BAG:
            self._open_bag()
        elif word == Command.CLOSE_BAG:
            self._close_bag()
        elif word == Command.RELABEL:
            self._relabel()
        elif word == Command.WEIGHT:
            self._supervise.weigh()
        elif word == Command.SUPERVISOR:
            self._supervise.begin()
        else:
            return False
        return True

    def _open_bag(self) -> None:
        last = self._last
        self._bags.open_bag(self._lifted_into or self._told("into") or (last.bin if last is not None else None))

    def _close_bag(self) -> None:
        bag = self._last.bag.number if self._last is not None and self._last.bag is not None else self._told("bag")
        self._bags.close_bag(bag)

    def _relabel(self) -> None:
        def given(numbers: tuple[str, ...] | None) -> None:
            if numbers is not None:
                old, new = numbers
                self._bags.ask(RelabelParcel(old, new, self._station.status().operator or SOMEBODY))

        labels, check = (relabels.OLD_NUMBER, relabels.NEW_NUMBER), self._station.check_keyed
        self._app.push_screen(Form(tr(relabels.RELABEL_TITLE), labels, check, parcels=2), given)

    def _told(self, name: str) -> str | None:
        """What the last stop said."""
        decision = self._last.draft.decision if self._last is not None else None
        value = dict(decision.values).get(name) if isinstance(decision, Refusal) else None
        return str(value) if value is not None else None
