"""A supervisor at the worker's screen: whose word counts, what is to be done, why, and where to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from station.core import DeviceKind, Health, Presence, bag_reopened, roles_for, stop_lifted
from station.core.authority import SUPERVISOR
from station.core.outcomes import Done, Nothing, Reason
from station.language import actions
from station.language import screens as texts
from station.ui.screens.base import StationScreen
from station.ui.screens.choice import ANOTHER, MOST, Choose, ChooseNamed
from station.ui.screens.form import Form
from station.ui.screens.label_question import AskLabel
from station.ui.screens.sign_in import SignIn
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from textual.app import App

    from station.core import Act, Bag, StopToLift
    from station.core.requests import Request
    from station.ui.face import StationFace
    from station.ui.screens.scan import ScanScreen


class Supervise:
    """Runs on the app's thread. Each dialog follows from the answer to the one before; leaving one ends the word."""

    def __init__(self, app: App[Any], station: StationFace, scan: ScanScreen) -> None:
        self._app, self._station, self._scan = app, station, scan
        self._let_in = ""

    # -- whose word counts

    def begin(self) -> None:
        """Key or card: ask for the badge, then what is to be done."""
        self._word(
            roles=SUPERVISOR, title=tr(texts.SUPERVISOR_TITLE), then=lambda: self._scan.read_put_right(self._choose)
        )

    def go_on(self) -> None:
        """A supervisor has shown the badge at a lane of somebody else: what is to be done?"""
        self._app.switch_mode("scan")
        self._scan.read_put_right(self._choose)

    def on_word(self, then: Callable[[], object]) -> None:
        """Go on once a supervisor has given his word."""
        self._word(roles=SUPERVISOR, title=tr(texts.SUPERVISOR_TITLE), then=then)

    def when_allowed(self, act: Act, do: Callable[[], object]) -> None:
        """Do it at once, or, where it needs a role, on the word of who has one."""
        roles = roles_for(act, kiosk=self._station.badges.kiosk)
        if not roles:
            do()
            return

        def known() -> None:
            if isinstance(outcome := self._station.badges.may(act), Done):
                self._let_in = str(outcome.values.get("operator", ""))
                do()
            else:
                self._scan.tell(outcome)

        self._word(roles=roles, title=tr(texts.KIOSK_TITLE), then=known)

    def who(self) -> str:
        """Who was let in last where a role is needed, else who works here; empty: nobody knows."""
        return self._let_in or self._station.status().operator

    def _word(self, *, roles: frozenset[str], title: str, then: Callable[[], object]) -> None:
        if not isinstance(self._app.screen, StationScreen):
            self._app.bell()
            self._scan.tell(Nothing(Reason.ANSWER_FIRST))
            return
        self._station.badges.want(roles)

        def answered(known: bool | None) -> None:
            if known:
                then()
            else:
                self._leave()

        self._app.push_screen(SignIn(self._station, title), answered)

    def _leave(self) -> None:
        self._station.badges.leave()

    # -- what is to be done

    def _choose(self, stops: Sequence[StopToLift], bags: Sequence[Bag]) -> None:
        rows: list[tuple[str, Callable[[], None]]] = []
        for stop in stops:
            lift = partial(self._lift, stop)
            rows.append((tr(texts.LIFT_STOP, code=stop.code, parcel_id=stop.parcel_id), lift))
        if bags:
            rows.append((tr(texts.REOPEN_BAG, count=len(bags)), lambda: self._reopen(bags)))
        if self._scale_is_down():
            rows.append((tr(actions.FORCE_WEIGHT), self.weigh))
        if (operator := self._shift_of_another()) is not None:
            rows.append((tr(texts.TAKE_OVER, operator=operator), self._take_over))
        if not rows:
            self._leave()
            self._scan.tell(Nothing(Reason.NOTHING_TO_PUT_RIGHT))
            return
        self._asked(tr(texts.WHAT_TO_DO), [row for row, _ in rows], lambda row: rows[row][1]())

    def _shift_of_another(self) -> str | None:
        """Who has the shift, where it is not the supervisor."""
        status = self._station.status()
        of_another = status.word is not None and status.operator not in ("", status.word.operator)
        return status.operator if of_another else None

    def _take_over(self) -> None:
        self._scan.outcome_of(self._station.badges.take_over)

    def weigh(self) -> None:
        """The weight is typed: without a supervisor's word it is noted, and the parcel stops."""

        def said(grams: tuple[str, ...] | None) -> None:
            if grams is None:
                self._leave()
            else:
                self._scan.outcome_of(lambda: self._station.badges.tell_weight(grams[0]))

        self._app.push_screen(Form(tr(actions.WEIGHT_TITLE), (actions.GRAMS,)), said)

    def _scale_is_down(self) -> bool:
        """A parcel waits, and no scale weighs it."""
        status = self._station.status()
        down = any(each.kind is DeviceKind.SCALE and each.health is not Health.UP for each in status.devices)
        return down and status.lane.weigh_phase != "none" and status.lane.presence is Presence.OPEN

    def _lift(self, stop: StopToLift) -> None:
        reasons = self._station.supervisor.override_reasons
        title = tr(texts.LIFT_WHY, code=stop.code, parcel_id=stop.parcel_id)
        self._asked(title, reasons, lambda row: self._into(stop, reasons[row]))

    def _into(self, stop: StopToLift, why: str) -> None:
        title = tr(texts.LIFT_INTO, parcel_id=stop.parcel_id)

        def chosen(place: int | None) -> None:
            if place is None:
                self._leave()
            elif place == ANOTHER:
                hint = tr(actions.BIN_LABEL_HINT)
                self._app.push_screen(AskLabel(tr(actions.BIN_LABEL), hint, self._station.check_keyed), labelled)
            else:
                self._do(stop_lifted(stop.seq, stop.bins[place], why))

        def labelled(label: str | None) -> None:
            if label is None:
                self._leave()
            else:
                known = {each.casefold(): each for each in stop.bins}
                self._do(stop_lifted(stop.seq, known.get(label.casefold(), label), why))

        self._app.push_screen(ChooseNamed(title, stop.bins, actions.ANOTHER_BIN), chosen)

    def _reopen(self, bags: Sequence[Bag]) -> None:
        reasons = self._station.supervisor.reopen_reasons
        rows = [tr(texts.CLOSED_BAG, bag=bag.number, bin=bag.bin or "", count=bag.count) for bag in bags[:MOST]]

        def why(bag: Bag) -> None:
            title = tr(texts.REOPEN_WHY, bag=bag.number)
            self._asked(title, reasons, lambda row: self._do(bag_reopened(bag.number, reasons[row])))

        self._asked(tr(texts.REOPEN_WHICH), rows, lambda row: why(bags[row]))

    def _asked(self, title: str, rows: Sequence[str], then: Callable[[int], None]) -> None:
        def answered(row: int | None) -> None:
            if row is None:
                self._leave()
            else:
                then(row)

        self._app.push_screen(Choose(title, rows), answered)

    def _do(self, request: Request) -> None:
        self._scan.ask(request)
