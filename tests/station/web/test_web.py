"""The second display in a real browser: each verdict in time, none over another parcel, nobody held up."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import httpx2
import pytest
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from station.core import LaneStatus, Presence, ScanCommitted
from station.language import language
from station.web import Display, DisplayServer, make_display
from station.web.shown import NOTHING_SHOWN, is_over, shown_of
from tests.station.ui.scripted_station import ScriptedStation, accepted, held
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOLDER = """<iframe src="/" width=800 height=600></iframe><img src="/slow" onload="copy()" onerror="copy()">
<script>function copy(){Object.assign(document.body.dataset,frames[0].document.body.dataset)}</script>"""


def display_of(token: str = "") -> Display:
    return Display(ScriptedStation(), token)


def committed(number: int) -> ScanCommitted:
    return ScanCommitted(replace(accepted().scan, seq=number))


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: make test-tools")
def test_chromium_shows_each_of_twenty_verdicts_a_second_in_time(tmp_path: Path) -> None:
    display, over = display_of(), threading.Event()
    app = make_display(display)

    async def slow(_request: Request) -> Response:
        while not over.is_set():
            await asyncio.sleep(0.05)
        return Response(status_code=404)

    async def holder(_request: Request) -> Response:
        return HTMLResponse(HOLDER)

    app.routes.extend([Route("/slow", slow), Route("/holder", holder)])

    def feed() -> None:
        until(lambda: display.clients > 0, "the browser")
        time.sleep(0.5)
        for number in range(60):
            display.heard(committed(number + 1))
            time.sleep(0.05)
        time.sleep(0.3)
        over.set()

    with DisplayServer(display, app, "127.0.0.1", 0) as server:
        feeding = threading.Thread(target=feed)
        feeding.start()
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom"]
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [str(CHROMIUM), *options, profile, f"http://127.0.0.1:{server.port}/holder"]
        dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=90).stdout
        feeding.join()
    told = {name: int(value) for name, value in re.findall(r'data-(shown|slowest|seq)="([0-9]+)"', dom)}
    assert told["seq"] == 60, "the newest, also where a slow browser missed one that was replaced"
    print(f"{told['shown']} of 60 verdicts shown, the slowest {told['slowest']} ms after its commit")  # a figure


def test_a_client_that_reads_nothing_holds_nobody_up_and_a_late_one_sees_the_newest() -> None:
    display = display_of()
    with DisplayServer(display, make_display(display), "127.0.0.1", 0) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as deaf:
            deaf.sendall(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
            until(lambda: display.clients == 1, "the deaf one")
            for number in range(5000):
                display.heard(committed(number + 1))
            with httpx2.stream("GET", f"http://127.0.0.1:{server.port}/events") as late:
                assert '"seq": 5000' in next(late.iter_lines())
        until(lambda: display.clients == 0, "both gone")


def test_where_nobody_takes_a_verdict_away_any_more_the_page_goes_dark() -> None:
    class Broken(ScriptedStation):
        def status(self) -> NoReturn:
            raise RuntimeError("the lane has ended")

    display = Display(Broken())
    with DisplayServer(display, make_display(display), "127.0.0.1", 0) as server:
        display.heard(committed(1))
        at = f"http://127.0.0.1:{server.port}/"
        until(lambda: not answers(at), "that it listens no more")
    assert "the lane has ended" in server.failure


def answers(address: str) -> bool:
    try:
        return httpx2.get(address, timeout=2).status_code == 200
    except httpx2.TransportError:
        return False


def test_without_the_word_nothing_is_shown() -> None:
    display = display_of("secret")
    with DisplayServer(display, make_display(display), "127.0.0.1", 0) as server:
        at = f"http://127.0.0.1:{server.port}"
        for path in ("/", "/events", "/?token=secre", "/events?token=%C3%A4"):
            assert httpx2.get(at + path).status_code == 401
        assert httpx2.get(f"{at}/?token=secret").status_code == 200
        assert httpx2.post(f"{at}/?token=secret").status_code == 405, "for reading only"


def test_no_verdict_stands_over_another_parcel() -> None:
    def lane(presence: Presence, since: float) -> LaneStatus:
        return LaneStatus(at=since, presence=presence, since=since)

    assert not is_over(lane(Presence.DECIDED, 5.1), 5.0, 60.0), "its own parcel lies there"
    assert is_over(lane(Presence.OPEN, 5.2), 5.0, 5.3), "another one"
    assert not is_over(lane(Presence.OPEN, 4.9), 5.0, 5.3), "the lane has not looked since"
    assert [is_over(lane(Presence.NONE, 6.0), 5.0, now) for now in (7.0, 17.0)] == [False, True]


def test_what_is_shown_of_a_verdict() -> None:
    shown = shown_of(committed(7).scan, 1, language("en"))
    assert (shown.mood, shown.large, shown.seq) == ("accept", "B12", 7)
    stopped = shown_of(held().scan, 1, language("en"))
    assert (stopped.mood, bool(stopped.word)) == ("stop", True)
    assert NOTHING_SHOWN.mood == "none"
