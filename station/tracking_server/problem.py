"""Refusals of a whole request: RFC 9457 problem documents."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    title = HTTPStatus(problem.status).phrase
    document = {"type": "about:blank", "title": title, "status": problem.status, "detail": problem.detail}
    return Response(json.dumps(document), problem.status, problem.headers, "application/problem+json")
