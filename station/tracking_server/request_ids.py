"""A name for each request, so that it is found again in every log on its way; and a line about each, where wanted."""

from __future__ import annotations

import re
import time
import uuid
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers, MutableHeaders

from station.core import printable
from station.tracking_server.limits import name_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"
LONGEST_PATH = 300
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestIds:
    """ASGI middleware: the name that the asker gives, or a new one, stands in the answer."""

    def __init__(self, app: ASGIApp, access: Callable[[dict[str, Any]], None] | None) -> None:
        """`access` is told each answered request, on the event loop: it may not wait."""
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, began = Headers(scope=scope), time.monotonic()
        given = headers.get(HEADER, "")
        name = given if _NAME.fullmatch(given) else uuid.uuid4().hex
        status = 500

        async def naming(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        try:
            await self._app(scope, receive, naming)
        finally:
            if self._access is not None:
                self._access(_told(scope, headers, name, status, time.monotonic() - began))


def _told(scope: Scope, headers: Headers, name: str, status: int, seconds: float) -> dict[str, Any]:
    """No token stands in it, and no query: what was asked for is the business of whoever asks."""
    return {
        "request_id": name,
        "from": (scope.get("client") or ("",))[0],
        "token": name_of(headers.get("authorization", "")),
        "method": printable(scope["method"], 16),
        "path": printable(scope["path"], LONGEST_PATH),
        "status": status,
        "ms": round(1000 * seconds, 1),
    }
