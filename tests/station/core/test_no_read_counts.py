"""What many frames said becomes one cause, and many causes become counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice, notice
from station.core.no_read_counts import EMPTY, counted, usual

CODES = ("motion_blur", "glare", "too_dark", "too_few_pixels")
_told = st.builds(lambda code, figure: notice(code, figure=figure), st.sampled_from(CODES), st.integers(0, 99))
_frames = st.lists(st.one_of(_told, st.sampled_from(sorted(EMPTY)).map(Notice)), max_size=40)


@given(_frames)
def test_the_usual_cause_is_the_newest_of_a_code_that_no_other_code_outnumbers(frames: list[Notice]) -> None:
    told = [frame for frame in frames if frame.code not in EMPTY]
    cause = usual(frames)

    assert (cause is None) == (not told)
    if cause is not None:
        codes = [frame.code for frame in told]
        assert codes.count(cause.code) == max(codes.count(code) for code in codes)
        assert [frame for frame in told if frame.code == cause.code][-1] == cause


@given(st.lists(st.sampled_from(CODES), max_size=40))
def test_counts_are_by_code_most_first_and_lose_none(codes: list[str]) -> None:
    counts = counted(codes)

    assert sum(count for _, count in counts) == len(codes)
    assert [count for _, count in counts] == sorted((count for _, count in counts), reverse=True)
    assert {code for code, _ in counts} == set(codes)


def test_the_sentences_of_older_rows_count_with_the_codes() -> None:
    older = ["out of focus: about 3.1 px, set the focus", "glare: turn the parcel or move the lamp"]

    assert counted([*older, "out_of_focus", "glare", "out_of_focus"]) == (("out_of_focus", 3), ("glare", 2))
