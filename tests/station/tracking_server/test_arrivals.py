"""Requests of many live stations are taken in together; those of few, large ones and questions are not kept waiting."""

from __future__ import annotations

import gzip
import http.client
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from station.tracking_server import CentreStore, EmbeddedServer, arrivals
from station.tracking_server.arrivals import LIVE
from tests.station.sync.centre import TOKEN, batch, scan

LONG_S = 1.5


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many deliveries each transaction held."""
    seen: list[int] = []
    take_all = CentreStore.take_all

    def counted(self: CentreStore, deliveries: Any, received_at: str) -> Any:
        seen.append(len(deliveries))
        return take_all(self, deliveries, received_at)

    monkeypatch.setattr(CentreStore, "take_all", counted)
    monkeypatch.setattr(arrivals, "GATHER_S", LONG_S)
    return seen


@contextmanager
def stations(server: EmbeddedServer, count: int) -> Iterator[list[http.client.HTTPConnection]]:
    port = int(server.url.rpartition(":")[2])
    with ExitStack() as stack:
        yield [
            stack.enter_context(closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)))
            for _ in range(count)
        ]


def sent(link: http.client.HTTPConnection, number: int, seqs: range, pause_s: float = 0.0) -> list[str]:
    """Its answers; the body leaves `pause_s` after the headers."""
    body = batch([scan(seq) for seq in seqs]) | {"station_id": f"lane-{number}"}
    headers = {
        "content-type": "application/json", "content-encoding": "gzip", "authorization": f"Bearer {TOKEN}"
    }  # fmt: skip
    packed = gzip.compress(json.dumps(body).encode())
    link.request("POST", "/v1/scan-batches", headers=headers | {"content-length": str(len(packed))})
    time.sleep(pause_s)
    link.send(packed)
    return [result["status"] for result in json.loads(link.getresponse().read())["results"]]


def test_many_live_stations_share_transactions_and_lose_nothing(tmp_path: Path, sizes: list[int]) -> None:
    many, rounds = 3 * LIVE, 3
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server, stations(server, many) as links:
        with ThreadPoolExecutor(many) as pool:
            for seq in range(1, rounds + 1):
                told = pool.map(lambda n, seq=seq: sent(links[n], n, range(seq, seq + 1)), range(many))
                assert all(each == ["stored"] for each in told)
        server.stop()
    with CentreStore(tmp_path / "centre.db") as store:
        assert store.stored() == many * rounds
    assert sum(sizes) == many * rounds
    assert max(sizes) > LIVE


def test_few_stations_are_not_kept_waiting(tmp_path: Path, sizes: list[int]) -> None:
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server, stations(server, LIVE - 1) as links:
        for number, link in enumerate(links):
            sent(link, number, range(1, 2))
    assert sizes == [1] * (LIVE - 1)


def test_a_question_and_a_backlog_do_not_wait_beside_live_stations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "GATHER_S", 30.0)
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server, stations(server, LIVE + 3) as links:
        for number in range(LIVE - 1):
            sent(links[number], number, range(1, 2))
        for link in links[LIVE:]:
            link.close()  # the server closes one that has said nothing for a while; a request opens it anew
        waits = threading.Thread(target=suppressed, args=(links[LIVE], LIVE))
        waits.start()
        time.sleep(0.2)
        links[LIVE + 1].request("GET", "/healthz")
        assert links[LIVE + 1].getresponse().read() == b'{"status":"ok"}'
        assert len(sent(links[LIVE + 2], LIVE + 2, range(1, 400), pause_s=0.2)) == 399
        assert waits.is_alive(), "the control: one more live station waits"
        server.stop()
        waits.join()


def suppressed(link: http.client.HTTPConnection, number: int) -> None:
    """Its answer never comes: the server stops."""
    with pytest.raises((http.client.HTTPException, OSError)):
        sent(link, number, range(1, 2))


def test_who_hangs_up_while_it_waits_holds_nobody_up(tmp_path: Path, sizes: list[int]) -> None:
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server, stations(server, LIVE + 1) as links:
        with ThreadPoolExecutor(LIVE) as pool:
            list(pool.map(lambda n: sent(links[n], n, range(1, 2)), range(LIVE)))
        links[LIVE].putrequest("POST", "/v1/scan-batches")
        links[LIVE].endheaders(b"{")
        links[LIVE].close()
        with ThreadPoolExecutor(LIVE) as pool:
            told = list(pool.map(lambda n: sent(links[n], n, range(2, 3)), range(LIVE)))
    assert told == [["stored"]] * LIVE
    assert sum(sizes) == 2 * LIVE
