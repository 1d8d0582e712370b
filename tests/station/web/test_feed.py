"""Wearables: each verdict in time, nobody held up by a slow one, their scans at the lane, strangers refused."""

from __future__ import annotations

import json
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from station.core import Event, RequestDone, ScanCommitted, verdict_event
from station.core.bag_requests import PutParcel
from station.core.outcomes import Nothing, Reason
from station.web import Display, DisplayServer, Feed, make_display
from station.web.feed import MOST_CLIENTS
from tests.station.ui.scripted_station import ScriptedStation, accepted, held
from tests.waiting import until

WORD = "a-long-random-word"
LAST = 2000


@dataclass
class Wearing(ScriptedStation):
    station_id: str = "lane-1"
    worn: list[tuple[str, str]] = field(default_factory=list)

    def scan_from(self, text: str, by: str) -> None:
        self.worn.append((text, by))


def committed(number: int) -> ScanCommitted:
    return ScanCommitted(replace(accepted().scan, seq=number))


@contextmanager
def serving() -> Iterator[tuple[Wearing, Feed, int]]:
    station = Wearing()
    display, feed = Display(station), Feed(station, WORD)
    server = DisplayServer(display, make_display(display, feed), "127.0.0.1", 0)
    server._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)  # lines of it have no more room either
    with server:
        yield station, feed, server.port


@contextmanager
def wearable(
    port: int, query: str = f"token={WORD}", headers: dict[str, str] | None = None
) -> Iterator[ClientConnection]:
    address = f"ws://127.0.0.1:{port}/verdicts?{query}"
    with connect(address, additional_headers=headers, max_queue=1, compression=None) as line:
        assert json.loads(line.recv(timeout=20))["event"] == "hello"
        yield line


def test_it_is_told_each_verdict_and_a_slow_one_holds_nobody_up() -> None:
    """The slow one reads nothing; it is told the gap when it reads again."""
    took: list[float] = []
    with serving() as (_, feed, port), wearable(port) as quick, wearable(port) as slow:
        slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        held_up = 0.0
        for number in range(1, LAST + 1):
            event, at = committed(number), time.monotonic()
            feed.heard(event)
            held_up = max(held_up, time.monotonic() - at)
            if number % 20 == 0:
                told = json.loads(quick.recv(timeout=20))
                while told.get("seq") != number:
                    told = json.loads(quick.recv(timeout=20))
                took.append(1000 * (time.monotonic() - at))
        seen: list[int] = []
        missed = 0
        while not seen or seen[-1] != LAST:
            told = json.loads(slow.recv(timeout=20))
            seen += [told["seq"]] if told["event"] == "verdict" else []
            missed += told.get("missed", 0)
    assert seen == sorted(set(seen))
    assert missed
    assert len(seen) + missed == LAST
    print(f"p50 {statistics.median(took):.1f} ms, longest {max(took):.1f} ms; longest heard {1000 * held_up:.1f} ms")


def test_a_few_verdicts_come_whole_and_in_their_order() -> None:
    with serving() as (_, feed, port), wearable(port) as line:
        events = [committed(1), ScanCommitted(held().scan)]
        wrong = Nothing(Reason.WRONG_BAG, {"parcel_id": "P", "into": "A01", "label": "B02"})
        told: list[Event] = [
            *events,
            RequestDone(PutParcel("P", "B02"), wrong),
            RequestDone(PutParcel("P", "A01"), Nothing(Reason.NOT_LOST)),
        ]
        for event in told:
            feed.heard(event)
        got = [json.loads(line.recv(timeout=20)) for _ in range(3)]
    assert got == [{"number": i, **(verdict_event(event) or {})} for i, event in enumerate(told[:3], 1)]
    assert [each["outcome"] for each in got] == ["good", "stop", "stop"]


def test_what_it_scans_reaches_the_lane_and_it_may_acknowledge_a_stop() -> None:
    with serving() as (station, _, port), wearable(port, f"token={WORD}&name=glove-1") as line:
        for text in (
            '{"scan": "A01"}',
            '{"seen": true}',
            "nonsense",
            "[1]",
            '{"scan": 7}',
            '{"scan": "%s"}' % ("x" * 501),
        ):
            line.send(text)
        until(lambda: ("acknowledge_stop",) in station.told, "seen")
        refused = [json.loads(line.recv(timeout=20)) for _ in range(4)]
    assert station.worn == [("A01", "glove-1")]
    assert {each["event"] for each in refused} == {"refused"}


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("", {}),
        ("token=other", {}),
        (f"token={WORD}&name=<x>", {}),
        (f"token={WORD}", {"Origin": "http://elsewhere.example"}),
    ],
)
def test_strangers_are_refused(query: str, headers: dict[str, str]) -> None:
    with serving() as (_, _, port), pytest.raises(InvalidStatus), wearable(port, query, headers):
        pass


def test_only_so_many_are_served_and_each_that_hangs_up_makes_room() -> None:
    with serving() as (_, feed, port):
        for _ in range(MOST_CLIENTS + 2):
            with wearable(port) as line:
                feed.heard(committed(1))
                line.recv(timeout=20)
            until(lambda: not feed._changed, "room")
        with ExitStack() as lines:
            for _ in range(MOST_CLIENTS):
                lines.enter_context(wearable(port))
            with pytest.raises(InvalidStatus), wearable(port):
                pass
