"""A centre that was restored from an old copy asks for what it had acknowledged, and is whole again after the drain."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from station.core.models import Held, Receipt
from station.sync.transport.backoff import Backoff
from station.sync.upload import pauses, resend_limit
from station.sync.upload.answers import Receipts, judge
from station.sync.upload.gap_check import GapCheck
from station.tracking_server import CentreStore, EmbeddedServer
from tests.station.record.drafts import draft
from tests.station.sync.link import Line
from tests.station.sync.moody_centre import MoodyCentre

JSON = {"content-type": "application/json"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backoff, "wait_s", lambda self, chance, retry_after=None: 0.02)
    monkeypatch.setattr(pauses, "ALARM_S", 0.05)
    monkeypatch.setattr(resend_limit, "PAUSE_S", 0.1)


def gaps(folder: Path, line: Line) -> dict[str, Any]:
    with CentreStore(folder / "centre.db") as store:
        return store.gaps("test-1", line.store.epoch)


def copied(source: Path, target: Path) -> None:
    """A backup of the database, as it is now."""
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def restored(folder: Path, backup: Path) -> None:
    for name in ("centre.db", "centre.db-wal", "centre.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(backup, folder / "centre.db")


def committed(line: Line, count: int) -> None:
    for _ in range(count):
        with line.lock:
            line.ids.append(line.store.commit(draft()).scan_id)
    line.loop.wake()


@pytest.mark.parametrize(("kept", "lost"), [(0, 90), (35, 55), (90, 20)])
@pytest.mark.parametrize("asks", [True, False], ids=["asks", "control: nobody asks"])
def test_an_old_copy_of_the_centre_is_made_whole_by_the_station(
    tmp_path: Path, kept: int, lost: int, asks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not asks:
        monkeypatch.setattr("station.tracking_server.store.held_seqs", lambda *_: [])
        monkeypatch.setattr(GapCheck, "are_due", lambda *_: False)
    with EmbeddedServer(tmp_path / "centre.db", "token") as server, Line(tmp_path, server.url, 0) as line:
        committed(line, kept)
        line.until(lambda: line.backlog() == (0, 0), "the first part at the centre")
        server.stop()
        CentreStore(tmp_path / "centre.db").close()
        copied(tmp_path / "centre.db", tmp_path / "backup.db")
        server.start()
        committed(line, lost)
        line.until(lambda: line.backlog() == (0, 0), "what will be lost at the centre")
        server.stop()
        restored(tmp_path, tmp_path / "backup.db")
        server.start()
        committed(line, 30)
        line.until(lambda: line.backlog() == (0, 0), "an empty queue after the restore")
        server.stop()

    told = gaps(tmp_path, line)
    if asks:
        assert (told["stored"], told["gaps"]) == (kept + lost + 30, [])
    else:
        assert told["gaps"] == [[kept + 1, kept + lost]]


class Lacking(MoodyCentre):
    """A centre that says with every answer that everything below is missing."""

    def _take(self, batch: dict[str, Any]) -> bytes:
        answer = json.loads(super()._take(batch))
        first = batch["scans"][0]["seq"]
        return json.dumps(answer | ({"missing": [[1, first - 1]], "high_water": first} if first > 1 else {})).encode()


def test_a_centre_that_never_has_enough_is_not_served_in_a_circle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resend_limit, "PAUSE_S", 3600.0)
    with closing(Lacking()) as moody:
        line = Line(tmp_path, moody.url, 100)
        line.store.settle([Receipt(one, "stored", None, None) for one in line.ids[:90]])
        with line:
            line.until(lambda: line.loop.status().about == resend_limit.ASKS_AGAIN, "the words")
            assert {moody.stored[one] for one in line.ids[:20]} == {1}


def test_numbers_that_were_refused_here_are_asked_for_and_not_sent_again(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path / "centre.db", None) as server:
        line = Line(tmp_path, server.url, 60, batch=5)
        line.store.settle([Receipt(one, "rejected", "bad", "no") for one in line.ids[4::5]])
        with line:
            line.until(lambda: line.backlog()[0] == 0, "an empty queue")
            server.stop()

    assert line.backlog() == (0, 12)
    told = gaps(tmp_path, line)
    assert (told["stored"], len(told["gaps"])) == (48, 11)


@pytest.mark.parametrize(
    "missing",
    [
        None,
        5,
        {},
        "x",
        [5],
        [[1]],
        [[1, 2, 3]],
        [[2, 1]],
        [[0, 4]],
        [[1, 2**63]],
        [[True, 4]],
        [["1", 4]],
        [[1, 2]] * 2000,
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_list_of_runs_asks_for_nothing(missing: Any) -> None:
    body = {"batch_id": "b", "results": [{"scan_id": "a", "status": "stored"}], "missing": missing}
    answer = judge(200, JSON, json.dumps(body).encode(), "b", frozenset({"a"}))

    assert isinstance(answer, Receipts)
    assert answer.missing == ()
    assert len(answer.receipts) == 1


def test_a_centre_that_lacks_scans_however_often_they_are_sent_is_asked_ever_less() -> None:
    gaps, now, waits = GapCheck(), 1000.0, list[float]()
    for number in range(10):
        gaps, now = answered(gaps, ((1, number + 1),), now, back=9)
        waits.append(gaps.due_at - now)
    assert waits[0] >= 60
    assert waits[-1] >= 2000
    gaps, now = answered(gaps, ((1, 99),), now, back=0)
    gaps, now = answered(gaps, ((1, 100),), now, back=9)
    assert gaps.are_due(now + 200)


def test_what_was_sent_again_and_is_lacking_still_is_not_sent_a_third_time() -> None:
    gaps, opened = GapCheck(), list[int]()
    for missing in (((1, 5),), ((1, 5),), ((1, 5),), (), ((1, 5),)):  # the last: it was restored once more
        asked = gaps.asked(9.0, 0.5).updated([("an epoch", held(missing))], 9.0)
        opened.append(len(asked.open))
        gaps, _ = answered(gaps, missing, 9.0, back=5)
    assert opened == [1, 0, 0, 1, 1]


def held(missing: tuple[tuple[int, int], ...]) -> Held:
    return Held("an epoch", 9, missing, in_general=True)


def answered(gaps: GapCheck, missing: tuple[tuple[int, int], ...], now: float, back: int) -> tuple[GapCheck, float]:
    """Asked, told, and so many scans of it put back; when that was."""
    gaps = gaps.asked(now, 0.5).updated([("an epoch", held(missing))], now)
    while gaps.open:
        gaps = gaps.refilled(back, now)
    return gaps.ended(now, 0.5), now
