"""Refusals of a whole request: RFC 9457 problem documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
"""Every status that refuses a request, in the words of RFC 9110: those of `http.HTTPStatus` depend on the Python."""


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """The request as a whole is refused; nothing of it was stored."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        """`status` is HTTP's, `detail` says what is wrong and what to do."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers


def problem_response(problem: Problem) -> Response:
    """The problem document that is answered."""
    document = {
        "type": "about:blank",
        "title": REASONS[problem.status],
        "status": problem.status,
        "detail": problem.detail,
    }
    return Response(json.dumps(document), problem.status, problem.headers, "application/problem+json")


class RefuseTwoLengths:
    """ASGI middleware: a request with Content-Length and Transfer-Encoding ends the connection (RFC 9112, 6.1).

    A proxy on the way may have taken the other one for the end of the body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse it, or go on."""
        names = {name.lower() for name, _ in scope.get("headers", ())}
        if {b"content-length", b"transfer-encoding"} <= names:
            detail = "the request has Content-Length and Transfer-Encoding; send one of them"
            await problem_response(Problem(400, detail, {"connection": "close"}))(scope, receive, send)
            return
        await self._app(scope, receive, send)
