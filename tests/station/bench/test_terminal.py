"""A process on a pseudo-terminal: what it shows is waited for, and told when it never comes."""

from __future__ import annotations

import sys

import pytest

from station.bench.terminal import StartError, Terminal

ECHO = "import sys\nfor line in sys.stdin: print('<' + line.strip() + '>', flush=True)"


def test_a_process_that_ends_without_what_was_waited_for_is_told_with_its_last_words() -> None:
    with (
        Terminal(sys.executable, "-c", "print('no such thing')") as terminal,
        pytest.raises(StartError, match="never came: no such thing"),
    ):
        terminal.await_shown(lambda seen: b" F9 " in seen)


def test_the_echo_of_a_key_is_what_was_written_after_it_and_one_that_never_comes_counts_as_the_longest() -> None:
    with Terminal(sys.executable, "-c", ECHO) as terminal:
        assert terminal.echo_ms(b"RB1\n", b"<RB1>", 10.0) < 10_000
        assert terminal.echo_ms(b"RB2\n", b"<RB1>", 0.2) >= 200
