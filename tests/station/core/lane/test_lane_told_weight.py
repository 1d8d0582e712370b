"""A weight that somebody tells while the scale is down is booked once, for the parcel that lies there and no other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from station.core.lane import Lane, steps
from station.core.models import MANUAL
from tests.station.core.lane.presenting import IDS, Bench

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("parcel"), st.sampled_from(IDS)),
        st.tuples(st.just("told"), st.integers(1, 9)),
        st.tuples(st.just("gone"), st.none()),
        st.tuples(st.just("scale"), st.booleans()),
    ),
    max_size=12,
)


class ToldBench(Bench):
    """A lane whose scale comes and goes; a weight is told as the lane thread takes it: while a parcel waits."""

    def tell(self, kilograms: int) -> None:
        status = steps.is_down(self.lane, self.at)
        if status and self.in_view:
            self.take(steps.told(self.lane, self.at, Decimal(1000 * kilograms), MANUAL, "Ana"))

    in_view: tuple[str, ...] = ()

    def run(self, told: list[tuple[str, object]]) -> ToldBench:
        self.spend(1.0)
        for what, about in told:
            if what == "parcel":
                self.in_view = (str(about),)
            elif what == "gone":
                self.in_view = ()
            elif what == "told":
                self.tell(int(str(about)))
            else:
                self.scale_on = bool(about)
                self.lane = self.lane if about else steps.scale_lost(self.lane)
            self.spend(2.5, self.in_view, 700 if self.in_view else 0)
            if not self.in_view:
                self.lane = steps.past(self.lane)
        return self


def twice(bench: Bench) -> list[int]:
    """Captures that were booked more than once."""
    ids = [each.capture.capture_id for each in bench.shown if each.capture is not None]
    return sorted({each for each in ids if ids.count(each) > 1})


@given(STEPS)
def test_no_weight_is_booked_twice_and_none_without_a_scale_or_a_word(told: list[tuple[str, object]]) -> None:
    bench = ToldBench().run(told)

    assert twice(bench) == []
    words = sum(what == "told" for what, _ in told)
    by_hand = [each for each in bench.shown if each.capture is not None and each.capture.mode == MANUAL]
    assert len(by_hand) <= words
    assert all(each.capture is not None and each.capture.grams > 0 for each in by_hand)


class KeepingBench(ToldBench):
    """The control: its lane keeps the weight once it is booked."""

    def take(self, lane: Lane) -> None:
        super().take(lane)
        self.lane = replace(self.lane, told=lane.told or self.lane.told)


def test_the_control_a_lane_that_keeps_the_weight_books_it_twice() -> None:
    told: list[tuple[str, object]] = [("scale", False), ("parcel", IDS[0]), ("told", 2), ("parcel", IDS[1])]

    assert twice(ToldBench().run(told)) == []
    assert twice(KeepingBench().run(told)) == [1]
