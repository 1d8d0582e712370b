"""systemd hears that the station stands, and no more that it goes on once its lane hangs."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING

import pytest

from station.cli.service_manager import watched_by_manager

if TYPE_CHECKING:
    from pathlib import Path


def heard(manager: socket.socket, seconds: float) -> list[str]:
    """All that comes within this time."""
    words, end = [], time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        manager.settimeout(left)
        try:
            words.append(manager.recv(100).decode())
        except TimeoutError:
            break
    return words


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.bind(str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "150000")
    return line


def test_it_stands_goes_on_hangs_and_stops(manager: socket.socket) -> None:
    hangs = False
    with manager, watched_by_manager(lambda: not hangs):
        words = heard(manager, 1.0)
        assert words[0] == "READY=1"
        assert set(words[1:]) == {"WATCHDOG=1"}
        hangs = True
        heard(manager, 0.5)
        assert heard(manager, 0.5) == [], "a lane that hangs is not called alive"
    # the socket is closed: the last word meets nobody, and nothing is raised


def test_the_last_word_is_that_it_stops(manager: socket.socket) -> None:
    with manager:
        with watched_by_manager(lambda: True):
            pass
        assert heard(manager, 0.3)[-1] == "STOPPING=1"


def test_it_is_silent_where_another_process_is_watched(manager: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid() + 1))
    with manager, watched_by_manager(lambda: True):
        assert heard(manager, 0.4) == ["READY=1"]


def test_without_a_manager_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    with watched_by_manager(lambda: True):
        pass
