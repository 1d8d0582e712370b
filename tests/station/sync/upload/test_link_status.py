"""What is wrong with the line, why, and since when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import notice
from station.core.events import SyncStatus
from station.sync.upload.link_status import dated, line_troubles

URL = "https://centre.example"
LINKS = st.builds(SyncStatus, st.just(URL), st.sampled_from([None, True, False]), st.sampled_from(["", "why"]),
                  alarm=st.booleans())  # fmt: skip


@pytest.mark.parametrize(
    ("sync", "grave", "code"),
    [
        (SyncStatus(URL, online=False, words="no answer"), False, "centre_offline"),
        (SyncStatus(URL, online=True, words="the line answers with text/html"), False, "centre_useless"),
        (SyncStatus(URL, online=True, words="token refused", alarm=True), True, "centre_refuses"),
        (SyncStatus(URL, online=False, words="certificate expired", alarm=True), True, "centre_refuses"),
    ],
)
def test_a_line_that_is_away_useless_or_refused_is_told_with_its_reason(
    sync: SyncStatus, grave: bool, code: str
) -> None:
    (trouble,) = line_troubles(replace(sync, since=7.0))

    assert (trouble.key, trouble.grave, trouble.about) == ("centre", grave, notice(code, detail=sync.words))
    assert trouble.since == 7.0


@pytest.mark.parametrize(("online", "words"), [(None, "not tried yet"), (None, "switched off"), (True, "")])
def test_a_well_line_and_one_that_is_not_used_have_none(online: bool | None, words: str) -> None:
    assert line_troubles(SyncStatus(URL, online, words)) == ()


@given(st.lists(LINKS, min_size=1))
def test_it_stands_since_the_moment_from_which_the_line_was_not_well(links: list[SyncStatus]) -> None:
    link, began = SyncStatus(URL, None, ""), 0.0
    for now, after in enumerate(links, 1):
        began = 0.0 if after.is_well else began or now
        link = dated(link, replace(after, since=link.since), now)

        assert link.since == began
        assert [each.since for each in line_troubles(link)] == ([] if after.is_well else [began])
