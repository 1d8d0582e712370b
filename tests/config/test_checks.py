"""A check for which something is missing is refused with its cure."""

from __future__ import annotations

from typing import Any

import pytest

from config import Config
from config.contradictions import contradictions

WHOLE: dict[str, Any] = {
    "test_weight_g": 1000,
    "test_label": "TEST-1",
    "at_log_in": ["zero", "test_weight", "test_label"],
}


@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({}, 0),
        ({"checks": {**WHOLE, "test_weight_g": 0}}, 1),
        ({"checks": {**WHOLE, "test_label": ""}}, 1),
        ({"scale": {"enabled": False}}, 2),
        ({"camera": {"enabled": False}}, 1),
        ({"checks": {"every_h": 1}}, 1),
        ({"checks": {"every_h": 1, "test_label": "TEST-1"}}, 0),
    ],
)
def test_what_is_missing_for_a_check_is_told(changed: dict[str, Any], count: int) -> None:
    found = list(contradictions(Config.model_validate({"checks": WHOLE, **changed})))
    assert len([key for key, _ in found if key.startswith("checks.")]) == count, found
