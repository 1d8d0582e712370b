"""Screen, command and handover end in the same outcome and the same record, whatever is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.core.outcomes import Done
from station.core.requests import (
    ANY_LANE,
    AcceptRejection,
    AcknowledgeAlarms,
    CloseShift,
    CorrectScan,
    ImportHolds,
    ImportPlan,
    OpenShift,
    OverrideStop,
    ResendRejected,
    SetOperation,
    VoidScan,
)
from station.record.reads import Reads
from station.requests import judge
from station.runtime import request_desk
from tests.station.requests.three_ways import outcomes, record
from tests.station.requests.wishes import wishes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from station.core.requests import Request

WEAK = CorrectScan(2, "794644790131", None, "Ana", "torn")


def all_alike(folder: Path, asked: Sequence[Request], *, weak: bool = True) -> None:
    (_, first, held), *others = outcomes(folder, asked, weak)
    for way, came, holds in others:
        assert came == first, way
        assert holds == held, way


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(wishes, min_size=1, max_size=6), weak=st.booleans())
def test_any_requests_end_alike(asked: list[Request], weak: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    all_alike(tmp_path_factory.mktemp("ways"), asked, weak=weak)


def test_what_can_be_done_is_done_by_each_way(tmp_path: Path) -> None:
    with Reads(record(tmp_path / "first")) as reads:
        alarms = reads.alarms()
    asked: list[Request] = [
        ImportPlan("winter.csv", "bin,country\nA01,BR\nB02,\n"),
        ImportHolds("h.csv", "parcel_id\nRR473124829CN\n"),
        AcknowledgeAlarms(alarms, "Ana"),
        WEAK,
        AcceptRejection((1,), "Ana", "lost"),
        ResendRejected(),
        OpenShift("Ana"),
        SetOperation("dispatch"),
        OverrideStop(5, "B02", "Bo", "weighed again"),
        VoidScan(4, "Bo", "wrong parcel"),
        CloseShift(),
    ]
    for _, came, _ in outcomes(tmp_path, asked, weak=True):
        assert [type(outcome) for outcome in came] == [Done] * len(asked)
    all_alike(tmp_path / "again", asked)


def test_the_control_a_second_judgement_that_differs_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_desk, "judge", lambda database, wish, _: judge(database, wish, ANY_LANE))
    with pytest.raises(AssertionError):
        all_alike(tmp_path, [WEAK])
