"""Each verdict to wearables by WebSocket, and their scans back. A client that is slow is told how many it missed."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketDisconnect

from station.core import verdict_event

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from station.core import Event

KEPT = 64
"""Verdicts that a slow client may be behind; those before are told as a gap."""
MOST_CLIENTS = 20
LONGEST = 500
"""Characters of a scan."""
REFUSED = 1008
"""The WebSocket's code for a policy."""
_NAME = re.compile(r"[A-Za-z0-9._-]{1,32}")


class FedStation(Protocol):
    """A station, as far as wearables use it."""

    @property
    def station_id(self) -> str: ...

    def scan_from(self, text: str, by: str) -> None: ...
    def acknowledge_stop(self) -> bool: ...


class Feed:
    """`heard` is a listener of the station; all else runs in the loop of the server."""

    def __init__(self, station: FedStation, token: str) -> None:
        self._station, self._token = station, token
        self._kept: tuple[tuple[int, str], ...] = ()
        self._number = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed: set[asyncio.Event] = set()

    def heard(self, event: Event) -> None:
        """Runs in the thread that made the event, and waits for nothing."""
        told = verdict_event(event)
        if told is None:
            return
        number = self._number + 1
        kept = (number, json.dumps({"number": number, **told}))
        self._kept, self._number = (*self._kept[1 - KEPT :], kept), number
        if (loop := self._loop) is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for each in self._changed:
            each.set()

    async def serve(self, socket: WebSocket) -> None:
        """One client, until it hangs up."""
        name = socket.query_params.get("name", "wearable")
        if not self._may(socket) or len(self._changed) >= MOST_CLIENTS or not _NAME.fullmatch(name):
            await socket.close(REFUSED)
            return
        await socket.accept()
        self._loop, changed = asyncio.get_running_loop(), asyncio.Event()
        self._changed.add(changed)
        sender = asyncio.create_task(self._tell(socket, changed))
        try:
            await self._listen(socket, name)
        finally:
            self._changed.discard(changed)
            sender.cancel()

    def _may(self, socket: WebSocket) -> bool:
        """Whether it gives the word. A page of another address may not use the browser of this machine for it."""
        scheme, _, given = socket.headers.get("authorization", "").partition(" ")
        given = given if scheme.lower() == "bearer" else socket.query_params.get("token", "")
        origin = socket.headers.get("origin")
        here = origin is None or urlsplit(origin).netloc == socket.headers.get("host")
        return here and hmac.compare_digest(given.encode(), self._token.encode())

    async def _tell(self, socket: WebSocket, changed: asyncio.Event) -> None:
        """Only this client waits for its line."""
        told = self._number
        with suppress(WebSocketDisconnect, RuntimeError):  # it hung up
            await socket.send_text(
                json.dumps({"event": "hello", "station_id": self._station.station_id, "number": told})
            )
            while True:
                await changed.wait()
                changed.clear()
                while (due := next((each for each in self._kept if each[0] > told), None)) is not None:
                    number, text = due
                    if number > told + 1:
                        await socket.send_text(json.dumps({"event": "gap", "missed": number - told - 1}))
                    told = number
                    await socket.send_text(text)

    async def _listen(self, socket: WebSocket, name: str) -> None:
        """`{"scan": TEXT}`: the wearable has scanned; `{"seen": true}`: somebody has seen the stop."""
        with suppress(WebSocketDisconnect):
            while True:
                asked = _asked(await socket.receive_text())
                scan = asked.get("scan")
                if isinstance(scan, str) and 0 < len(scan) <= LONGEST:
                    await run_in_threadpool(self._station.scan_from, scan, name)
                elif asked.get("seen") is True:
                    await run_in_threadpool(self._station.acknowledge_stop)
                else:
                    await socket.send_text(json.dumps({"event": "refused", "wanted": ["scan", "seen"]}))


def _asked(text: str) -> dict[str, object]:
    try:
        asked = json.loads(text)
    except ValueError:
        return {}
    return asked if isinstance(asked, dict) else {}
