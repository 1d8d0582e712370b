"""Verdicts by HTTP: each in its order, once the receiver is there; a bounded number waits, and that is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from station.core import ScanCommitted
from station.runtime import webhook
from station.runtime.webhook import MOST, Webhook
from station.sync.transport import WebhookPost
from tests.station.scanner_lines import free_port
from tests.station.ui.scripted_station import accepted
from tests.waiting import until


@dataclass
class Receiver:
    status: int = 200
    documents: list[dict[str, object]] = field(default_factory=list)
    bearers: set[str | None] = field(default_factory=set)

    @property
    def numbers(self) -> list[int]:
        return [each["number"] for document in self.documents for each in document["events"]]  # type: ignore[attr-defined]


@contextmanager
def receiving(port: int, receiver: Receiver) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if receiver.status == 200:
                receiver.documents.append(json.loads(body))
            receiver.bearers.add(self.headers["authorization"])
            self.send_response(receiver.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def hooked(url: str) -> Iterator[Webhook]:
    made = Webhook("lane-1", WebhookPost(url, "word"))
    thread = threading.Thread(target=made.run)
    thread.start()
    try:
        yield made
    finally:
        made.stop()
        thread.join()


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "PAUSE_S", 0.05)
    monkeypatch.setattr(webhook, "LONGEST_PAUSE_S", 0.1)


def hear(hook: Webhook, *numbers: int) -> None:
    for number in numbers:
        hook.heard(ScanCommitted(replace(accepted().scan, seq=number)))


def test_each_comes_in_its_order_also_after_the_receiver_was_away() -> None:
    port, receiver = free_port(), Receiver()
    with hooked(f"http://127.0.0.1:{port}/verdicts?key=secret") as hook:
        with receiving(port, receiver):
            hear(hook, *range(1, 121))
            until(lambda: receiver.numbers == list(range(1, 121)), "all")
            assert not list(hook.troubles())
            receiver.status = 500
            hear(hook, 121)
            until(lambda: bool(list(hook.troubles())), "told")
            (trouble,) = hook.troubles()
            assert (trouble.about.code, dict(trouble.about.values)["waiting"]) == ("webhook_away", 1)
            assert "secret" not in str(trouble.about)
            receiver.status = 200
            until(lambda: receiver.numbers[-1] == 121, "tried again")
            until(lambda: not list(hook.troubles()), "well again")
        hear(hook, 122)
        until(lambda: bool(list(hook.troubles())), "away")
        with receiving(port, receiver):
            until(lambda: receiver.numbers[-1] == 122, "back")
    assert receiver.numbers == list(range(1, 123))
    assert receiver.bearers == {"Bearer word"}
    assert receiver.documents[0]["station_id"] == "lane-1"


def test_too_many_and_the_oldest_are_given_up_and_told() -> None:
    port, receiver = free_port(), Receiver()
    with hooked(f"http://127.0.0.1:{port}/") as hook:
        hear(hook, *range(1, MOST + 31))
        until(lambda: bool(list(hook.troubles())), "away")
        (trouble,) = hook.troubles()
        assert dict(trouble.about.values)["lost"] == 30
        with receiving(port, receiver):
            until(lambda: bool(receiver.numbers) and receiver.numbers[-1] == MOST + 30, "the rest")
    assert receiver.numbers == list(range(31, MOST + 31))
