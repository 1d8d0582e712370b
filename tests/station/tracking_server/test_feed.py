"""The change feed: whoever follows it gets every entry once, whoever else is writing, on either database."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.tracking_server import EmbeddedServer
from station.tracking_server.centre import Centre, open_centre
from station.tracking_server.feed import MOST_FED, place_of
from station.tracking_server.problem import Problem
from tests.station.sync.centre import TOKEN, batch, post, scan
from tests.station.tracking_server.back_ends import BACK_ENDS
from tests.station.tracking_server.back_ends import place_of as database_of
from tests.waiting import until

NOW = "2026-02-01T00:00:00.000Z"
WRITERS, BATCHES, SIZE = 6, 25, 4
Read = Callable[[str, int], Any]


def followed(read: Read, limit: int = 7) -> Iterator[dict[str, Any]]:
    """All that a reader is told from the first entry on until there is no more."""
    cursor, more = "", True
    while more:
        page = read(cursor, limit)
        assert len(page.scans) <= limit
        yield from page.scans
        cursor, more = page.cursor, page.more


@pytest.fixture(params=BACK_ENDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    return database_of(request.param, tmp_path, request)


@pytest.fixture
def store(place: Path | str) -> Iterator[Centre]:
    with closing(open_centre(place)) as opened:
        yield opened


def test_every_entry_is_told_once_with_its_station_and_a_later_one_behind_every_cursor(store: Centre) -> None:
    empty = store.feed("", 5)
    assert (empty.scans, empty.more) == ([], False)
    first = [scan(seq) for seq in (3, 1, 2)]
    store.take("b", "e1", first[:2], NOW)
    store.take("a", "e1", first[2:], NOW)
    page = store.feed(empty.cursor, 2)
    assert (len(page.scans), page.more) == (2, True)
    told = list(followed(store.feed, 2))
    assert [(each["station_id"], each["epoch"]) for each in told] == [("b", "e1"), ("b", "e1"), ("a", "e1")]
    assert {each["scan_id"] for each in told} == {each["scan_id"] for each in first}
    assert told[0] | first[0] == told[0] or told[0] | first[1] == told[0]

    end = store.feed(page.cursor, 100)
    assert store.feed(end.cursor, 100) == type(end)([], end.cursor, False)
    again = store.take("b", "e1", first[:2], NOW)
    assert [each["status"] for each in again] == ["duplicate", "duplicate"]
    store.take("b", "e0", [scan(1, kind="void", decision=None)], "2026-01-01T00:00:00.000Z")
    behind = store.feed(end.cursor, 100)
    assert [(each["kind"], each["epoch"]) for each in behind.scans] == [("void", "e0")]


def test_a_reader_beside_many_writers_misses_nothing_and_gets_nothing_twice(place: Path | str) -> None:
    sent: list[str] = []
    told: list[str] = []
    with closing(open_centre(place)) as one, closing(open_centre(place)) as two:

        def write(writer: int) -> None:
            store, station = (one, two)[writer % 2], f"lane-{writer}"
            for number in range(BATCHES):
                scans = [scan(number * SIZE + each) for each in range(1, SIZE + 1)]
                store.take(station, str(uuid.UUID(int=writer)), scans, NOW)
                sent.extend(each["scan_id"] for each in scans)

        threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
        for thread in threads:
            thread.start()
        cursor = ""

        def all_is_told() -> bool:
            nonlocal cursor
            page = two.feed(cursor, 9)
            told.extend(each["scan_id"] for each in page.scans)
            cursor = page.cursor
            return len(sent) == WRITERS * BATCHES * SIZE and not page.scans

        until(all_is_told, "the end of the feed", 60)
        for thread in threads:
            thread.join()
        until(lambda: all_is_told() and len(told) >= len(sent), "the last ones")
        anew = [each["scan_id"] for each in followed(one.feed)]

    assert len(told) == len(set(told)) == len(sent)
    assert set(told) == set(sent)
    assert anew == told, "the order changes"


@given(cursor=st.text(max_size=30) | st.from_regex(r"\A[0-9.]{1,25}\Z"), numbers=st.sampled_from([1, 3]))
def test_any_text_is_a_cursor_or_refused_in_words(cursor: str, numbers: int) -> None:
    refusal: Problem | None = None
    try:
        place = place_of(cursor, numbers)
    except Problem as problem:
        refusal = problem
    if refusal is None:
        assert len(place) == numbers
    else:
        assert (refusal.status, "after" in refusal.detail) == (400, True)


def test_the_feed_over_http(place: Path | str) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}
    with EmbeddedServer(place, TOKEN) as server, httpx2.Client(
        base_url=server.url, headers=headers, trust_env=False
    ) as client:  # fmt: skip
        assert post(client, batch([scan(seq) for seq in range(1, 12)])).status_code == 200
        pages, after = list[dict[str, Any]](), ""
        while not pages or pages[-1]["more"]:
            pages.append(client.get("/v1/scans", params={"after": after, "limit": 4}).json())
            after = pages[-1]["cursor"]
        beyond = ".".join(["9" * 18, *after.split(".")[1:]])
        answers = {wrong: client.get("/v1/scans", params={"after": wrong}) for wrong in ("x", "1.2", beyond)}
        limits = [client.get("/v1/scans", params={"limit": str(wrong)}).status_code for wrong in (0, MOST_FED + 1, "x")]
        client.headers["authorization"] = "Bearer another"
        refused = client.get("/v1/scans").status_code

    assert [len(page["scans"]) for page in pages] == [4, 4, 3]
    assert [each["seq"] for page in pages for each in page["scans"]] == list(range(1, 12))
    assert [answer.status_code for answer in answers.values()] == [400, 400, 410]
    assert "restored" in answers[beyond].json()["detail"]
    assert limits == [400, 400, 400]
    assert refused == 401
