"""In the operation return: a parcel is booked once somebody has said why it came back; else that is told aloud."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core import Awaiting, ControlRead, ReasonAsked, ReasonEnded
from station.core.outcomes import Nothing, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core import Event, LaneStatus
    from station.core.lane import Presented


class ReturnWatch:
    """Used by the lane thread alone."""

    def __init__(self, reasons: tuple[str, ...], publish: Callable[[Event], None]) -> None:
        self.reasons = reasons
        """Empty: nobody is asked."""
        self._publish = publish
        self.awaiting: Awaiting | None = None
        """The parcel whose reason is asked."""

    def asked(self, presented: Presented) -> Awaiting:
        """The question about this parcel, which has an identity; another one that waited is given up."""
        identity = presented.choice.parcel.identity if presented.choice.parcel is not None else None
        number = (identity.normalized or identity.raw) if identity is not None else ""
        if self.awaiting is None or self.awaiting.parcel_id != number:
            self.give_up()
            printed = (identity.printed if identity is not None else None) or number
            self.awaiting = Awaiting(number, printed, weighed=presented.capture is not None)
            self._publish(ReasonAsked(printed, number, self.reasons))
        return self.awaiting

    def answered(self, parcel_id: str, reason: str | None) -> None:
        """What somebody said of this parcel; None: nothing, and it is not booked."""
        if self.awaiting is None or self.awaiting.parcel_id != parcel_id:
            self._publish(ControlRead("", Nothing(Reason.NO_QUESTION)))
        else:
            self.awaiting = replace(self.awaiting, reason=reason, is_left=reason is None)

    def look(self, status: LaneStatus, *, goes_on: bool) -> Awaiting | None:
        """Give the parcel up when it lies there no more, or returns are not taken any more; None: it goes on."""
        before = self.awaiting
        if before is None or (goes_on and not before.is_gone(status)):
            return None
        self.give_up()
        return before

    def give_up(self) -> None:
        """Nothing is booked for the parcel that waits, and that is told."""
        if (before := self.awaiting) is not None:
            self.end(before.parcel_id)
            self._publish(ControlRead("", Nothing(Reason.NO_REASON_GIVEN, {"number": before.printed})))

    def end(self, parcel_id: str | None) -> None:
        """The question about this parcel is over, if it is asked."""
        if self.awaiting is not None and self.awaiting.parcel_id == parcel_id:
            self._publish(ReasonEnded(self.awaiting.parcel_id))
            self.awaiting = None
