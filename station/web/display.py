"""The page of the second display and its events, in a thread of its own: no browser can hold the station up."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import socket
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute

from station.core import ScanCommitted
from station.language import language
from station.web.shown import NOTHING_SHOWN, is_over, shown_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from types import TracebackType
    from typing import Self

    from starlette.requests import Request

    from station.core import Event, Status
    from station.web.feed import Feed
    from station.web.shown import Shown

LOOK_S, ALIVE_S = 0.1, 1.0
MOST_CLIENTS = 20
STOP_S = 1
LONGEST_MESSAGE = 4096
"""Bytes that a wearable may send at once."""
logging.getLogger("uvicorn").addHandler(logging.NullHandler())


_ALIVE = f"data: {json.dumps({'alive': True})}\n\n"


class Watched(Protocol):
    """A station, as far as it is shown."""

    @property
    def language(self) -> str: ...

    def status(self) -> Status: ...


class Display:
    """What is shown now; a client that is slow misses what was replaced meanwhile, never an older one comes late."""

    def __init__(self, station: Watched, token: str = "") -> None:
        self._station, self._token = station, token
        self._language = language(station.language)
        self.now: Shown = NOTHING_SHOWN
        self._given_at = 0.0
        self._number = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed: set[asyncio.Event] = set()

    def heard(self, event: Event) -> None:
        """A listener of the station: runs in the lane's thread and waits for nothing."""
        if isinstance(event, ScanCommitted):
            self._given_at = time.monotonic()
            self._show(shown_of(event.scan, int(time.time() * 1000), self._language))

    def look(self) -> None:
        """Take away what stands no more."""
        if self.now != NOTHING_SHOWN and is_over(self._station.status().lane, self._given_at, time.monotonic()):
            self._show(NOTHING_SHOWN)

    def _show(self, shown: Shown) -> None:
        self.now, self._number = shown, self._number + 1
        if (loop := self._loop) is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for each in self._changed:
            each.set()

    async def events(self) -> AsyncIterator[str]:
        """What is shown, whenever it changes; each second that the line stands."""
        self._loop, changed, told = asyncio.get_running_loop(), asyncio.Event(), -1
        self._changed.add(changed)
        try:
            while True:
                if told != self._number:
                    told = self._number
                    yield f"data: {json.dumps(asdict(self.now))}\n\n"
                changed.clear()
                try:
                    await asyncio.wait_for(changed.wait(), ALIVE_S)
                except TimeoutError:
                    yield _ALIVE
        finally:
            self._changed.discard(changed)

    def may(self, request: Request) -> bool:
        """Whether the address carries the word."""
        given = request.query_params.get("token", "")
        return not self._token or hmac.compare_digest(given.encode(), self._token.encode())

    @property
    def clients(self) -> int:
        """Browsers that are told."""
        return len(self._changed)


def make_display(display: Display, feed: Feed | None = None) -> Starlette:
    """The page and its events, and what wearables are told; None: nothing."""
    page = Path(__file__).with_name("page.html").read_text(encoding="utf-8")

    async def show(_request: Request) -> Response:
        return HTMLResponse(page, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})

    async def events(_request: Request) -> Response:
        if display.clients >= MOST_CLIENTS:
            return Response(status_code=503)
        return StreamingResponse(
            display.events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    def guarded(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def checked(request: Request) -> Response:
            return await answer(request) if display.may(request) else Response(status_code=401)

        return checked

    wearables = [WebSocketRoute("/verdicts", feed.serve)] if feed is not None else []
    return Starlette(routes=[Route("/", guarded(show)), Route("/events", guarded(events)), *wearables])


class DisplayServer:
    """Serves while the `with` block lasts. OSError: the address cannot be had."""

    def __init__(self, display: Display, app: Starlette, host: str, port: int) -> None:
        self._display = display
        self._socket = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port: int = self._socket.getsockname()[1]
        settings = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, ws="websockets-sansio", lifespan="off",
            timeout_graceful_shutdown=STOP_S, ws_max_size=LONGEST_MESSAGE, ws_per_message_deflate=False,
        )  # fmt: skip
        self._server = uvicorn.Server(settings)
        self.failure = ""
        """What made the page go dark."""
        self._stop = threading.Event()
        self._threads = (
            threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, name="display", daemon=True),
            threading.Thread(target=self._look, name="display-look", daemon=True),
        )

    def _look(self) -> None:
        try:
            while not self._stop.wait(LOOK_S):
                self._display.look()
        except Exception as error:  # noqa: BLE001  # whatever it was, the page may not go on showing
            self.failure = f"{type(error).__name__}: {error}"
        finally:  # nobody takes a verdict away any more: the page goes dark before one stands over another parcel
            self._server.should_exit = self._server.force_exit = True

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._server.should_exit = self._server.force_exit = True
        for thread in self._threads:
            thread.join(2 * STOP_S)
        self._socket.close()
