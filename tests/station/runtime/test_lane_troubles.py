"""What the lane thread tells of the clock, the plan and the manifest."""

from __future__ import annotations

import pytest

from hardware.contract import Notice, notice
from station.language import ENGLISH, language, trouble_texts
from station.runtime.lane_troubles import lane_troubles

UNUSABLE = notice("manifest_unusable", file="/data/manifest.db", why="file is not a database")


@pytest.mark.parametrize(
    ("clock", "manifest", "has_plan", "codes"),
    [
        ("synced", None, True, []),
        ("stepped", None, True, ["clock_stepped"]),
        ("unsynced", None, True, ["clock_unsynced"]),
        ("synced", None, False, ["no_plan"]),
        ("synced", UNUSABLE, True, ["manifest_unusable"]),
        ("synced", UNUSABLE, False, ["no_plan"]),
    ],
)
def test_each_is_told_as_a_warning_under_its_own_key(
    clock: str, manifest: Notice | None, has_plan: bool, codes: list[str]
) -> None:
    told = list(lane_troubles(clock, manifest, 7.0, has_plan=has_plan))

    assert [(each.about.code, each.grave, each.since) for each in told] == [(code, False, 7.0) for code in codes]
    assert {each.key for each in told} <= {"clock", "plan"}


def test_a_clock_that_ntp_does_not_hold_is_not_shown_to_the_worker() -> None:
    (trouble,) = lane_troubles("unsynced", None, 7.0, has_plan=True)
    words = trouble_texts(trouble.about, language(ENGLISH))

    assert (words.everybody, bool(words.technician)) == ("", True)
