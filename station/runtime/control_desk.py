"""Command barcodes, whatever read them: each is judged by the hub's key and done; none of them is a parcel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from station.core import SHEET, Code, Command, ControlRead, Presence, control_code, is_control
from station.core.outcomes import Done, Nothing, Problem, Reason
from station.core.requests import CloseShift, SetOperation
from station.requests import HubKeyError, StoreError, hub_key, named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hardware.contract import Reading, Symbol
    from station.core import ControlCode, Event
    from station.core.outcomes import Outcome
    from station.runtime.active import Active
    from station.runtime.badge_desk import BadgeDesk
    from station.runtime.request_desk import RequestDesk

GONE_S = 1.0
"""A barcode in view of the camera is done once, and again when it was out of view for so long."""
LOOKS = 3
"""Frames in a row that show one command alone: of a whole sheet a frame may give one code and miss the others."""


BY_HAND = {Command.NO_READ.value: Code.NO_READ, Command.DAMAGED.value: Code.DAMAGED, Command.HOLD.value: Code.HOLD}
"""What stops a parcel: the lane does that, and tells what came of it."""
DONE_HERE = frozenset((Command.UNDO.value, Command.OUT.value, Command.REPRINT.value))


@dataclass(frozen=True, slots=True)
class InView:
    """The command barcodes that the camera sees."""

    texts: frozenset[str] = frozenset()
    """Seen since the view was last empty of them."""
    looks: int = 0
    """Frames since another one came."""
    last: float = float("-inf")
    """Time of the last frame with one."""

    def after(self, at: float, texts: frozenset[str]) -> tuple[InView, frozenset[str]]:
        """The view after a frame, and what is due now: all that was seen together, once."""
        if not texts:
            return self, frozenset()
        known = self.texts if at - self.last <= GONE_S else frozenset()
        looks = self.looks + 1 if known and texts <= known else 1
        now = InView(known | texts, looks, at)
        return now, now.texts if looks == LOOKS else frozenset()


class ControlDesk:
    """Used by the threads of camera and keys; never by the lane's."""

    def __init__(
        self,
        key_file: Path,
        requests: RequestDesk,
        badges: BadgeDesk,
        active: Active,
        stop_by_hand: Callable[[Code], None],
        publish: Callable[[Event], None],
    ) -> None:
        self._key_file = key_file
        self._requests = requests
        self._badges = badges
        self._active = active
        self._stop_by_hand = stop_by_hand
        self._publish = publish
        self._view = InView()
        self.presence: Callable[[], Presence] = lambda: Presence.OPEN
        """What lies at the lane; set once the lane is there."""
        self.seen: Callable[[], bool] = lambda: False
        """Somebody has seen the stop for which a scanner is locked; False: none is. Set once the scanners are there."""
        self.left: Callable[[], bool] = lambda: False
        """The new label that is wanted is shown later; False: none is wanted. Set once the lane is there."""
        self.reprint: Callable[[], Outcome] = lambda: Nothing(Reason.NO_LABEL)
        """Print the newest label once more; StoreError. Set once the printers are there."""

    def took(self, text: str) -> bool:
        """Whether a text is a command barcode; then it is done, or refused aloud."""
        if not is_control(text):
            return False
        self._act(text)
        return True

    def set_operation(self, operation: str) -> Outcome:
        """From now on a scan means this. StoreError: nothing was changed."""
        return self._requests.ask(named(SetOperation(operation, self._active.shift.now.operator)))

    def without_controls(self, at: float, reading: Reading) -> Reading:
        """What the camera read, for the lane. One command in view is done; of several nobody knows which is meant."""
        texts = frozenset(each.text for each in (*reading.symbols, *reading.outshone) if is_control(each.text))
        self._view, due = self._view.after(at, texts)
        if not texts:
            return reading
        if len(due) == 1:
            self._act(*due)
        elif due:
            self._publish(ControlRead("", Problem(Reason.SEVERAL_COMMANDS)))
        return replace(reading, symbols=_others(reading.symbols), outshone=_others(reading.outshone))

    def _act(self, text: str) -> None:
        """Done here, by the lane, or by whoever stands at the screen."""
        self._badges.touched()
        try:
            code = control_code(text, hub_key(self._key_file))
            outcome = self._done(code) if code is not None else None
        except (StoreError, HubKeyError) as error:
            code, outcome = None, Problem(Reason.RECORD_TROUBLE, {"text": str(error)})
        if code is None or not code.genuine or outcome is not None or code.word not in BY_HAND:
            self._publish(ControlRead(code.word if code is not None and code.genuine else "", outcome))
        else:
            self._stop_by_hand(BY_HAND[code.word])

    def _done(self, code: ControlCode) -> Outcome | None:
        """None: the lane does it, or whoever stands at the screen."""
        if not code.genuine:
            return Problem(Reason.NOT_OF_THIS_HUB)
        if code.badge is not None:
            return self._badges.show(code.badge)
        locked = self._badges.locked() if code.operation is not None or code.word in DONE_HERE else None
        if locked is not None:
            return locked
        if (operation := code.operation) is not None:
            return self.set_operation(operation)
        match code.word:
            case Command.UNDO:
                return self._requests.undo(self.presence())
            case Command.OUT:
                return self._requests.ask(named(CloseShift()))
            case Command.REPRINT:
                return self.reprint()
            case word if word in SHEET:
                return self._answered(word)
            case _:
                return Problem(Reason.UNKNOWN_COMMAND, {"command": code.word})

    def _answered(self, word: str) -> Done | None:
        """What a card says to what the station waits for; None: it waits for nothing."""
        if word == Command.YES and self.seen():
            return Done(Reason.STOP_SEEN)
        return Done(Reason.RELABEL_LEFT) if word == Command.NO and self.left() else None


def _others(symbols: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
    return tuple(each for each in symbols if not is_control(each.text))
