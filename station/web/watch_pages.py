"""What a browser gets of the figures: a page to give the word, and a page with a terminal of textual-serve."""

from __future__ import annotations

import asyncio
import html
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocketDisconnect
from textual_serve import app_service
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from station.web.doors import COOKIE, LASTS_S

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from starlette.websockets import WebSocket

    from station.web.doors import Doors

MOST_AT_ONCE = 10
"""Browsers; each has a process of some 80 MB."""
LARGEST_FORM = 4096
LONGEST_KEYS = 256
"""Characters that a browser may send at once."""
WIDTHS, HEIGHTS = (40, 300), (10, 120)
"""Columns and rows that are drawn."""
WRONG_WORD_S = 1.0
REFUSED, BUSY = 1008, 1013
"""The WebSocket's codes for a policy, and for later."""
STATIC = Path(app_service.__file__).parent / "static"
HEADERS = {
    b"cache-control": b"no-store",
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"content-security-policy": b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"connect-src 'self' ws: wss:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
}


class Headers:
    """Middleware: nothing is kept, nobody is told where it was, no other page holds this one in a frame."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS.items()]
            await send(message)

        await self._app(scope, receive, sent)


class WatchPages:
    """`command` begins the terminal of one browser, a process that draws for textual's web driver."""

    def __init__(self, command: str, doors: Doors, language: str) -> None:
        self._command, self._doors = command, doors
        self._page = Path(__file__).with_name("watch.html").read_text(encoding="utf-8").replace("$LANG", language)
        self._enter = Path(__file__).with_name("enter.html").read_text(encoding="utf-8").replace("$LANG", language)
        self._open = 0

    def app(self) -> Starlette:
        """The pages, the terminal, and the files of textual-serve."""
        routes = [
            Route("/", self._show),
            Route("/enter", self._entered, methods=["POST"]),
            WebSocketRoute("/terminal", self._terminal),
            Mount("/static", StaticFiles(directory=STATIC)),
            Mount("/files", StaticFiles(directory=Path(__file__).with_name("files"))),
        ]
        return Starlette(routes=routes, middleware=[Middleware(Headers)])

    async def _show(self, request: Request) -> Response:
        if not self._doors.may(request):
            return HTMLResponse(self._enter.replace("$WRONG", ""), 401)
        scheme = "wss" if request.url.scheme == "https" else "ws"
        where = html.escape(f"{scheme}://{request.headers.get('host', '')}/terminal")
        return HTMLResponse(self._page.replace("$TERMINAL", where))

    async def _entered(self, request: Request) -> Response:
        """The word comes in the body of a form, so that no log of addresses has it."""
        form = bytearray()
        async for chunk in request.stream():
            form += chunk
            if len(form) > LARGEST_FORM:
                return Response(status_code=413)
        word = parse_qs(form.decode("utf-8", "replace")).get("word", [""])[0].strip()
        cookie = self._doors.cookie_for(word) if self._doors.is_ours(request) else None
        if cookie is None:
            await asyncio.sleep(WRONG_WORD_S)
            return HTMLResponse(self._enter.replace("$WRONG", "wrong"), 401)
        answer = RedirectResponse("/", 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, cookie, int(LASTS_S), httponly=True, samesite="strict", secure=secure)
        return answer

    async def _terminal(self, socket: WebSocket) -> None:
        if not (self._doors.may(socket) and self._doors.is_ours(socket)):
            await socket.close(REFUSED)
            return
        if self._open >= MOST_AT_ONCE:
            await socket.close(BUSY)
            return
        self._open += 1
        try:
            await socket.accept()
            await self._serve(socket)
        finally:
            self._open -= 1

    async def _serve(self, socket: WebSocket) -> None:
        """One browser until it hangs up, or until its process ends."""
        service = AppService(
            self._command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_text,
            close=socket.close,
            download_manager=DownloadManager(),
        )
        width, height = (socket.query_params.get(name, "") for name in ("width", "height"))
        await service.start(_within(width, WIDTHS, 80), _within(height, HEIGHTS, 24))
        try:
            with suppress(WebSocketDisconnect, RuntimeError):  # it hung up
                while self._doors.may(socket):
                    await _pass_on(await socket.receive_json(), socket, service)
        finally:
            with suppress(WebSocketDisconnect, RuntimeError, OSError):
                await service.stop()
        with suppress(RuntimeError):
            await socket.close(REFUSED)


async def _pass_on(told: Any, socket: WebSocket, service: AppService) -> None:
    """A key, a size, a sign of life; all else is nothing."""
    match told:
        case ["stdin", str(keys)] if len(keys) <= LONGEST_KEYS:
            await service.send_bytes(keys.encode())
        case ["resize", {"width": width, "height": height}]:
            await service.set_terminal_size(_within(width, WIDTHS, 80), _within(height, HEIGHTS, 24))
        case ["ping", str(told_back)] if len(told_back) <= LONGEST_KEYS:
            await socket.send_json(["pong", told_back])
        case ["focus", *_]:
            await service.focus()
        case ["blur", *_]:
            await service.blur()
        case _:
            pass


def _within(value: object, bounds: tuple[int, int], otherwise: int) -> int:
    try:
        return min(max(int(str(value)), bounds[0]), bounds[1])
    except ValueError:
        return otherwise
