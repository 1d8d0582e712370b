"""Limits of alarms: none is set in the rule, and none can be set that means nothing."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from config import Config
from config.alarm import AlarmSection


def test_no_alarm_is_set_in_the_rule() -> None:
    assert set(Config().alarm.model_dump().values()) == {0, None}


@pytest.mark.parametrize("wrong", [{"first_read_percent": 101}, {"backlog_min": -1}, {"bag_open_h": "8"}])
def test_a_limit_that_means_nothing_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AlarmSection.model_validate(wrong)
