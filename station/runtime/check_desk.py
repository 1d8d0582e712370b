"""The checks of a shift, one after the other: what passes by itself is noted, the worker is asked for the others."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hardware.contract import Notice, notice, values_of
from station.core import (
    SOMEBODY,
    Check,
    Checking,
    ControlRead,
    Presence,
    Sights,
    StoreTrouble,
    Trouble,
    caused_by,
    drift,
    due,
    failed,
    judged,
    told,
    who_asked,
)
from station.core.check_requests import RecordCheck, RunChecks
from station.core.outcomes import Nothing, Reason
from station.core.requests import check as checked_request
from station.core.weighing import to_grams
from station.record import list_ages
from station.record.log import DamagedError, StoreError
from station.requests import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from hardware.contract import Symbol, Weight
    from station.clock import Clock
    from station.core import CheckResult, CheckRules, Event, LaneStatus, Noted
    from station.core.check_requests import CheckRequest
    from station.record import Reads, Store
    from station.runtime.active import Active

FRESH_S = 2.0
STEADY_S = 1.0
"""A scale that does not say whether it is stable has to say the same for so long."""
EMPTY_S = 3.0
"""The worker is asked for a self-test once nothing has lain there for so long."""
CHECK, DRIFT, SHIFT = "check", "drift", "shift"


class CheckDesk:
    """Used by the lane thread alone; `checking`, `stops` and `troubles` may be read by any."""

    def __init__(
        self, store: Store, rules: CheckRules, clock: Clock, active: Active, publish: Callable[[Event], None]
    ) -> None:
        self._store, self._rules, self._clock, self._publish = store, rules, clock, publish
        self._shift = active.shift
        self._noted: tuple[Noted, ...] = ()
        self._due: tuple[Check, ...] = ()
        self._newest: tuple[int, str | None] = (-1, None)
        """Number of the newest check that is known, and of which shift."""
        self._weight: tuple[float, Decimal | None, bool] = (float("-inf"), None, False)
        """When the scale spoke last, grams, and whether it said that they are stable."""
        self._steady_since = 0.0
        self._label_at = self._asked_at = float("-inf")
        """When the test label was read last, and when the first of the checks was asked."""
        self._weight_lies = False
        """The test weight lies on the scale, and has to go before the lane goes on."""
        self._tested_at = time.monotonic()
        self.checking: Checking | None = None
        """What is asked now."""
        self.failed: tuple[CheckResult, ...] = ()

    @property
    def stops(self) -> bool:
        """The lane books nothing: a check failed."""
        return self._rules.stop and bool(self.failed)

    @property
    def busy(self) -> bool:
        """Checks are asked: what lies there waits."""
        return bool(self._due) or self._weight_lies

    def weighed(self, weight: Weight) -> None:
        """The scale said something."""
        grams = None if weight.value is None or weight.status != "ok" else to_grams(weight.value, weight.unit)
        if grams != self._weight[1]:
            self._steady_since = weight.at
        self._weight = (weight.at, grams, weight.stable is True)

    def without_label(self, at: float, symbols: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
        """What the camera sees beside the test label."""
        if not self._rules.label or all(each.text != self._rules.label for each in symbols):
            return symbols
        self._label_at = at
        return tuple(each for each in symbols if each.text != self._rules.label)

    def took(self, text: str) -> bool:
        """Whether a text that was scanned by hand is the test label; it is none for the camera's check."""
        if not self._rules.label or text.strip() != self._rules.label:
            return False
        self._publish(ControlRead("", Nothing(Reason.IS_TEST_LABEL)))
        return True

    def answered(self, check: str, *, passed: bool, reads: Reads) -> None:
        """The worker's word on what is asked now."""
        if not self._due or self._due[0] != check:
            self._publish(ControlRead("", Nothing(Reason.NO_QUESTION)))
            return
        self._note(told(self._due[0], self._sights(reads), self._rules, passed=passed))
        self.look(reads)

    def look(self, reads: Reads) -> None:
        """What waits by the record; called about once a second, and after each result."""
        known = reads.newest_check(), self._shift.now.opened_at
        if known != self._newest:
            before, self._newest, self._noted = self._due, known, reads.checks()
            self._due = due(self._noted, self._shift.now.opened_at, self._rules)
            over = self._shift.now.opened_at is None and self._shift.waits is not None
            self.failed = () if over else failed(self._noted, self._shift.now.opened_at)
            if not before:
                self._asked_at = time.monotonic()

    def step(self, status: LaneStatus, reads: Reads) -> None:
        """Go on with what is asked, as far as it goes without the worker."""
        self._self_test(status)
        if self._weight_lies and self._is_off():
            self._weight_lies = False
        if self._due and not self._weight_lies:
            result = judged(self._due[0], self._sights(reads), self._rules)
            if result is not None:
                self._note(result)
                self.look(reads)
        self.checking = self._asked(reads) if self.busy else None

    def troubles(self, at: float) -> Iterator[Trouble]:
        """Who has to do something first, a check that failed, a scale that drifts; `at`: monotonic seconds."""
        if self._shift.waits:
            yield Trouble(SHIFT, grave=False, about=Notice("log_in_first"), since=at)
        elif (asked := self.checking) is not None:
            yield Trouble(SHIFT, grave=False, about=notice("check_waits", check=asked.check), since=at)
        for each in self.failed:
            values = values_of(check=each.check.value, value=each.value, limit=each.limit)
            about = Notice("check_failed", values)
            yield Trouble(f"{CHECK}-{each.check.value}", grave=self._rules.stop, about=about, since=at)
        if (moved := drift(self._noted, self._rules)) is not None:
            about = notice(
                "weight_drifts", first_g=moved.first_g, last_g=moved.last_g, count=moved.count,
                weight_g=self._rules.weight_g, tolerance_g=self._rules.tolerance_g,
            )  # fmt: skip
            yield Trouble(DRIFT, grave=False, about=about, since=at)

    def _asked(self, reads: Reads) -> Checking:
        if self._weight_lies or not self._due:
            return Checking(Check.WEIGHT.value, "", "", left=len(self._due), take_off=True)
        now = told(self._due[0], self._sights(reads), self._rules, passed=False)
        return Checking(now.check.value, now.value, now.limit, left=len(self._due) - 1)

    def _self_test(self, status: LaneStatus) -> None:
        """Ask for one when it is time and nothing lies there."""
        rules, now = self._rules, time.monotonic()
        if self.busy or not rules.every_h or not rules.self_test or self._shift.waits:
            return
        empty = status.presence is Presence.NONE and now - status.since >= EMPTY_S
        if empty and now - self._tested_at >= rules.every_h * 3600:
            names = tuple(check.value for check in rules.self_test)
            self._tested_at = now
            self._apply(RunChecks(self._shift.now.operator or SOMEBODY, names, "hourly"))

    def _sights(self, reads: Reads) -> Sights:
        now, (at, grams, stable) = time.monotonic(), self._weight
        steady = stable or now - self._steady_since >= STEADY_S
        ages = None
        if self._due and self._due[0] is Check.LISTS:
            lists = [each for each in list_ages(reads, datetime.now(UTC)) if each.at is not None or each.kept_by_centre]
            known = [each.age_s for each in lists]
            has_plan = any(each.name == "sort plan" and each.at is not None for each in lists)
            ages = max((age for age in known if age is not None), default=None) if has_plan else None
            ages = None if None in known else ages
        return Sights(
            grams=grams if now - at <= FRESH_S and steady else None,
            label_read=self._label_at >= self._asked_at,
            list_age_s=ages,
            clock=self._clock.read().state,
        )

    def _is_off(self) -> bool:
        at, grams, _ = self._weight
        gone = time.monotonic() - at > FRESH_S or (grams is not None and grams < self._rules.weight_g / 2)
        return gone or self._rules.weight_g <= 0

    def _note(self, result: CheckResult) -> None:
        who = who_asked(self._noted, self._shift.now.opened_at) or self._shift.now.operator
        if self._apply(RecordCheck(result.check.value, result.value, result.limit, result.passed, who)):
            self._weight_lies = result.check is Check.WEIGHT and not self._is_off()

    def _apply(self, request: CheckRequest) -> bool:
        checked = checked_request(request)
        try:
            self._store.apply(named(request).id, checked, self._clock.read(), self._shift.default)  # type: ignore[arg-type]
        except DamagedError:
            raise
        except StoreError as error:
            self._publish(StoreTrouble(caused_by("not_written", error), stops=False))
            return False
        return True
