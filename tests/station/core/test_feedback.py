"""What a hand is told: a stop is never good, and nothing is said that nobody asked."""

from __future__ import annotations

import pytest

from hardware.contract import Notice
from station.core import ControlRead, Event, RequestDone, StoreTrouble, feedback_of
from station.core.bag_requests import PutParcel
from station.core.outcomes import Done, Nothing, Outcome, Problem, Reason

PUT = PutParcel("RR473124829CN", "BAG-1")


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (RequestDone(PUT, Done(Reason.PARCEL_PUT)), "good"),
        (RequestDone(PUT, Nothing(Reason.WRONG_BAG)), "stop"),
        (RequestDone(PUT, Nothing(Reason.NOT_PUT)), "question"),
        (ControlRead("UNDO", Done(Reason.TAKEN_BACK)), "good"),
        (ControlRead("", Nothing(Reason.READ_ALREADY)), "question"),
        (ControlRead("", Problem(Reason.NOT_OF_THIS_HUB)), "stop"),
        (ControlRead("YES", None), None),
        (StoreTrouble(Notice("not_written")), None),
    ],
)
def test_each_outcome(event: Event, told: str | None) -> None:
    assert feedback_of(event) == told


@pytest.mark.parametrize("reason", Reason)
def test_what_was_not_done_is_never_good(reason: Reason) -> None:
    outcomes: tuple[Outcome, ...] = (Nothing(reason), Problem(reason))
    assert all(feedback_of(ControlRead("", outcome)) != "good" for outcome in outcomes)
