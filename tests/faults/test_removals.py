"""Whatever is taken of a record: each confirmed scan is there after the next start, or it is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.places import ROOT

CASES = pytest.mark.parametrize("cases", [60, pytest.param(1000, marks=pytest.mark.soak)])
CONTROL_CASES = pytest.mark.parametrize("cases", [30, pytest.param(1000, marks=pytest.mark.soak)])
Figure = Callable[[str], None]


def removals(*arguments: object) -> dict[str, Any]:
    """Of a process of its own: it forks."""
    command = [sys.executable, "-m", "tests.faults.removals", *map(str, arguments)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=3000)
    assert answer.returncode == 0, answer.stderr
    figures: dict[str, Any] = json.loads(answer.stdout)
    return figures


@CASES
def test_what_is_taken_away_is_there_after_all_or_told(cases: int, figure: Figure) -> None:
    found = removals(cases, 1)
    figure(f"removals: {found}")
    assert found["cases"] == cases
    assert found["told"] > cases / 10, "something was lost, else nothing is shown"
    assert (found["untold"], found["verify_blind"], found["no_start"]) == (0, 0, 0), found["examples"]


@CONTROL_CASES
def test_control_a_record_that_does_not_look_loses_scans_without_a_word(cases: int, figure: Figure) -> None:
    found = removals(cases, 1, "blind")
    figure(f"removals, blind: {found}")
    assert found["untold"] > cases / 10
    assert found["verify_blind"] > cases / 20
