"""What many frames said becomes one cause, and many causes become counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from station.core.no_read_counts import EMPTY, counted, kind_of, usual

KINDS = ("blur", "glare", "too dark", "too few pixels")
_said = st.builds(lambda kind, figure: f"{kind}: {figure}, move", st.sampled_from(KINDS), st.integers(0, 99))
_frames = st.lists(st.one_of(_said, st.sampled_from(sorted(EMPTY))), max_size=40)


@given(_frames)
def test_the_usual_cause_is_the_newest_of_a_kind_that_no_other_kind_outnumbers(frames: list[str]) -> None:
    told = [frame for frame in frames if frame not in EMPTY]
    word = usual(frames)

    assert (word is None) == (not told)
    if word is not None:
        kinds = [kind_of(frame) for frame in told]
        assert kinds.count(kind_of(word)) == max(kinds.count(kind) for kind in kinds)
        assert [frame for frame in told if kind_of(frame) == kind_of(word)][-1] == word


@given(_frames)
def test_counts_are_by_kind_most_first_and_lose_none(frames: list[str]) -> None:
    counts = counted(frames)

    assert sum(count for _, count in counts) == len(frames)
    assert [count for _, count in counts] == sorted((count for _, count in counts), reverse=True)
    assert {kind for kind, _ in counts} == {kind_of(frame) for frame in frames}
