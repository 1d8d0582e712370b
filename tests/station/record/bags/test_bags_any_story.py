"""Whatever happens in whatever order: counts, weights and membership of bags add up, and are what the entries say."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.station.record.bags.story import Bags

FEW = settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))


def test_bags_add_up_after_any_story() -> None:
    run_state_machine_as_test(Bags, settings=FEW)


def test_the_control_tables_that_do_not_follow_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["station.record.bags.follow"], "_leaves", lambda *_: None)
    many = settings(FEW, max_examples=300, phases=(Phase.generate,), derandomize=True)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(Bags, settings=many)
