"""Which check passes with what, what waits by the record alone, and when a scale drifts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.checks import Check, CheckRules, Noted, Sights, drift, due, failed, judged, told

RULES = CheckRules(
    at_log_in=tuple(Check), zero_g=Decimal(1), weight_g=Decimal(1000), tolerance_g=Decimal(5), label="TEST-1"
)
NOTHING = Sights(None, label_read=False, list_age_s=None, clock="unsynced")
OPENED = "2026-11-30T08:00:00.000Z"


def at(minute: int) -> str:
    return f"2026-11-30T08:{minute:02}:00.000Z"


@pytest.mark.parametrize(
    ("check", "sights", "expected"),
    [
        (Check.ZERO, {"grams": Decimal(1)}, True),
        (Check.ZERO, {"grams": Decimal("-1.5")}, None),
        (Check.ZERO, {}, None),
        (Check.WEIGHT, {"grams": Decimal(995)}, True),
        (Check.WEIGHT, {"grams": Decimal(1006)}, None),
        (Check.LABEL, {"label_read": True}, True),
        (Check.LABEL, {}, None),
        (Check.LISTS, {"list_age_s": 86400.0}, True),
        (Check.LISTS, {"list_age_s": 86401.0}, False),
        (Check.LISTS, {}, False),
        (Check.CLOCK, {"clock": "synced"}, True),
        (Check.CLOCK, {}, False),
        (Check.SOUND, {}, None),
    ],
)
def test_a_check_passes_fails_or_waits(check: Check, sights: dict[str, object], expected: bool | None) -> None:
    seen = Sights(**{"grams": None, "label_read": False, "list_age_s": None, "clock": "unsynced", **sights})  # type: ignore[arg-type]
    found = judged(check, seen, RULES)
    assert (None if found is None else found.passed) is expected
    assert told(check, seen, RULES, passed=False).passed is False


results = st.lists(
    st.builds(
        Noted,
        st.integers(0, 59).map(at),
        st.fixed_dictionaries(
            {"is": st.sampled_from([*(check.value for check in Check), "asked", "look"]), "passed": st.booleans()}
        ),
    ),
    max_size=12,
).map(lambda noted: sorted(noted, key=lambda each: each.at, reverse=True))


@given(results)
def test_what_waits_is_what_nobody_noted_since_it_was_asked(noted: list[Noted]) -> None:
    """Each result takes one check away, in their order, until none waits."""
    waiting, seen = due(noted, OPENED, RULES), list(noted)
    for check in waiting:
        assert due(seen, OPENED, RULES)[0] is check
        seen.insert(0, Noted(at(59), {"is": check.value, "passed": True, "value": "1", "limit": "1"}))
    assert due(seen, OPENED, RULES) == ()
    assert not set(waiting) & {each.check for each in failed(seen, OPENED)}


def test_a_shift_has_its_own_checks_and_an_open_lane_none() -> None:
    before = [Noted("2026-11-30T07:00:00.000Z", {"is": check.value, "passed": True}) for check in Check]
    assert due(before, OPENED, RULES) == tuple(Check)
    assert due([], None, RULES) == ()
    assert due([Noted(at(1), {"is": "asked", "checks": ["clock"]})], None, RULES) == (Check.CLOCK,)
    assert due([Noted(at(1), {"is": "asked"})], OPENED, CheckRules(label="TEST-1")) == (
        Check.ZERO, Check.LABEL, Check.LISTS, Check.CLOCK, Check.SOUND,
    )  # fmt: skip


def weights(*grams: str) -> list[Noted]:
    """The newest last."""
    return [Noted(at(n), {"is": "test_weight", "value": each, "passed": True}) for n, each in enumerate(grams)][::-1]


@pytest.mark.parametrize(
    ("grams", "drifts"),
    [
        (("1000", "1001", "1003"), True),
        (("1000", "999", "997"), True),
        (("1000", "1001", "1002"), False),
        (("1003", "1001", "1000"), False),
        (("1000", "1003"), False),
        (("1000", "1004", "1003"), False),
        (("900", "1000", "1001", "1002", "1003", "1004"), True),
        (("1000", "-", "1001", "1003"), True),
        (("1000", "Ana", "NaN", "1003"), False),
    ],
)
def test_a_scale_that_goes_one_way_is_told_before_it_fails(grams: tuple[str, ...], drifts: bool) -> None:
    assert (drift(weights(*grams), RULES) is not None) is drifts
