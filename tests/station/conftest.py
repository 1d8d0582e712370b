"""What tests of the upload share, here and at the tracking server."""

from __future__ import annotations

import pytest

from station.sync.transport.backoff import Backoff
from station.sync.upload import pauses


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short waits: the order of things is under test, not the length of the pauses."""
    monkeypatch.setattr(Backoff, "wait_s", lambda self, chance, retry_after=None: 0.02 if retry_after is None else 0.05)
    monkeypatch.setattr(pauses, "ALARM_S", 0.05)
