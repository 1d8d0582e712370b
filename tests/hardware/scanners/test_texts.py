"""AIM identifiers and group separators, in every spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners.texts import GS, text_of

SPELLINGS = ["\x1d", "<GS>", "{GS}", "[GS]", "^]", "\\x1d", "\\u001D", "~d029"]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("aim", ["", "]C1", "]d2", "]Q3", "]I1", "]A0"])
def test_a_group_separator_is_one_in_any_spelling(spelling: str, aim: str) -> None:
    assert text_of(f"{aim}420{spelling}92612{spelling}7".encode()) == (f"420{GS}92612{GS}7", aim)


@pytest.mark.parametrize("text", ["]", "]C", "]]C1", "1]C1X", "RR473124829CN", "]1C"])
def test_what_is_no_identifier_stays(text: str) -> None:
    assert text_of(text.encode()) == (text, "")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text(raw: bytes) -> None:
    text, aim = text_of(raw)

    assert len(aim) in {0, 3}
    assert len(text) + len(aim) <= len(raw)
