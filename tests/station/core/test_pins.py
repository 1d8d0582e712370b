"""Guessing PINs costs hours, each number counts alone, and a book of tries never grows without end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.pins import (
    FREE,
    MOST_S,
    MOST_STRANGERS,
    Book,
    Tries,
    after_right,
    after_try,
    is_easy,
    is_pin,
    is_staff_number,
    not_ahead,
    wait_s,
)

GUESSES = 10_000
HOURS = 3600


def guessed(count: int, wait: object = wait_s) -> int:
    """Seconds that so many wrong PINs of one number take, each as early as it may be."""
    book: Book = {}
    now = 0
    for _ in range(count):
        now += wait(book.get("4711"), now)  # type: ignore[operator]  # the wait, or its control
        book = after_try(book, "4711", now, {"4711"})
    return now


def test_ten_thousand_guesses_cost_years_and_a_few_slips_nothing() -> None:
    assert guessed(FREE) == 0
    assert guessed(GUESSES) > 9_000 * HOURS


def test_the_control_a_wait_that_does_not_grow_costs_less() -> None:
    assert guessed(GUESSES, lambda tries, now: max(0, tries.at + 1 - now) if tries else 0) < 3 * HOURS


NUMBERS = st.from_regex(r"[0-9]{4,8}", fullmatch=True)
STEPS = st.lists(st.tuples(NUMBERS, st.integers(0, 100), st.booleans()), max_size=60)


@given(STEPS, NUMBERS)
def test_nobody_is_locked_by_the_tries_of_others(steps: list[tuple[str, int, bool]], mine: str) -> None:
    book: Book = {}
    now = 0
    for number, later, right in steps:
        if number == mine:
            continue
        now += later
        book = after_right(book, number) if right else after_try(book, number, now, {mine})

    assert wait_s(book.get(mine), now) == 0


@given(st.integers(FREE, 500), st.integers(0, 10**10), st.integers(0, 10**10))
def test_a_clock_that_was_set_makes_no_wait_longer_than_its_own(wrong: int, at: int, now: int) -> None:
    book = not_ahead({"4711": Tries(wrong, at)}, "4711", now)
    wait = wait_s(book["4711"], now)

    assert 0 <= wait <= MOST_S
    assert wait_s(book["4711"], now + wait) == 0


def test_strangers_have_bounded_room_and_whoever_works_here_keeps_every_try() -> None:
    book: Book = {}
    for _ in range(FREE + 1):
        book = after_try(book, "1234", 0, {"1234"})
        book = after_try(book, "77777777", 0, {"1234"})
    for stranger in range(3 * MOST_STRANGERS):
        book = after_try(book, f"{stranger:05}", 1, {"1234"})

    assert len(book) <= MOST_STRANGERS + 1
    assert wait_s(book["1234"], 0) > 0
    assert wait_s(book["77777777"], 0) > 0  # flooding forgets the ones with the fewest tries


@pytest.mark.parametrize("pin", ["000000", "123456", "654321", "135791", "890123", "121212", "482482", "112112112112"])
def test_an_obvious_row_is_easy(pin: str) -> None:
    assert is_pin(pin)
    assert is_easy(pin)


@pytest.mark.parametrize("pin", ["482910", "193847", "1029384756"])
def test_another_one_is_not(pin: str) -> None:
    assert is_pin(pin)
    assert not is_easy(pin)


@given(st.text(max_size=14))
def test_a_form_is_digits_alone(text: str) -> None:
    digits = text.isascii() and text.isdigit()
    assert is_pin(text) is (digits and 6 <= len(text) <= 12)
    assert is_staff_number(text) is (digits and 4 <= len(text) <= 8)
