"""A token that is mended and a centre that named a time: what the loop waits for, and what ends it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from station.sync.transport.client import TrackingClient
from station.sync.transport.token import TokenError
from station.sync.upload import gap_check
from tests.station.record.drafts import draft
from tests.station.sync.link import Line, centre

pytestmark = pytest.mark.usefixtures("short_pauses")


def test_a_token_that_is_mended_is_used_though_the_alarm_would_last_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    tokens = {"now": "old"}
    with centre(lambda _: "401" if tokens["now"] == "old" else "ok") as moody:
        line = Line(tmp_path, moody.url, 5)
        line.loop._client = TrackingClient(moody.url, "old", new_token=lambda: tokens["now"])
        with line:
            line.until(lambda: line.loop.status().alarm, "the alarm")
            time.sleep(0.3)
            assert moody.requests == 1

            tokens["now"] = "new"
            line.until(lambda: line.backlog() == (0, 0), "the drain, well within SOON")


def test_a_token_that_is_spoilt_while_the_station_runs_is_told_before_a_scan_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    tokens: dict[str, str | None] = {"now": "good"}

    def read() -> str | None:
        if tokens["now"] is None:
            raise TokenError("sync.token_file: /token cannot be read; put the token there")
        return tokens["now"]

    with centre() as moody, Line(tmp_path, moody.url, 5) as line:
        line.loop._client = TrackingClient(moody.url, "good", new_token=read)
        line.until(lambda: line.backlog() == (0, 0), "an empty queue")
        tokens["now"] = None
        line.until(lambda: "/token cannot be read" in line.loop.status().words, "the word about the file")
        assert line.loop.status().alarm

        tokens["now"], moody.parcels_status = "wrong", 401
        line.until(lambda: "401" in line.loop.status().words, "the centre's word about the token")
        tokens["now"], moody.parcels_status = "good", 404
        line.until(lambda: not line.loop.status().alarm, "the end of the alarm")


def test_nobody_is_asked_before_the_time_that_the_centre_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with centre(lambda _: "later") as moody, Line(tmp_path, moody.url, 5) as line:
        line.until(lambda: "503" in line.loop.status().words, "the answer")
        line.store.commit(draft(parcel_id="P6"))
        line.loop.wake()
        time.sleep(0.5)

        assert moody.requests == 1


def test_a_centre_that_named_a_long_time_is_looked_at_and_a_mended_one_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(gap_check, "CHECK_S", 0.3)
    moods = {"now": "later"}
    with centre(lambda _: moods["now"]) as moody:
        moody.parcels_status = 503
        with Line(tmp_path, moody.url, 5) as line:
            line.until(lambda: "503" in line.loop.status().words, "the answer")
            time.sleep(1.0)
            assert moody.requests == 1

            moods["now"], moody.parcels_status = "ok", 404
            line.until(lambda: line.backlog() == (0, 0), "the drain, long before the named time")


def test_a_token_file_that_was_lost_and_put_back_is_used_though_the_alarm_would_last_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    now = {"answer": "401", "file": "there"}

    def token() -> str:
        if now["file"] == "lost":
            raise TokenError("no token there")
        return "token"

    with centre(lambda _: now["answer"]) as moody:
        line = Line(tmp_path, moody.url, 5)
        line.loop._client = TrackingClient(moody.url, "token", new_token=token)
        with line:
            line.until(lambda: "401" in line.loop.status().words, "the alarm")
            now.update(answer="ok", file="lost")
            line.until(lambda: "no token there" in line.loop.status().words, "what is lost")
            now["file"] = "there"
            line.until(lambda: line.backlog() == (0, 0), "the drain, well within SOON")
