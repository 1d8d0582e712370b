"""No text drives a terminal or forges a line, whatever a label, a peer or a file says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core import printable

SPOKEN = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"]) | st.just(" "))


@given(st.text() | st.binary(), st.integers(1, 300))
def test_whatever_comes_is_shown_on_one_line_of_at_most_so_many_characters(said: str | bytes, limit: int) -> None:
    shown = printable(said, limit)

    assert shown.isprintable()
    assert len(shown) <= limit


@given(SPOKEN.filter(lambda text: len(text) <= 200))
def test_what_is_printable_stays_as_it_is_in_text_and_in_utf_8(text: str) -> None:
    assert printable(text) == printable(text.encode()) == text


@given(st.text(min_size=1), st.integers(1, 20))
def test_what_was_cut_off_is_seen_to_be(text: str, limit: int) -> None:
    whole = printable(text, 10_000)

    assert printable(text, limit) == (whole if len(whole) <= limit else whole[: limit - 1] + "…")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("a\r\nb", "a<CR><LF>b"),
        ("(01)\x1d", "(01)<GS>"),
        ("\u202eGB", "\\u202eGB"),
        (b"\xff\x00", "ÿ\\x00"),
        ("\u2028", "\\u2028"),
    ],
)
def test_what_cannot_be_shown_is_written_out(said: str | bytes, shown: str) -> None:
    assert printable(said) == shown
