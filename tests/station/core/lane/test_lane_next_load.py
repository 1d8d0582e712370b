"""Whatever was away or slow: the next parcel never gets the label, the verdict or the weight of the one before."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from station.core.events import Presence
from station.core.lane import steps
from station.core.lane.codes_in_view import choice_now
from station.core.lane.status import presence
from tests.station.core.lane.presenting import IDS, LP, RULES, WEIGH, Bench, prompt


@given(st.sampled_from([0.15, 0.2, 0.3, 0.4]), st.sampled_from([0.0, 0.1, 0.3, 0.6, 2.0]))
def test_a_parcel_that_was_taken_away_unweighed_is_not_booked_with_the_next_ones_weight(
    off: float, late: float
) -> None:
    """The scale was unplugged under it; the next parcel comes at once, and its label is read late."""
    bench = Bench(replace(RULES, weigh=replace(WEIGH, rearm_s=0.05))).spend(1)
    bench.lane = steps.scale_lost(bench.lane)
    bench.scale_on = False
    bench.spend(1, (IDS[0],))
    bench.scale_on = True
    bench.spend(1, (IDS[0],), 300).spend(off)
    bench.spend(late, (), 500).spend(3, (IDS[1],), 500)

    assert [each for each in bench.booked if each != (None, None)] == [(IDS[1], 500)]  # asked which, at most


def test_what_lies_on_a_scale_that_was_away_is_not_the_parcel_that_was_decided_on() -> None:
    bench = Bench().spend(1).spend(1, (IDS[0],), 300)
    assert presence_of(bench) is Presence.DECIDED
    bench.lane = steps.scale_lost(bench.lane)

    assert presence_of(bench.spend(1.5, (), 500)) is Presence.OPEN
    assert prompt(bench) == "Clear the scale"
    assert presence_of(bench.spend(2)) is Presence.NONE


def presence_of(bench: Bench) -> Presence:
    return presence(bench.lane, bench.at, choice_now(bench.lane, bench.at, bench.rules), bench.rules)


@given(st.floats(0.5, 2.9))
def test_a_label_that_nobody_has_looked_at_since_is_not_that_of_the_next_load(blind: float) -> None:
    """A busy machine: the newest frame is of the parcel before."""
    bench = Bench().spend(1).spend(1, (IDS[0],), 300)
    bench.every = 10**9
    bench.spend(0.4).spend(blind, (), 500)
    bench.every = 1

    assert bench.spend(3, (IDS[1],), 500).booked == [(IDS[0], 300), (IDS[1], 500)]


@given(st.sampled_from([0.1, 0.3, 0.6, 0.9]))
def test_a_parcel_shown_again_at_once_is_never_its_own_first_mile_number(away: float) -> None:
    """Its number was decided on and is not out of view yet; the small code beside it is read for the first time."""
    bench = Bench().spend(1).spend(1, (IDS[3],), 500).spend(away)
    bench.spend(4, (IDS[3], LP), 500)

    assert (LP, 500) not in bench.booked
    assert bench.booked[-1] == (IDS[3], 500)


def test_another_parcel_that_has_only_a_first_mile_number_is_booked_once_it_lies_alone() -> None:
    bench = Bench().spend(1).spend(1, (IDS[3],), 500).spend(0.3)
    assert bench.spend(1, (IDS[3],)).spend(3, (LP,), 700).booked == [(IDS[3], 500), (LP, 700)]
