"""`station bench start`: real processes, what they showed, and what is told when one shows nothing."""

from __future__ import annotations

import sys

import pytest

from station.bench import StartError, start


def test_each_process_is_run_as_often_as_wanted_and_the_word_comes_before_the_screen() -> None:
    rows = {row.name: row for row in start.run(1, 1)}

    assert {"--help", "python alone", "import cv2", "import textual.app"} < set(rows)
    assert {row.count for row in rows.values()} == {1}
    assert rows["python alone"].p50_ms < rows["run: first word"].p50_ms < rows["run: worker's screen"].p50_ms
    assert all(row.note.startswith("CPU p50 ") for row in rows.values())


def test_escape_sequences_are_no_word() -> None:
    assert not start._is_a_word(b"\x1b[?1049h\x1b[1;34m\x1b[H \x1b(B")
    assert start._is_a_word(b"\x1b[1mstation")


def test_a_process_that_fails_is_told() -> None:
    with pytest.raises(StartError, match="failed"):
        start._until_the_end((sys.executable, "-c", "raise SystemExit(3)"))
