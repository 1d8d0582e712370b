"""A label that is scanned after a verdict: of which texts it is one, and when it has to be judged."""

from __future__ import annotations

import pytest

from station.core.lane import Awaited, is_news, label_in, refused

BAGS = {"BAG-1", "BAG-2"}


@pytest.mark.parametrize(
    ("text", "label"),
    [("bag-1", "BAG-1"), (" BAG-2 ", "BAG-2"), ("a01", "A01"), ("B02", None), ("RR123456785CN", None), ("", None)],
)
def test_labels_are_those_of_bags_and_of_the_bin(text: str, label: str | None) -> None:
    assert label_in(text, "A01", BAGS.__contains__) == label


def test_a_wrong_label_is_told_once_until_another_is_seen() -> None:
    awaited = Awaited("RR123456785CN", "A01")
    assert is_news(awaited, "BAG-2")
    awaited = refused(awaited, "BAG-2")
    assert not is_news(awaited, "BAG-2")
    assert is_news(awaited, "BAG-1")
    assert not is_news(None, "BAG-1")
