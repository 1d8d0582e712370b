"""A station that is killed between handover and apply, or right after it, applies once, and its outcome is told."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from station.assembly import build_station
from station.core.bag_requests import OpenBag
from station.core.models import Receipt
from station.core.outcomes import Done
from station.core.requests import AcceptRejection, AcknowledgeAlarms, CorrectScan, OpenShift, ResendRejected, VoidScan
from station.record.outbox import request_log
from station.record.reads import Reads
from station.record.writer import Store
from station.requests import handover, named
from tests.places import ROOT
from tests.station.requests.killed_station import MOMENTS
from tests.station.requests.three_ways import config_of, record
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from station.core.requests import Request


def killed(folder: Path, moment: str) -> None:
    command = [sys.executable, "-m", "tests.station.requests.killed_station", str(folder), moment]
    answer = subprocess.run(command, cwd=ROOT, timeout=60, check=False, capture_output=True, text=True)
    assert answer.returncode == -9, answer.stderr


def reject_all(path: Path) -> None:
    """The centre refuses what waits, once more."""
    with Store.open(path, None) as store, Reads(path) as reads:
        while (batch := reads.next_batch(9)) is not None:
            store.settle([Receipt(name, "rejected", "bad", "no") for name in batch.scan_ids()])


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def taken_twice(folder: Path, request: Request, moment: str) -> Path:
    """Hand a request over to a station that dies of it, and start it again."""
    path = record(folder)
    if isinstance(request, AcknowledgeAlarms):
        with Reads(path) as reads:
            request = AcknowledgeAlarms(reads.alarms())
    wish = named(request)
    file, _ = handover.leave_request(path, wish)
    killed(folder, moment)
    assert file.exists()
    reject_all(path)
    with build_station(config_of(folder, weak=False)):
        until(lambda: not file.exists(), "the request is taken")
    assert isinstance(handover.take_answer(path, wish.id), Done)
    return path


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    ("request_", "scans", "rejected"),
    [
        (CorrectScan(1, None, "B9", "Ana", "went there"), 7, {"before": 4, "after": 5, "answered": 5}),
        (ResendRejected(), 6, {"before": 0, "after": 5, "answered": 5}),
        (AcceptRejection((1, 2), "Ana", "lost"), 6, {"before": 3, "after": 3, "answered": 3}),
        (VoidScan(4, "Ana", "wrong parcel"), 7, {"before": 5, "after": 6, "answered": 6}),
        (OpenShift("Ana"), 7, {"before": 5, "after": 6, "answered": 6}),
        (OpenBag("Ana", "A01", "BAG-1"), 7, {"before": 5, "after": 6, "answered": 6}),
        (AcknowledgeAlarms(()), 6, {"before": 5, "after": 5, "answered": 5}),
    ],
)
def test_a_request_is_applied_once(
    request_: Request, scans: int, rejected: dict[str, int], moment: str, tmp_path: Path
) -> None:
    path = taken_twice(tmp_path, request_, moment)
    with Reads(path) as reads:
        assert (reads.count(), reads.backlog().dead) == (scans, rejected[moment])
        assert reads.quick_check() is None
    assert rows(path, "SELECT kind, done FROM request") == [(type(request_).__name__, 1)]
    assert rows(path, "SELECT number FROM bag") == ([("BAG-1",)] if isinstance(request_, OpenBag) else [])


def test_the_control_a_station_that_remembers_nothing_applies_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_log, "outcome_of", lambda *_: None)
    monkeypatch.setattr(request_log, "note", lambda *_: None)
    path = taken_twice(tmp_path, ResendRejected(), "after")
    with Reads(path) as reads:
        assert reads.backlog().dead == 0, "what the centre refused after it was sent again is sent a third time"


def test_a_request_that_is_handed_in_twice_is_done_once(tmp_path: Path) -> None:
    path, wish = record(tmp_path), named(ResendRejected())
    with build_station(config_of(tmp_path, weak=False)):
        for _ in range(2):
            file, _ = handover.leave_request(path, wish)
            until(lambda file=file: not file.exists(), "the request is taken")  # type: ignore[misc]
            assert handover.take_answer(path, wish.id) is not None
    assert rows(path, "SELECT count(*) FROM request") == [(1,)]
