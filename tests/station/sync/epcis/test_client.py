"""Laws of the way up to an EPCIS repository, over the real record and real sockets: nothing lost, nothing twice."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from station.core.models import ClockReading, ScanDraft
from station.record.reads import Reads
from station.sync.epcis import client as epcis_line
from station.sync.epcis.answers import Job
from station.sync.epcis.client import EpcisClient
from station.sync.epcis.events import Naming, event_id
from station.sync.transport.backoff import Backoff
from station.sync.transport.client import TrackingClient
from station.sync.upload import pauses
from tests.station.record.drafts import BOOT, draft
from tests.station.sync.draining import SOON, Draining
from tests.station.sync.epcis_repository import FAULTS, FAULTS_OF_SINGLE_EVENTS, EpcisRepository

NAMING = Naming("https://tracking.example/p/{id}", "https://hub.example/lane-1")
NEW_BOOT, SAME_LIFE = ClockReading("", 0, "another", "synced"), ClockReading("", 0, BOOT, "synced")
"""When the client began: after the scans were made, in another life, or before."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short waits: the order of things is under test, not the length of the pauses."""
    monkeypatch.setattr(Backoff, "wait_s", lambda self, chance, retry_after=None: 0.02)
    monkeypatch.setattr(pauses, "ALARM_S", 0.05)
    monkeypatch.setattr(epcis_line, "SETTLING_S", 0.15)
    monkeypatch.setattr(epcis_line, "FIRST_POLL_S", 0.015)
    monkeypatch.setattr(epcis_line, "MOST_WAITS", 2)


class Line(Draining):
    """Sends to a repository."""

    def __init__(
        self,
        folder: Path,
        url: str,
        scans: int | Sequence[ScanDraft],
        batch: int = 20,
        born: ClockReading = SAME_LIFE,
        client: type[EpcisClient] = EpcisClient,
    ) -> None:
        drafts = [draft(f"P{n}" if n % 7 else None) for n in range(scans)] if isinstance(scans, int) else scans
        carrier = client(TrackingClient(url, "token", total_s=2.0), NAMING, "/epcis", born, 0.25)
        super().__init__(folder, carrier, drafts, batch)

    def drain(self, dead: int = 0, soon: float = SOON) -> None:
        self.until(lambda: self.backlog() == (0, dead), "an empty queue", soon)


def names(ids: Sequence[str]) -> dict[str, int]:
    return dict.fromkeys(map(event_id, ids), 1)


@pytest.mark.parametrize("refuses_repeats", [False, True])
@pytest.mark.parametrize("born", [NEW_BOOT, SAME_LIFE], ids=["after a restart", "in one life"])
def test_every_scan_becomes_one_event_with_an_epc_or_without(
    tmp_path: Path, born: ClockReading, refuses_repeats: bool
) -> None:
    with EpcisRepository(refuses_repeats=refuses_repeats) as there, Line(tmp_path, there.url, 50, born=born) as line:
        line.drain()

        assert there.counts() == names(line.ids)
        assert there.invalid == []
        assert sum(not event["epcList"] for event in there.journal) == 8
        assert (there.asked > 0) == (born is NEW_BOOT)
        assert {(sent["gs1-epcis-version"], sent["gs1-capture-error-behaviour"]) for sent in there.headers} == {
            ("2.0", "rollback")
        }


@pytest.mark.parametrize(
    ("fault", "scans"), [*((fault, 41) for fault in FAULTS), *((fault, 1) for fault in FAULTS_OF_SINGLE_EVENTS)]
)
def test_after_each_fault_every_scan_is_there_once(fault: str, scans: int, tmp_path: Path) -> None:
    with (
        EpcisRepository(lambda number: fault if number <= 2 else "ok") as there,
        Line(tmp_path, there.url, scans) as line,
    ):
        line.drain()

        assert there.counts() == names(line.ids)
        assert there.trapped == 0
        assert there.invalid == []


class Believer(EpcisClient):
    """Takes submitted for stored."""

    def _await(self, path: str) -> Job:
        return Job(stored=True, fault="none", words="")


class Forgetful(EpcisClient):
    """Sends again without asking."""

    def _ask(self, scan_ids: object) -> list[str]:
        return []


@pytest.mark.parametrize(
    ("client", "scans"),
    [
        (EpcisClient, 100),
        (Believer, 100),
        (Forgetful, 100),
        pytest.param(EpcisClient, 3_000, marks=pytest.mark.soak),
    ],
)
def test_a_third_of_requests_faulty_loses_and_doubles_nothing_unless_the_client_is_broken(
    client: type[EpcisClient], scans: int, tmp_path: Path
) -> None:
    chance = random.Random(7)
    moods = [chance.choice(FAULTS) if chance.random() < 0.35 else "ok" for _ in range(10_000)]
    with EpcisRepository(moods.__getitem__) as there, Line(tmp_path, there.url, scans, batch=8, client=client) as line:
        line.drain(soon=SOON * (1 + scans // 100))
        counts = there.counts()

    lost, twice = set(names(line.ids)) - set(counts), [name for name, count in counts.items() if count > 1]
    assert (bool(lost), bool(twice)) == (client is Believer, client is Forgetful)


@pytest.mark.parametrize("single", [True, False])
def test_an_event_that_is_refused_is_at_the_desk_with_the_words_and_delays_no_other(
    tmp_path: Path, single: bool
) -> None:
    with EpcisRepository() as there:
        line = Line(tmp_path, there.url, 30)
        there.single = single
        bad = {line.ids[0], line.ids[17], line.ids[29]}
        there.poison = set(map(event_id, bad))
        with line:
            goes_on_until(line, there, 3)
            line.drain(dead=3)

            assert there.counts() == names([scan_id for scan_id in line.ids if scan_id not in bad])
            with Reads(line.store.path) as reads:
                refused = reads.refused(10)
            assert {dead.scan_id for dead in refused} == bad
            assert all("a ValidationException" in dead.message for dead in refused)


def test_a_job_that_fails_without_a_reason_blames_the_one_event_for_which_it_fails_alone(tmp_path: Path) -> None:
    with EpcisRepository() as there:
        line = Line(tmp_path, there.url, 12)
        there.single = False
        bad = event_id(line.ids[5])
        original = there._work

        async def silent(job: str, events: list[dict[str, Any]], mood: str) -> None:
            spoilt = any(event["eventID"] == bad for event in events)
            await original(job, events, "fails_silently" if spoilt else mood)

        there._work = silent  # type: ignore[method-assign]  # the server's judgement is replaced
        with line:
            goes_on_until(line, there, 1)
            line.drain(dead=1)

            assert bad not in there.counts()
            assert len(there.counts()) == len(line.ids) - 1


@pytest.mark.parametrize("before", [0, 5])
def test_a_repository_that_refuses_everything_brings_no_scan_to_the_desk(tmp_path: Path, before: int) -> None:
    """Also when it took scans before: nobody knows which scan is to blame until others get through."""
    tries: list[int] = []

    def counted(number: int) -> str:
        tries.append(number)
        return "ok"

    with EpcisRepository(counted) as there, Line(tmp_path, there.url, before) as line:
        line.drain()
        tries.clear()
        for number in range(8):
            with line.lock:
                scan_id = line.store.commit(draft(f"Q{number}")).scan_id
                there.poison.add(event_id(scan_id))
            line.ids.append(scan_id)
        line.until(lambda: line.loop.status().alarm, "the alarm")
        line.until(lambda: len(tries) > 40, "many tries")
        assert line.backlog() == (8, 0)

        there.poison = set()
        line.drain()
        assert there.counts() == names(line.ids)


def commit(line: Line, number: int) -> str:
    with line.lock:
        scan_id = line.store.commit(draft(f"Q{number}")).scan_id
    line.ids.append(scan_id)
    line.loop.wake()
    return scan_id


def goes_on_until(line: Line, there: EpcisRepository, dead: int) -> None:
    """The station works on: only other scans that get through show which ones are to blame."""
    for number in range(50):
        line.until(lambda: sum(line.backlog()) <= dead, "the others")
        posts = there.posts
        line.until(lambda: line.backlog() == (0, dead) or there.posts >= posts + 2 * dead, "what was set aside")  # noqa: B023
        if line.backlog() == (0, dead):
            return
        commit(line, number)
    raise AssertionError(f"nobody is to blame: {line.backlog()}")


def test_a_repository_out_of_order_refuses_nothing_for_good(tmp_path: Path) -> None:
    moods = {"now": "fails"}
    with EpcisRepository(lambda _: moods["now"]) as there, Line(tmp_path, there.url, 30) as line:
        line.until(lambda: "out of order" in line.loop.status().words, "its words")
        assert line.backlog() == (30, 0)

        moods["now"] = "ok"
        line.drain()
        assert there.counts() == names(line.ids)


@pytest.mark.parametrize("where", ["token", "404"])
def test_what_only_a_person_can_mend_raises_an_alarm_and_keeps_everything(where: str, tmp_path: Path) -> None:
    moods = {"now": "404" if where == "404" else "ok"}
    with EpcisRepository(lambda _: moods["now"]) as there:
        there.token_refused = where == "token"
        with Line(tmp_path, there.url, 5, born=NEW_BOOT) as line:
            line.until(lambda: line.loop.status().alarm, "the alarm")
            assert line.backlog() == (5, 0)

            moods["now"], there.token_refused = "ok", False
            line.drain()


def test_a_refused_token_is_an_alarm_before_there_is_anything_to_send(tmp_path: Path) -> None:
    with EpcisRepository() as there:
        there.token_refused = True
        with Line(tmp_path, there.url, 0) as line:
            line.until(lambda: line.loop.status().alarm, "the alarm")


def test_the_limit_of_the_repository_is_kept_and_remembered(tmp_path: Path) -> None:
    with EpcisRepository() as there:
        there.limit = 3
        with Line(tmp_path, there.url, 40) as line:
            line.drain()

    assert max(there.captures) <= 3
    assert len(there.headers) - len(there.captures) <= 1


@pytest.mark.parametrize("refuses_repeats", [False, True])
def test_after_a_crash_between_storing_and_settling_nothing_is_there_twice(
    tmp_path: Path, refuses_repeats: bool
) -> None:
    with EpcisRepository(refuses_repeats=refuses_repeats) as there:
        first = Line(tmp_path, there.url, 30)
        first.broken = True
        with first:
            first.until(lambda: bool(there.journal), "events that nobody settled")
        assert first.backlog() == (30, 0)

        with Line(tmp_path, there.url, 5, born=NEW_BOOT) as second:
            second.drain()

        assert there.counts() == names(first.ids + second.ids)


def test_verdicts_that_cannot_be_written_leave_the_scans_queued_and_store_nothing_twice(tmp_path: Path) -> None:
    with EpcisRepository() as there:
        line = Line(tmp_path, there.url, 30)
        line.broken = True
        with line:
            line.until(lambda: "could not be written" in line.loop.status().words, "the words")
            line.until(lambda: there.asked > 60, "questions instead of captures")
            assert line.backlog() == (30, 0)

            line.broken = False
            line.drain()

        assert there.counts() == names(line.ids)


def test_a_repository_that_fails_every_job_without_a_reason_blames_nobody(tmp_path: Path) -> None:
    with EpcisRepository(lambda _: "fails_silently") as there:
        there.single = False
        with Line(tmp_path, there.url, 10) as line:
            line.until(lambda: line.loop.status().alarm, "the alarm")
            assert line.backlog() == (10, 0)


def one_life(folder: Path, there: EpcisRepository, scans: int, *, broken: bool) -> list[str]:
    """A station that runs for a while; broken: no verdict that it gets is ever written."""
    before, there.asked = len(there.journal), 0
    born = replace(NEW_BOOT, mono_ns=time.monotonic_ns())
    line = Line(folder, there.url, scans, batch=6, born=born)
    line.broken = broken
    with line:
        if broken:
            line.until(lambda: len(there.journal) > before or there.asked > 200, "something to lose")
        else:
            line.drain()
    return line.ids


def test_several_lives_that_end_before_a_verdict_is_written_lose_and_double_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(epcis_line, "SETTLING_S", 0.7)  # longer than the slowest job of the repository
    chance = random.Random(11)
    moods = [chance.choice(FAULTS) if chance.random() < 0.35 else "ok" for _ in range(10_000)]
    with EpcisRepository(moods.__getitem__) as there:
        ids = [name for _ in range(3) for name in one_life(tmp_path, there, 12, broken=True)]
        ids += one_life(tmp_path, there, 0, broken=False)

        assert there.counts() == names(ids)


def test_a_correction_of_an_event_that_is_there_is_declared_and_of_another_is_only_sent(tmp_path: Path) -> None:
    with EpcisRepository() as there:
        line = Line(tmp_path, there.url, 1)
        with line:
            line.drain()
            known = line.ids[0]
            unknown = "00000000-0000-4000-8000-000000000000"
            with line.lock:
                fixes = [line.store.commit(replace(draft("Q1"), corrects=of)).scan_id for of in (known, unknown)]
            line.loop.wake()
            line.drain()

    assert [event["eventID"] for event in there.journal] == list(map(event_id, [known, known, *fixes]))
    declared = there.journal[1]["errorDeclaration"]
    assert (declared["reason"], declared["correctiveEventIDs"]) == ("incorrect_data", [event_id(fixes[0])])
    assert {k: v for k, v in there.journal[1].items() if k != "errorDeclaration"} == {
        k: v for k, v in there.journal[0].items() if k != "@context"
    }
    assert there.invalid == []
