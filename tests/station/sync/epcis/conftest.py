"""Short waits in the tests of the way to an EPCIS repository."""

from __future__ import annotations

import pytest

from station.sync.epcis import client as epcis_line
from station.sync.transport.backoff import Backoff
from station.sync.upload import pauses


@pytest.fixture(name="short_epcis_pauses")
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short waits: the order of things is under test, not the length of the pauses."""
    monkeypatch.setattr(Backoff, "wait_s", lambda self, chance, retry_after=None: 0.02)
    monkeypatch.setattr(pauses, "ALARM_S", 0.05)
    monkeypatch.setattr(epcis_line, "SETTLING_S", 0.15)
    monkeypatch.setattr(epcis_line, "FIRST_POLL_S", 0.015)
    monkeypatch.setattr(epcis_line, "MOST_WAITS", 2)
