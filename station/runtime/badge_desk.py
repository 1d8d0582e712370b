"""Who shows a badge, or types number and PIN: the lane is theirs, or their word counts for what the screen asks for."""

from __future__ import annotations

import re
import threading
import time
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core import FORCED, MANUAL, SOMEBODY, Act, Badge, roles_for
from station.core.authority import ANYBODY, HOLDS_S, SUPERVISOR, Authority, on_word_of
from station.core.lock_requests import UnlockShift
from station.core.outcomes import Done, Problem, Reason
from station.core.requests import OpenShift
from station.requests import HubKeyError, PinDesk, is_revoked, named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from station.core.authority import Roles
    from station.core.outcomes import Outcome
    from station.core.requests import Request
    from station.runtime.active_shift import ActiveShift
    from station.runtime.request_desk import RequestDesk

_GRAMS = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


class BadgeDesk:
    """May be asked by any thread that may wait. A word that was given is kept here alone: a kill ends it."""

    def __init__(
        self,
        key_file: Path,
        pins: PinDesk,
        requests: RequestDesk,
        shift: ActiveShift,
        weight_told: Callable[[Decimal, str, str], None],
        *,
        kiosk: bool = False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.kiosk = kiosk
        self._key_file = key_file
        self._pins = pins
        self._requests = requests
        self._shift = shift
        self._weight_told = weight_told
        self._now = now
        self._one = threading.Lock()
        self._wanted: Roles = ANYBODY
        self._word: Authority | None = None

    # -- who shows what

    def show(self, badge: Badge) -> Outcome:
        """A genuine badge was read. HubKeyError: nobody can tell whether it was lost."""
        if is_revoked(self._key_file, badge.number):
            return Problem(Reason.BADGE_REVOKED, {"operator": badge.operator})
        return self._visitor(badge) or self._identified(badge)

    def _visitor(self, badge: Badge) -> Outcome | None:
        """A supervisor at somebody else's lane is asked what is to be done: a lift, or the whole shift."""
        with self._one:
            stands = self._stands() and self._word is not None and self._word.operator == badge.operator
            shift = self._shift.now
            of_another = shift.locked_at is None and shift.operator not in (None, badge.operator)
            if self._wanted or stands or not of_another or badge.role not in SUPERVISOR:
                return None
            self._word = Authority(badge.operator, badge.role, self._now() + HOLDS_S)
        return Done(Reason.SUPERVISOR_HERE, {"operator": badge.operator})

    def take_over(self) -> Outcome:
        """The lane is theirs whose word counts now."""
        word = self._taken(SUPERVISOR)
        return (
            self._requests.ask(named(OpenShift(word.operator, word.role, hand_over=True)))
            if word
            else _needs(SUPERVISOR)
        )

    def sign_in(self, number: str, pin: str) -> Outcome:
        """Somebody typed staff number and PIN: the same as the badge."""
        try:
            found = self._pins.holder(number, pin)
        except HubKeyError as error:
            return Problem(Reason.RECORD_TROUBLE, {"text": str(error)})
        return self._identified(found) if isinstance(found, Badge) else found

    def _identified(self, badge: Badge) -> Outcome:
        about = {"operator": badge.operator, "role": badge.role}
        with self._one:
            wanted = self._wanted
            if badge.role in wanted:
                self._word, self._wanted = Authority(badge.operator, badge.role, self._now() + HOLDS_S), ANYBODY
            again = self._stands() and self._word is not None and self._word.operator == badge.operator
        if again:  # given now; or the badge still lies under the camera: it takes no lane over
            return Done(Reason.AUTHORISED, about)
        shift = self._shift.now
        if not wanted and shift.locked_at is not None:
            if badge.operator != shift.operator and badge.role not in SUPERVISOR:
                return Problem(Reason.SHIFT_LOCKED, {"operator": shift.operator or ""})
            return self._requests.ask(named(UnlockShift(badge.operator, badge.role)))
        if not wanted:
            return self._requests.ask(named(OpenShift(badge.operator, badge.role, hand_over=True)))
        return Problem(Reason.NOT_THE_ROLE, {**about, "roles": tuple(sorted(wanted))})

    def locked(self) -> Problem | None:
        """Why whoever stands there may do nothing."""
        shift = self._shift.now
        return None if shift.locked_at is None else Problem(Reason.SHIFT_LOCKED, {"operator": shift.operator or ""})

    def touched(self) -> None:
        """Somebody pressed a key, or scanned."""
        self._shift.touched(self._now())

    # -- whose word counts

    def want(self, roles: Roles) -> None:
        """From now on a badge gives its holder's word, and hands no lane over, until `leave`."""
        with self._one:
            self._wanted, self._word = roles, None

    def leave(self) -> None:
        """Nobody's word is asked for any more; one that was given ends."""
        self.want(ANYBODY)

    def word(self) -> Authority | None:
        """Whose word counts now. Never waits for anything but a moment."""
        with self._one:
            return self._word if self._stands() else None

    def _stands(self) -> bool:
        return self._word is not None and self._now() < self._word.ends_at

    def may(self, act: Act) -> Outcome:
        """Whether somebody's word allows it, where a role is needed; the word is used up."""
        roles = roles_for(act, kiosk=self.kiosk)
        word = self._taken(roles)
        if word is None:
            return _needs(roles) if roles else Done(Reason.AUTHORISED)
        return Done(Reason.AUTHORISED, {"operator": word.operator, "role": word.role})

    def ask(self, request: Request) -> Outcome:
        """What a person at the screen asks, on somebody's word where it is needed. StoreError: nothing was changed."""
        roles = roles_for(request, kiosk=self.kiosk)
        if not roles:
            return self.locked() or self._requests.ask(named(request))
        word = self._taken(roles)
        if word is None:
            return _needs(roles)
        outcome = self._requests.ask(named(on_word_of(request, word)))
        if not isinstance(outcome, Done):
            with self._one:
                self._word = word  # nothing was done on it: it counts until its time is over
        return outcome

    def tell_weight(self, text: str) -> Outcome:
        """Grams of the parcel that lies there, typed because the scale is down: accepted on a supervisor's word alone.
        The lane tells what it makes of them.
        """
        if (locked := self.locked()) is not None:
            return locked
        if _GRAMS.fullmatch(text.strip()) is None:
            return Problem(Reason.NO_GRAMS, {"text": text.strip()})
        grams, word = Decimal(text.strip()), self._taken(roles_for(Act.FORCED_WEIGHT, kiosk=self.kiosk))
        by = f"{word.operator}, {word.role}" if word is not None else self._shift.now.operator or SOMEBODY
        self._weight_told(grams, FORCED if word is not None else MANUAL, by)
        return Done(Reason.WEIGHT_TOLD, {"grams": str(grams)})

    def _taken(self, roles: Roles) -> Authority | None:
        """The word, which counts for nothing else from now on."""
        word = self.word()
        with self._one:
            if word is None or word is not self._word or word.role not in roles:
                return None
            self._word = None
            return word


def _needs(roles: Roles) -> Problem:
    return Problem(Reason.ROLE_NEEDED, {"roles": tuple(sorted(roles))})
