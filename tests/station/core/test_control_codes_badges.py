"""A badge says who holds it, as what, for the key of its hub alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from station.core import LONGEST_NAME, ROLES, Badge, badge_text, control_code, is_control
from station.core.choose import keyed_choice

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=24).filter(
    lambda name: len(name.encode()) <= LONGEST_NAME
)
BADGES = st.builds(Badge, NAMES, st.sampled_from(ROLES), st.from_regex(r"[0-9]{8}", fullmatch=True).map(str.strip))
KEYS = st.binary(min_size=32, max_size=32)


@given(BADGES, KEYS, st.sampled_from([str.lower, str.upper]))
def test_what_is_on_a_badge_comes_back(badge: Badge, key: bytes, case: object) -> None:
    code = control_code(case(badge_text(badge, key)), key)  # type: ignore[operator]  # one of two methods

    assert code is not None
    assert code.badge == badge


@given(BADGES, KEYS, KEYS)
def test_a_badge_of_another_hub_names_nobody_and_is_never_a_parcel(badge: Badge, ours: bytes, theirs: bytes) -> None:
    text = badge_text(badge, theirs)
    code = control_code(text, ours)

    assert is_control(text)
    assert keyed_choice(text).parcel is None
    assert code is not None
    assert (code.badge is None) is (ours != theirs)


@given(BADGES, KEYS, st.sampled_from("WST"))
def test_nobody_promotes_himself(badge: Badge, key: bytes, role: str) -> None:
    text = badge_text(badge, key)
    other = f"PS-B-{role}{text[6:]}"
    code = control_code(other, key)

    assert code is not None
    assert code.genuine is (other == text)
