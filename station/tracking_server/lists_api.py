"""The lists over HTTP: strong ETags that are the SHA-256 of the body, 304 for what the asker has."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from prometheus_client.core import GaugeMetricFamily
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from station.tracking_server.lists import HOLDS, NAMES, PLAN, RECALLS
from station.tracking_server.lists_store import MANIFEST
from station.tracking_server.problem import Problem
from station.tracking_server.recalls import recalls_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import Metric
    from starlette.requests import Request

    from station.tracking_server.lists import Lists

RETRY_AFTER_S = "5"


class ListsApi:
    """The handlers; `admit` refuses whoever has no token."""

    def __init__(
        self,
        lists: Lists | None,
        admit: Callable[[Request], object],
        entries_of: Callable[[str], list[dict[str, Any]]],
    ) -> None:
        """`entries_of`: what the centre holds of a parcel."""
        self._lists, self._entries_of = lists, entries_of
        self._admit = admit

    def routes(self) -> list[Route]:
        """Where they answer."""
        return [
            Route("/v1/sort-plan", self.plan),
            Route("/v1/holds", self.holds),
            Route("/v1/manifest", self.manifest),
            Route("/v1/recalls", self.recalls),
        ]

    async def plan(self, request: Request) -> Response:
        """The sort plan, as its file is."""
        return await run_in_threadpool(self._text, request, PLAN)

    async def holds(self, request: Request) -> Response:
        """The hold list, as its file is."""
        return await run_in_threadpool(self._text, request, HOLDS)

    async def manifest(self, request: Request) -> Response:
        """The parcels that changed after the cursor `since`."""
        return await run_in_threadpool(self._page, request)

    async def recalls(self, request: Request) -> Response:
        """Recalled parcels, each with where it was sorted."""
        return await run_in_threadpool(self._recalls, request)

    def _recalls(self, request: Request) -> Response:
        lists = self._kept(request)
        found = lists.text(RECALLS)
        if found is None:
            raise _absent(lists, RECALLS)
        body = json.dumps(recalls_answer(found, self._entries_of), separators=(",", ":")).encode()
        return _tagged(request, body, "application/json")

    def metrics(self) -> Iterator[Metric]:
        """For /metrics: the lists whose newest file is refused."""
        if self._lists is None:
            return
        about = "Whether the newest file of a list is bad and an older one is served."
        family = GaugeMetricFamily("tracking_list_refused", about, labels=("list",))
        for name in NAMES:
            family.add_metric((name,), int(name in self._lists.refused))
        yield family

    def _text(self, request: Request, name: str) -> Response:
        lists = self._kept(request)
        found = lists.text(name)
        if found is None:
            raise _absent(lists, name)
        return _tagged(request, found.content, found.media)

    def _page(self, request: Request) -> Response:
        lists = self._kept(request)
        page = lists.page(request.query_params.get("since", ""))
        if page is None:
            raise _absent(lists, MANIFEST)
        return _tagged(request, page, "application/json")

    def _kept(self, request: Request) -> Lists:
        self._admit(request)
        if self._lists is None:
            raise Problem(404, "the centre keeps no lists")
        return self._lists


def _absent(lists: Lists, name: str) -> Problem:
    if not lists.looked:
        return Problem(503, "the lists are being read; try again", {"retry-after": RETRY_AFTER_S})
    return Problem(404, f"the centre keeps no {name}")


def _tagged(request: Request, body: bytes, media: str) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    asked = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if tag in asked or "*" in asked:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers | {"content-type": media})
