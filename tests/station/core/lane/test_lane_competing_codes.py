"""A number beside which a larger code lay unread: no number of frames makes it the parcel's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice
from station.core.announced import Announced
from station.core.choose import choose
from station.core.lane import steps
from station.core.lane.codes_in_view import after_frame, choice_now
from station.core.lane.state import Lane
from station.core.models import ReadVerdict
from tests.station.core.lane.presenting import EAN, IDS, LP, UNWEIGHED, symbol

OUTSHONE = "outshone"


def presented(frames: list[str], texts: tuple[str, ...] = (LP,), *, step: float = 0.1) -> list[str | None]:
    """What a lane without a scale hands over, frame by frame: `seen`, `outshone` or nothing in view."""
    lane, at = Lane(), 0.0
    ids: list[str | None] = []
    for frame in frames:
        at += step
        symbols = tuple(symbol(text) for text in texts) if frame == "seen" else ()
        outshone = tuple(symbol(text) for text in texts) if frame == OUTSHONE else ()
        lane = after_frame(lane, at, symbols, UNWEIGHED, outshone)
        lane, shown = steps.settle(lane, at, UNWEIGHED)
        if shown is not None:
            ids.append(shown.choice.parcel.identity.normalized if shown.choice.parcel else None)
    return ids


@given(st.lists(st.sampled_from(["seen", OUTSHONE]), max_size=60).filter(lambda frames: OUTSHONE in frames[:3]))
def test_frames_never_lift_a_doubt_about_the_role(frames: list[str]) -> None:
    assert LP not in presented(frames)


@given(st.integers(1, 9), st.integers(0, 30))
def test_gaps_shorter_than_the_parcels_leave_lift_nothing(away: int, more: int) -> None:
    assert LP not in presented([OUTSHONE, *["gone"] * away, *["seen"] * more])


def test_without_a_doubt_it_is_believed_after_three_frames() -> None:
    assert presented(["seen"] * 6) == [LP]


def test_the_doubt_ends_when_the_parcel_has_gone() -> None:
    assert presented([OUTSHONE, *["gone"] * 11, *["seen"] * 6]) == [LP]


def test_a_doubted_number_is_a_no_read_that_says_what_to_do() -> None:
    lane = after_frame(Lane(), 1.0, (symbol(EAN),), UNWEIGHED, (symbol(LP),))
    choice = choice_now(lane, 1.0, UNWEIGHED)

    assert (choice.verdict, choice.cause) == (ReadVerdict.NO_READ, Notice("damaged_code"))
    assert LP in [identity.normalized for identity in choice.references]
    assert presented([OUTSHONE] * 60) == [None]


def test_a_proven_number_waits_until_nothing_lies_unread_beside_it() -> None:
    assert presented([OUTSHONE, *["seen"] * 8], (IDS[0],)) == []
    assert presented([OUTSHONE, *["seen"] * 12], (IDS[0],)) == [IDS[0]]


@given(st.sampled_from([LP, *IDS]), st.booleans())
def test_what_is_outshone_is_never_chosen_even_if_the_manifest_knows_it(text: str, known: bool) -> None:
    manifest = lambda number: Announced(number) if known else None  # noqa: E731
    beside = choose([symbol(text), symbol(EAN)], manifest=manifest, outshone=[symbol(text)])

    assert beside.parcel is None or beside.parcel.symbol.text == EAN
    assert choose([], outshone=[symbol(text)]).cause == Notice("damaged_code")


def test_the_main_code_is_chosen_beside_its_outshone_reference() -> None:
    choice = choose([symbol(IDS[0])], outshone=[symbol(LP)])

    assert choice.parcel is not None
    assert choice.parcel.identity.normalized == IDS[0]
