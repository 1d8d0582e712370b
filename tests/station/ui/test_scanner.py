"""Keys into scans: each scan once, whatever ends it, whatever stood before it, on a busy machine too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from station.ui.scanner import PAUSE_S, SILENCE_S, SUFFIX_S, Meaning, Typed, number_in, pressed, silent
from station.ui.terminal.keystrokes import TOGETHER_S
from tests.lane_of_keys import number

numbers = st.integers(0, 10**8 - 1).map(number)
suffixes = st.text("\r\n\t", min_size=1, max_size=4)
fast = st.floats(0.0005, TOGETHER_S * 0.9)
busy = st.floats(0.0005, PAUSE_S * 0.9)


def scans(keys: list[tuple[float, str]]) -> list[tuple[str, Meaning]]:
    """(number, how it ended) of keys with the time before each."""
    typed, at = Typed(), 0.0
    found: list[tuple[str, Meaning]] = []
    valid = {number(int(text[2:10])) for text in _windows("".join(c for _, c in keys))}
    for gap, character in keys:
        at += gap
        typed, meaning = pressed(typed, at, character)
        if meaning in (Meaning.SCANNED, Meaning.ENDED):
            found.append((number_in(typed.ended, valid.__contains__), meaning))
    return found


def _windows(text: str) -> list[str]:
    cut = [text[at : at + 13] for at in range(len(text))]
    return [each for each in cut if len(each) == 13 and each[2:10].isdigit()]


def keys_of(text: str, gaps: list[float], before: float) -> list[tuple[float, str]]:
    """`text` with its gaps, the first key after `before`."""
    return list(zip([before, *gaps], text, strict=False))


@given(st.lists(st.tuples(numbers, suffixes, st.floats(0, 3)), min_size=1, max_size=5), st.data())
def test_every_scan_is_taken_once(scanned: list[tuple[str, str, float]], data: st.DataObject) -> None:
    keys: list[tuple[float, str]] = []
    for text, suffix, before in scanned:
        pace = data.draw(st.sampled_from([fast, busy]))
        gaps = data.draw(st.lists(pace, min_size=len(text) - 1, max_size=len(text) - 1))
        keys += keys_of(text, gaps, before)
        keys += [(min(0.01, SUFFIX_S / 5), character) for character in suffix]

    assert [text for text, _ in scans(keys)] == [text for text, _, _ in scanned]


@given(st.text("RX0123456789", min_size=1, max_size=12), numbers, fast)
def test_what_a_person_left_in_the_line_is_no_part_of_the_scan(left: str, text: str, pace: float) -> None:
    typed = [(0.15, character) for character in left]
    keys = [*typed, *keys_of(text, [pace] * 12, 0.4), (pace, "\r")]

    assert scans(keys) == [(text, Meaning.SCANNED)]


@given(numbers)
def test_what_fingers_type_is_a_persons(text: str) -> None:
    assert scans([*((0.12, character) for character in text), (0.2, "\r")]) == [(text, Meaning.ENDED)]


@given(numbers, st.lists(st.floats(0.0005, 0.035), min_size=14, max_size=14), st.integers(1, 12))
def test_a_scan_that_a_busy_machine_cut_once_is_still_a_scan(text: str, gaps: list[float], cut: int) -> None:
    gaps[cut] += 0.04
    assert scans(list(zip(gaps, (*text, "\r"), strict=True))) == [(text, Meaning.SCANNED)]


@given(numbers, st.one_of(fast, st.just(0.06), st.just(0.2)))
def test_silence_ends_a_burst_and_never_what_fingers_type(text: str, pace: float) -> None:
    typed, at = Typed(), 0.0
    for character in text:
        at += pace
        typed, _ = pressed(typed, at, character)
        assert silent(typed, at)[1] is Meaning.KEY
    ended, meaning = silent(typed, at + 1.01 * SILENCE_S)
    assert (meaning is Meaning.SCANNED) == (pace < TOGETHER_S)
    assert (ended.ended == (text,)) == (pace < TOGETHER_S)


@given(st.text("0123456789", max_size=3), st.floats(0.0, 2.0))
def test_a_few_keys_are_never_a_scan(text: str, pace: float) -> None:
    assert scans([(pace, character) for character in (*text, "\r", "\r")]) == []
