"""What may be said of shifts: reasons that a list on the screen can show, and no others."""

from __future__ import annotations

import pytest

from config import Config, parse
from tests.config.problems import problems_of


def test_nothing_is_locked_and_nothing_is_a_kiosk_where_nobody_said_so() -> None:
    shift = Config().shift
    assert (shift.kiosk, shift.idle_lock_s, shift.required) == (False, 0, False)
    assert 1 <= len(shift.override_reasons) <= 9
    assert 1 <= len(shift.reopen_reasons) <= 9


@pytest.mark.parametrize("key", ["override_reasons", "reopen_reasons", "difference_reasons"])
@pytest.mark.parametrize(
    "reasons", ["[]", '[""]', '["  "]', '["a\\u001bb"]', f'["{"x" * 61}"]', "[" + '"why", ' * 10 + "]", '"why"', "[7]"]
)
def test_what_cannot_be_shown_in_a_list_is_refused_with_the_key(key: str, reasons: str) -> None:
    (problem, *_) = problems_of(f"[shift]\n{key} = {reasons}\n")
    assert f"shift.{key}" in problem


def test_reasons_are_taken_without_the_blanks_around_them() -> None:
    assert parse('[shift]\noverride_reasons = [" weighed again ", "重新称重"]\n', "x").shift.override_reasons == (
        "weighed again",
        "重新称重",
    )
