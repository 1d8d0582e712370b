"""`station bench screen`: a real station echoes each key, also while nothing behind its screen answers."""

from __future__ import annotations

from station.bench import screen


def test_each_key_has_its_echo_in_both_states() -> None:
    rows = screen.run(4, 1)

    assert [row.count for row in rows] == [4, 4]
    assert all(row.p99_ms < screen.ECHO_S * 1000 for row in rows)
    assert all("first paint" in row.note for row in rows)
