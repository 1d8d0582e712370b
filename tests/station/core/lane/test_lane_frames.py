"""What frames leave with the lane: the bag whose label was seen last, and why nothing was read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice, Symbol
from station.core.choose import bag_in_view
from station.core.lane import Lane, LaneRules, after_frame, past
from station.core.lane.codes_in_view import CAUSES

RULES = LaneRules(None, weigh_required=False, weigh_timeout_s=1.0, no_read_s=1.0, gone_s=0.5)
BAGS = ("CNBJSAGBLHRAAUN50001001000012", "CNBJSAGBLHRAAUN50001002000012")
PARCEL = "RB123456785CN"


def symbol(text: str) -> Symbol:
    return Symbol(text, text.encode(), "Code128", "]C0", ((0, 0),) * 4, "zxing")


frames = st.lists(st.lists(st.sampled_from([*BAGS, PARCEL]), max_size=2, unique=True), max_size=12)


@given(views=frames)
def test_the_bag_is_the_last_that_lay_in_view_alone(views: list[list[str]]) -> None:
    lane, bag = Lane(), None
    for at, texts in enumerate(views):
        symbols = tuple(symbol(text) for text in texts)
        lane = after_frame(lane, float(at), symbols, RULES)
        bag = bag_in_view(symbols) or bag
        assert lane.bag == bag


@given(causes=st.lists(st.none() | st.sampled_from(["glare", "too_dark"]), max_size=2 * CAUSES))
def test_the_newest_causes_are_kept_until_a_parcel_was_decided_on(causes: list[str | None]) -> None:
    lane = Lane()
    for at, cause in enumerate(causes):
        lane = after_frame(lane, float(at), (), RULES, cause=None if cause is None else Notice(cause))
    told = [cause for cause in causes if cause is not None]
    assert [cause.code for cause in lane.causes] == told[-CAUSES:]
    assert past(lane).causes == ()
