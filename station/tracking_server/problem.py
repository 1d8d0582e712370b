"""Refusals of a whole request: RFC 9457 problem documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping


REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    410: "Gone",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
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
