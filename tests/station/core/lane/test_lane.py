"""Laws of the lane: one parcel is presented once, with its own code and its own weight."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.choose import keyed_choice
from station.core.lane import steps
from station.core.models import ReadVerdict
from station.core.weighing.cycle import Phase
from tests.station.core.lane.presenting import EAN, IDS, LP, UNWEIGHED, Bench, prompt


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(IDS), st.integers(20, 30000), st.floats(0.05, 1.0), st.floats(0.3, 1.5)),
        min_size=1,
        max_size=6,
    )
)
def test_every_parcel_is_presented_once_with_its_own_weight(work: list[tuple[str, int, float, float]]) -> None:
    bench = Bench().spend(1)
    for index, (_, grams, unsettled, pause) in enumerate(work):
        text = IDS[index % len(IDS)]
        bench.spend(unsettled, (text, EAN), grams, stable=False).spend(1, (text, EAN), grams).spend(pause)
        bench.spend(0.4)

    assert bench.booked == [(IDS[index % len(IDS)], grams) for index, (_, grams, _, _) in enumerate(work)]


def test_a_parcel_that_stays_is_presented_once() -> None:
    assert Bench().spend(1).spend(30, (IDS[0],), 500).booked == [(IDS[0], 500)]


def test_the_label_still_in_the_hand_after_weighing_is_no_second_parcel() -> None:
    bench = Bench().spend(1).spend(2, (IDS[0],), 500).spend(5, (IDS[0],), 0)

    assert bench.booked == [(IDS[0], 500)]


def test_the_label_in_the_hand_is_not_given_to_the_next_parcel() -> None:
    bench = Bench().spend(1).spend(2, (IDS[0],), 500).spend(0.5, (IDS[0],), 0)
    bench.spend(1, (IDS[0],), 900).spend(1, (IDS[0], IDS[1]), 900)

    assert bench.booked == [(IDS[0], 500), (IDS[1], 900)]


def test_a_code_read_before_the_parcel_lies_on_the_scale_waits_for_its_weight() -> None:
    bench = Bench().spend(1).spend(2, (IDS[0],), 0)

    assert bench.booked == []
    assert prompt(bench) == "Put the parcel on the scale"
    assert bench.spend(1, (IDS[0],), 500).booked == [(IDS[0], 500)]


def test_a_load_without_a_code_is_one_no_read_and_can_still_be_read() -> None:
    bench = Bench().spend(1).spend(20, (), 500)

    assert [one.choice.verdict for one in bench.shown] == [ReadVerdict.NO_READ]
    assert bench.spend(1, (IDS[0],), 500).booked == [(None, None), (IDS[0], 500)]


def test_a_product_code_alone_is_a_no_read() -> None:
    assert Bench().spend(1).spend(10, (EAN,), 500).booked == [(None, None)]


def test_two_ids_in_view_are_asked_about_once_and_never_guessed() -> None:
    bench = Bench().spend(1).spend(10, (IDS[0], IDS[1]), 500)

    assert [one.choice.verdict for one in bench.shown] == [ReadVerdict.MULTI_READ]
    assert bench.spend(2, (IDS[1],), 500).booked[-1] == (IDS[1], 500)


def test_a_first_mile_id_waits_for_the_last_mile_id_of_the_same_label() -> None:
    bench = Bench().spend(1).spend(0.3, (LP,), 500).spend(1, (LP, IDS[3]), 500)

    assert bench.booked == [(IDS[3], 500)]


def test_a_first_mile_id_alone_is_believed_after_a_wait() -> None:
    assert Bench().spend(1).spend(3, (LP,), 500).booked == [(LP, 500)]


def test_a_scale_that_never_settles_gives_one_parcel_without_weight() -> None:
    bench = Bench().spend(1).spend(20, (IDS[0],), 500, stable=False)

    assert bench.booked == [(IDS[0], None)]
    assert bench.lane.cycle.phase is Phase.BLOCKED


def test_without_the_scale_nothing_is_booked_that_wants_a_weight() -> None:
    bench = Bench()
    bench.scale_on = False

    assert bench.spend(60, (IDS[0],)).booked == []
    assert "scale is not connected" in prompt(bench)


def test_a_lost_scale_does_not_leave_yesterdays_weight() -> None:
    bench = Bench().spend(1).spend(1, (), 500)
    bench.lane = steps.scale_lost(bench.lane)
    bench.scale_on = False

    assert bench.spend(6, (IDS[0],)).booked == []

    bench.scale_on = True
    assert bench.spend(1, (IDS[0],), 500).spend(1, (), 0).spend(2, (IDS[0],), 500).booked == [(IDS[0], 500)]


def test_the_same_parcel_again_after_it_was_away_is_presented_again() -> None:
    bench = Bench().spend(1).spend(2, (IDS[0],), 500).spend(2).spend(2, (IDS[0],), 500)

    assert bench.booked == [(IDS[0], 500), (IDS[0], 500)]


def test_the_same_parcel_put_back_at_once_is_presented_again_after_a_wait() -> None:
    bench = Bench().spend(1).spend(2, (IDS[0],), 500).spend(0.5, (IDS[0],), 0).spend(3, (IDS[0],), 500)

    assert bench.booked == [(IDS[0], 500), (IDS[0], 500)]


def test_without_a_scale_each_label_is_presented_once_while_in_view() -> None:
    bench = Bench(UNWEIGHED).spend(3, (IDS[0],)).spend(0.5).spend(3, (IDS[0],)).spend(3, (IDS[1],))

    assert bench.booked == [(IDS[0], None), (IDS[1], None)]


def test_a_keyed_id_takes_the_load_of_the_no_read() -> None:
    bench = Bench().spend(1).spend(6, (), 500)
    bench.take(steps.keyed(bench.lane, bench.at, keyed_choice("rb 123 456 785 gb")))

    assert bench.booked == [(None, None), (IDS[0], 500)]
    assert bench.shown[-1].keyed


def keyed(bench: Bench, text: str) -> None:
    bench.take(steps.keyed(bench.lane, bench.at, keyed_choice(text)))


def test_a_keyed_id_whose_parcel_does_not_come_is_given_up_and_handed_over() -> None:
    bench = Bench().spend(1)
    keyed(bench, IDS[0])
    assert "put it on the scale" in prompt(bench)

    bench.spend(70)

    assert bench.booked == []
    assert bench.ended == [IDS[0]]
    assert bench.spend(2, (IDS[1],), 500).booked == [(IDS[1], 500)]


def test_a_keyed_id_ends_with_the_next_one() -> None:
    bench = Bench().spend(1)
    for text in IDS[:2]:
        keyed(bench, text)

    assert bench.spend(2, (), 500).booked == [(IDS[1], 500)]
    assert bench.ended == [IDS[0]]
    assert all(one.keyed for one in bench.shown)


def test_a_number_that_is_keyed_again_while_it_waits_goes_on_waiting() -> None:
    bench = Bench().spend(1)
    for text in (IDS[0], IDS[0].lower()):
        keyed(bench, text)

    assert bench.spend(2, (), 500).booked == [(IDS[0], 500)]
    assert bench.ended == []


def test_a_cancelled_number_is_not_booked() -> None:
    bench = Bench().spend(1)
    keyed(bench, IDS[0])
    bench.lane = steps.cancelled(bench.lane)

    assert bench.spend(2, (IDS[1],), 500).booked == [(IDS[1], 500)]


def test_a_keyed_id_over_another_parcel_is_asked_about_and_never_booked() -> None:
    bench = Bench().spend(1)
    keyed(bench, IDS[0])
    bench.spend(20, (IDS[1],), 500).spend(5, (), 500)

    assert bench.booked == [(None, None)]
    assert bench.shown[0].choice.verdict is ReadVerdict.MULTI_READ
    assert {each.identity.normalized for each in bench.shown[0].choice.candidates} == {IDS[0], IDS[1]}

    # Esc: then the camera's word holds.
    bench.lane = steps.cancelled(bench.lane)
    assert bench.spend(2, (IDS[1],), 500).booked[1:] == [(IDS[1], 500)]


def test_a_contested_number_ends_with_the_parcel() -> None:
    bench = Bench().spend(1)
    keyed(bench, IDS[0])
    bench.spend(2, (IDS[1],), 500).spend(2)

    assert bench.ended == [IDS[0]]
    assert bench.spend(2, (IDS[2],), 500).booked[1:] == [(IDS[2], 500)]


def test_a_keyed_id_that_the_camera_reads_as_well_is_booked() -> None:
    bench = Bench().spend(1)
    keyed(bench, IDS[0])

    assert bench.spend(2, (IDS[0],), 500).booked == [(IDS[0], 500)]


def test_a_keyed_id_beside_a_first_mile_code_is_the_parcel() -> None:
    bench = Bench().spend(1)
    keyed(bench, IDS[0])

    assert bench.spend(2, (LP, EAN), 500).booked == [(IDS[0], 500)]


@given(
    st.sampled_from(IDS), st.sampled_from([None, *IDS]), st.floats(0, 2), st.floats(0, 1), st.sampled_from([1, 4, 20])
)
def test_no_number_is_booked_over_another_that_is_seen(
    typed: str, on_label: str | None, before: float, late: float, every: int
) -> None:
    """The number first or the parcel first, a label that is read late, one frame in `every` messages of the scale."""
    bench = Bench(every=every).spend(1)
    texts = (on_label,) if on_label else ()
    if before < 1:
        keyed(bench, typed)
    bench.spend(0.5 * late, texts, 500, stable=False).spend(before, texts, 500)
    if before >= 1:
        keyed(bench, typed)
    bench.spend(10, texts, 500)

    ids = {one.choice.parcel.identity.normalized for one in bench.shown if one.choice.parcel}
    if on_label in (None, typed):
        assert ids == {typed}
    else:
        assert ids <= {on_label}, "the keyed number went over another parcel"


@given(st.floats(0.6, 2.5), st.sampled_from([(IDS[0],), (IDS[0], IDS[1])]))
def test_a_slow_machine_reads_as_a_quick_one(frame_s: float, texts: tuple[str, ...]) -> None:
    """A frame takes longer than the time in which codes count together: one id is read, two are asked about, once."""
    bench = Bench(every=round(frame_s * 20)).spend(1).spend(20, texts, 500)

    verdicts = [one.choice.verdict for one in bench.shown]
    assert verdicts == [ReadVerdict.READ if len(texts) == 1 else ReadVerdict.MULTI_READ]


def test_a_label_that_needs_several_slow_frames_is_no_no_read() -> None:
    bench = Bench(every=40).spend(1).spend(6, (), 500)
    assert bench.shown == []

    assert bench.spend(3, (IDS[0],), 500).booked == [(IDS[0], 500)]


def test_a_full_cycle_without_rearm_is_not_two_parcels() -> None:
    bench = Bench().spend(1).spend(2, (IDS[0],), 500).spend(0.2, (), 0).spend(8, (), 500)

    assert bench.booked == [(IDS[0], 500)]
