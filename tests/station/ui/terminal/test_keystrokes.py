"""Control sequences beside text are text, alone they are keys; nothing of either is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from station.ui.terminal.keystrokes import ESCAPE, ESCAPE_PICTURE, TOGETHER_S, Keystrokes, received, released

KEYS = ("\x1bOP", "\x1bOQ", "\x1b[21~", "\x1b[17~", "\x1b[D", "\x1b[C", "\x1b[1;5C", "\x1b[[A")
REPORTS = ("\x1b[<0;10;20M", "\x1b[<0;10;20m", "\x1b[I", "\x1b[O", "\x1b[?2026;2$y")
codes = st.text(st.characters(exclude_characters=ESCAPE, exclude_categories=["Cs"]), min_size=1, max_size=30)


def passed(pieces: list[tuple[float, str]]) -> str:
    """What the parser has in the end, of pieces with the time before each."""
    keys, at, whole = Keystrokes(), 0.0, ""
    for gap, piece in pieces:
        for _ in range(int(gap / 0.01)):  # the driver looks every 10 ms
            at += 0.01
            keys, text = released(keys, at)
            whole += text
        at += gap % 0.01
        keys, text = received(keys, at, piece)
        whole += text
    keys, text = released(keys, at + 1)
    return whole + text


alone = st.floats(2 * TOGETHER_S, 5.0)
together = st.floats(0.0, TOGETHER_S / 4)


@given(st.lists(st.tuples(alone, st.sampled_from(KEYS + REPORTS))))
def test_a_sequence_that_comes_alone_is_a_key(pieces: list[tuple[float, str]]) -> None:
    assert passed(pieces) == "".join(piece for _, piece in pieces)


@given(st.lists(st.tuples(st.just(0.033), st.sampled_from(KEYS[4:6])), max_size=40))
def test_a_key_that_is_held_down_stays_a_key(pieces: list[tuple[float, str]]) -> None:
    assert passed(pieces) == "".join(piece for _, piece in pieces)


@given(st.lists(st.tuples(together, st.one_of(codes, st.sampled_from(KEYS + REPORTS))), min_size=1, max_size=3))
def test_beside_text_no_sequence_is_a_key(pieces: list[tuple[float, str]]) -> None:
    texts = [piece for _, piece in pieces if piece not in KEYS + REPORTS]
    came = passed([*pieces, (0.001, "X")])

    assert ESCAPE not in came
    kept = "".join(piece.replace(ESCAPE, ESCAPE_PICTURE) for _, piece in pieces if piece not in REPORTS) + "X"
    assert came == kept
    assert all(text in came for text in texts)


@given(st.sampled_from(KEYS), st.integers(1, 4), together)
def test_a_sequence_that_comes_in_pieces_is_text(sequence: str, cut: int, gap: float) -> None:
    cut = min(cut, len(sequence) - 1)

    assert ESCAPE not in passed([(1.0, sequence[:cut]), (gap, sequence[cut:])])


def test_the_escape_key_is_a_key() -> None:
    assert passed([(1.0, ESCAPE)]) == ESCAPE


def test_a_key_right_after_a_scan_is_a_key() -> None:
    assert passed([(1.0, "RR1\r"), (0.001, "\x1b[21~")]) == "RR1\r\x1b[21~"


@given(st.lists(st.tuples(st.floats(0, 0.2), st.text(max_size=8))))
def test_nothing_raises_and_no_plain_text_is_lost(pieces: list[tuple[float, str]]) -> None:
    came = passed(pieces)
    plain = [piece for _, piece in pieces if ESCAPE not in piece]

    if all(ESCAPE not in piece for _, piece in pieces):
        assert came == "".join(plain)
