"""The worker's screen: in every situation one state and one sentence, and no verdict over another parcel."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice
from station.core.devices import DeviceKind, Health
from station.core.events import DeviceStatus, LaneStatus, Presence, Status
from station.language import screens as texts
from station.ui.state import CARRIED_S, LINGER_S, NEVER, State, shown
from station.ui.verdicts import Mood, Verdict
from tests.station.ui.scripted_station import status

NOW = 1000.0
GIVEN: dict[Mood, Verdict] = {
    mood: Verdict(mood, "X", "headline", "facts", "do this") for mood in Mood if mood is not Mood.READY
}


def lane(presence: Presence, since: float, **changes: object) -> LaneStatus:
    return replace(LaneStatus(at=NOW, presence=presence, since=since, weigh_required=True), **changes)  # type: ignore[arg-type]


def station(lane_now: LaneStatus, camera: Health = Health.UP, scale: Health = Health.UP) -> Status:
    devices = (
        DeviceStatus(DeviceKind.CAMERA, "camera", camera, "", 0.0),
        DeviceStatus(DeviceKind.SCALE, "scale", scale, "", 0.0),
    )
    return status(at=NOW, lane=lane_now, devices=devices)


OPEN, DECIDED, NONE = Presence.OPEN, Presence.DECIDED, Presence.NONE
SITUATIONS: dict[State, tuple[Status, Mood | None, float]] = {
    # state: (the station, the verdict that was given for this parcel, when)
    State.WAIT: (station(lane(NONE, NOW - 60)), None, NEVER),
    State.READ: (station(lane(OPEN, NOW - 1, weigh_phase="captured")), None, NEVER),
    State.WEIGH: (station(lane(OPEN, NOW - 1, weigh_phase="loading", parcel_in_view="RB")), None, NEVER),
    State.PLACE: (station(lane(DECIDED, NOW - 1)), Mood.ACCEPT, NOW - 1),
    State.STOP: (station(lane(DECIDED, NOW - 1)), Mood.EXCEPTION, NOW - 1),
    State.ASK: (station(lane(OPEN, NOW - 2, asking=True)), Mood.REVIEW, NOW - 1),
    State.CLEAR: (station(lane(OPEN, NOW - 1, prompt=Notice("clear"), prompt_kind="clear")), None, NEVER),
    State.BLOCKED: (station(lane(OPEN, NOW - 1), scale=Health.DOWN), None, NEVER),
}


@pytest.mark.parametrize(("before", "after"), list(itertools.product(State, State)))
def test_every_state_follows_every_other(before: State, after: State) -> None:
    """The verdict of the state before is the last one given, an hour or a moment ago: it does not stand in the next."""
    _, mood_before, _ = SITUATIONS[before]
    now, mood, given_at = SITUATIONS[after]
    for ago in (3600.0, now.lane.at - now.lane.since + CARRIED_S + 0.1):
        if mood is not None:
            seen = shown(now, GIVEN[mood], given_at, GIVEN[Mood.REVIEW])
        else:
            seen = shown(now, GIVEN[mood_before] if mood_before else None, NOW - ago, GIVEN[Mood.REVIEW])

        assert seen.state is after
        assert seen.given is (mood is not None)
        assert seen.verdict.action, "a state says what to do next"


statuses = st.builds(
    lambda presence, since, kind, asking, phase, camera, scale, required: station(
        lane(
            presence,
            NOW - since,
            prompt_kind=kind,
            prompt=Notice("weigh") if kind else None,
            asking=asking,
            weigh_phase=phase,
            weigh_required=required,
        ),
        camera,
        scale,
    ),
    st.sampled_from(Presence),
    st.floats(0, 100),
    st.sampled_from(["", "clear", "weigh", "scale"]),
    st.booleans(),
    st.sampled_from(["blocked", "empty", "loading", "captured", "none"]),
    st.sampled_from(Health),
    st.sampled_from(Health),
    st.booleans(),
)


@given(statuses, st.sampled_from([Mood.ACCEPT, Mood.EXCEPTION]), st.floats(0, 100))
def test_no_verdict_stands_over_another_parcel(now: Status, mood: Mood, ago: float) -> None:
    seen = shown(now, GIVEN[mood], NOW - ago)

    if seen.given and ago > 0.001:
        assert now.lane.presence is not OPEN, "what was decided on is another parcel"
        assert not now.lane.asking


@given(statuses, st.sampled_from([None, *GIVEN]), st.floats(0, 100))
def test_there_is_always_one_sentence(now: Status, mood: Mood | None, ago: float) -> None:
    seen = shown(now, GIVEN[mood] if mood else None, NOW - ago)

    assert seen.verdict.giant
    assert seen.verdict.action


def test_a_verdict_is_shown_while_its_parcel_is_carried_away_and_ready_comes_back() -> None:
    place = GIVEN[Mood.ACCEPT]
    gone = lane(NONE, NOW - 1)

    assert shown(station(gone), place, NOW - 3).verdict is place
    assert shown(station(replace(gone, since=NOW - LINGER_S - 1)), place, NOW - LINGER_S - 3).state is State.WAIT


def test_a_lost_scale_is_told_at_once_and_a_young_verdict_is_not_taken_away() -> None:
    lost = station(lane(DECIDED, NOW - 1), scale=Health.DOWN)

    assert shown(lost, GIVEN[Mood.ACCEPT], NOW - 1).state is State.PLACE
    blocked = shown(lost, GIVEN[Mood.ACCEPT], NOW - CARRIED_S - 1)
    assert blocked.state is State.BLOCKED
    assert blocked.verdict.action == texts.SCALE_BLOCKED.english


def test_nobody_is_told_to_hold_a_label_under_a_camera_that_does_not_look() -> None:
    lies = lane(OPEN, NOW - 1, weigh_phase="captured")

    assert shown(station(lies), None, NEVER).verdict.action == texts.READING.english
    assert shown(station(lies, camera=Health.OFF), None, NEVER).verdict.action == texts.READY_KEYED.english
    down = shown(station(lies, camera=Health.DOWN), None, NEVER)
    assert (down.state, down.verdict.action) == (State.BLOCKED, texts.CAMERA_BLOCKED.english)


def test_a_lost_scale_goes_before_a_question_and_the_question_comes_back() -> None:
    asking = lane(OPEN, NOW - 60, asking=True)
    question = GIVEN[Mood.REVIEW]

    blocked = shown(station(asking, scale=Health.DOWN), question, NOW - 1, question)
    assert (blocked.state, blocked.verdict.action) == (State.BLOCKED, texts.SCALE_BLOCKED.english)
    back = shown(station(asking), question, NOW - 60, question)
    assert (back.state, back.verdict) == (State.ASK, question)


def test_a_question_comes_back_after_a_refused_number_and_ends_with_what_it_asks() -> None:
    question, refused = GIVEN[Mood.REVIEW], replace(GIVEN[Mood.REVIEW], giant="NO ID", keyed=True)
    asking = station(lane(OPEN, NOW - 60, asking=True))

    assert shown(asking, refused, NOW - 1, question).verdict is refused
    assert shown(asking, refused, NOW - CARRIED_S - 1, question).verdict is question
    assert shown(asking, None, NEVER, question).verdict is question
    assert shown(station(lane(NONE, NOW - 1)), question, NOW - 2, question).state is State.WAIT


def test_a_refused_number_is_seen_although_another_parcel_comes() -> None:
    refused = replace(GIVEN[Mood.REVIEW], keyed=True)
    now = station(lane(OPEN, NOW - 0.1, weigh_phase="loading", prompt=Notice("weigh"), prompt_kind="weigh"))

    assert shown(now, refused, NOW - 1).verdict is refused
    assert shown(now, refused, NOW - CARRIED_S - 1).state is State.WEIGH
