"""The list of troubles: each part tells its own, once, and since when."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice, notice
from station.core.cures import Do, Mender
from station.core.troubles import Trouble, grave_first, is_same, standing

KEYS = st.sampled_from(["camera", "scale", "centre", "disk"])
MOMENTS = st.lists(st.sets(KEYS), max_size=12)


def of(key: str, at: float = 0.0, code: str = "no_plan", *, grave: bool = False) -> Trouble:
    return Trouble(key, grave, Notice(code), at)


@given(MOMENTS)
def test_a_trouble_stands_since_the_moment_from_which_it_was_there_without_a_break(moments: list[set[str]]) -> None:
    told: tuple[Trouble, ...] = ()
    for at, keys in enumerate(moments):
        told = standing([of(key, at) for key in keys], told)

        assert {each.key for each in told} == keys
        for each in told:
            assert each.since == began(moments[: at + 1], each.key)


def began(moments: list[set[str]], key: str) -> int:
    """The first of the last moments in a row that have the key."""
    at = len(moments) - 1
    while at > 0 and key in moments[at - 1]:
        at -= 1
    return at


def test_the_grave_are_first_and_else_the_parts_keep_their_order() -> None:
    parts = (of("plan"), of("scale", grave=True), of("backup"), of("camera", grave=True))

    assert [each.key for each in grave_first(parts)] == ["scale", "camera", "plan", "backup"]


def test_a_trouble_tells_who_mends_it_and_what_he_does_by_its_code() -> None:
    offline, refused = of("centre", code="centre_offline"), of("centre", code="centre_refuses")

    assert (offline.who, offline.do) == (Mender.NOBODY, Do.WAIT)
    assert (refused.who, refused.do) == (Mender.TECHNICIAN, Do.MEND_ACCESS)


def test_figures_that_run_by_themselves_are_no_change_and_others_are() -> None:
    little, less = (
        Trouble("disk", grave=False, about=notice("disk_filling", free=free), since=0.0, figures_run=True)
        for free in (2**30, 2**29)
    )
    assert is_same(little, replace(less, since=9.0))
    assert not is_same(little, replace(less, grave=True))
    refused, broken = (
        Trouble("centre", grave=False, about=notice("centre_useless", detail=f"answered {code}"), since=0.0)
        for code in (401, 500)
    )
    assert not is_same(refused, broken)
