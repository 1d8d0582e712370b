"""Laws of the way up to an EPCIS repository, over the real record and real sockets: nothing lost, nothing twice."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from station.core.models import ClockReading
from station.sync.epcis import client as epcis_line
from station.sync.epcis.answers import Job
from station.sync.epcis.client import EpcisClient
from station.sync.epcis.naming import event_id
from tests.station.record.drafts import draft
from tests.station.sync.draining import SOON
from tests.station.sync.epcis.epcis_link import NEW_BOOT, SAME_LIFE, Line, names
from tests.station.sync.epcis_repository import FAULTS, FAULTS_OF_SINGLE_EVENTS, EpcisRepository

pytestmark = pytest.mark.usefixtures("short_epcis_pauses")


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
        return Job(stored=True, fault="none", reason="")


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
            line.until(lambda: "seeded" in line.loop.status().words, "the words")
            line.until(lambda: there.asked > 60, "questions instead of captures")
            assert line.backlog() == (30, 0)

            line.broken = False
            line.drain()

        assert there.counts() == names(line.ids)


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
