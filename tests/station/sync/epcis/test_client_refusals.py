"""What an EPCIS repository refuses: the one event, nobody, or everything, and who is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from station.record.reads import Reads
from station.sync.epcis.naming import event_id
from tests.station.record.drafts import draft
from tests.station.sync.epcis.epcis_link import NEW_BOOT, Line, names
from tests.station.sync.epcis_repository import EpcisRepository

pytestmark = pytest.mark.usefixtures("short_epcis_pauses")


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


def test_a_repository_that_fails_every_job_without_a_reason_blames_nobody(tmp_path: Path) -> None:
    with EpcisRepository(lambda _: "fails_silently") as there:
        there.single = False
        with Line(tmp_path, there.url, 10) as line:
            line.until(lambda: line.loop.status().alarm, "the alarm")
            assert line.backlog() == (10, 0)
