"""The HTTP API over a `Centre`. The document of it is `station.tracking_server.openapi`."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from station.tracking_server.batch import LARGEST_BODY, read_batch, too_large
from station.tracking_server.deliveries import Delivery, Taken
from station.tracking_server.feed import FED, MOST_FED
from station.tracking_server.limits import Limits
from station.tracking_server.lists_api import ListsApi
from station.tracking_server.metrics import CountRequests, Metrics
from station.tracking_server.openapi import INDEX, LONGEST_THROUGHPUT_H, openapi
from station.tracking_server.problem import Problem, problem_response
from station.tracking_server.quarters import BUCKETS, BY, MOST_BUCKETS
from station.tracking_server.request_ids import RequestIds
from station.tracking_server.schema import CentreError
from station.tracking_server.service import Service
from station.tracking_server.shared_commits import SharedCommits
from station.tracking_server.station_metrics import station_metrics
from station.tracking_server.stations import with_contact
from station.tracking_server.stations_api import StationsApi
from station.tracking_server.tokens import FEED, HUB, STATION, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from station.tracking_server.centre import Centre
    from station.tracking_server.lists import Lists
    from station.tracking_server.tokens import Grant, TokenFile

SMALL = 4096
"""Bytes of a body that is read at once, without a thread."""
LIVE_SCANS = 50
"""A batch of a station that is up to date has no more; a larger one is of a backlog, which waits for nothing."""
BODY_S = 30.0
"""Seconds within which a request body must be there."""
DRAINED = 8 * LARGEST_BODY
"""Bytes of a body too large that are still taken in, so that its sender gets to read the answer."""
RETRY_AFTER_S = "5"


def make_app(
    store: Centre,
    tokens: Tokens | TokenFile | None = None,
    now: Callable[[], datetime] | None = None,
    lists: Lists | None = None,
    service: Service = Service(),  # noqa: B008  # it is frozen
) -> Starlette:
    """The ASGI application; the caller closes the store and the lists. No tokens: everybody may speak."""
    api = _Api(store, tokens or Tokens(), now or (lambda: datetime.now(UTC)), lists, Limits(service.limit_per_s))
    routes = [
        Route("/", api.index),
        Route("/v1/scan-batches", api.scan_batches, methods=["POST"]),
        Route("/v1/stations/{station_id}/{epoch}/gaps", api.gaps),
        Route("/v1/parcels/{parcel_id:path}", api.parcel),
        Route("/v1/throughput", api.throughput),
        Route("/v1/scans", api.feed),
        *api.stations.routes(),
        *api.lists.routes(),
        Route("/healthz", api.healthz),
        Route("/metrics", api.metrics),
        Route("/openapi.json", api.openapi),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(RequestIds, access=service.access), Middleware(CountRequests, metrics=api.counters)],
        exception_handlers={
            Problem: _on_problem,
            HTTPException: _on_http_exception,
            sqlite3.Error: _on_database_error,
            CentreError: _on_database_error,
            Exception: _on_unforeseen,
        },
    )
    app.router.redirect_slashes = False  # a redirect would carry a token to an address nobody wrote
    return app


class _Api:
    """The handlers."""

    def __init__(
        self,
        store: Centre,
        tokens: Tokens | TokenFile,
        now: Callable[[], datetime],
        lists: Lists | None,
        limits: Limits,
    ) -> None:
        self._store = store
        self._tokens, self._limits = tokens, limits
        self._now = now
        self._commits = SharedCommits[Delivery, Taken](lambda sent: store.take_all(sent, _utc(self._now())))
        self.counters = Metrics()
        self.lists = ListsApi(lists, self._admit, store.parcel)
        self.stations = StationsApi(store, self._admit, _body, lambda: _utc(self._now()))

    async def scan_batches(self, request: Request) -> Response:
        body = await _body(request)  # before any refusal: a sender still writing would not get to read it
        grant = self._admit(request, STATION)
        media = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media != "application/json":
            raise Problem(415, "Content-Type must be application/json", {"accept": "application/json"})
        encoding = request.headers.get("content-encoding", "")
        batch = (
            read_batch(body, encoding) if len(body) <= SMALL else await run_in_threadpool(read_batch, body, encoding)
        )
        _allow(grant, batch.station_id)
        delivery = Delivery(batch.station_id, batch.epoch, batch.scans, batch.envelope)
        taken = await self._commits.take(delivery, patient=len(batch.scans) <= LIVE_SCANS)
        standing = taken.standing
        answer = {"batch_id": batch.batch_id, "results": taken.results, "high_water": standing.high_water}
        if standing.missing:
            answer |= {"resend_from": standing.missing[0][0], "missing": standing.missing}
        self.counters.count_scans(result["status"] for result in taken.results)
        return _json(answer)

    async def gaps(self, request: Request) -> Response:
        station_id, epoch = request.path_params["station_id"], request.path_params["epoch"]
        grant = self._admit(request)
        if HUB not in grant.roles:
            _allow(grant, station_id)
        return _json(await run_in_threadpool(self._store.gaps, station_id, epoch))

    async def parcel(self, request: Request) -> Response:
        self._admit(request)
        parcel_id = request.path_params["parcel_id"]
        scans = await run_in_threadpool(self._store.parcel, parcel_id)
        if not scans:
            raise Problem(404, "the centre holds no scan of this parcel")
        return _json({"parcel_id": parcel_id, "scans": scans})

    async def throughput(self, request: Request) -> Response:
        self._admit(request)
        asked = request.query_params
        since = self._now() - timedelta(hours=_whole(asked.get("hours", "24"), "hours", LONGEST_THROUGHPUT_H))
        if "bucket" not in asked and "by" not in asked:
            return _json({"buckets": await run_in_threadpool(self._store.throughput, _utc(since))})
        bucket = _one_of(asked.get("bucket", "hour"), "bucket", BUCKETS)
        by = _one_of(asked["by"], "by", BY) if "by" in asked else None
        station_id = asked.get("station_id", "").replace("\0", "")
        buckets = await run_in_threadpool(self._store.figures, _utc(since), bucket, by, station_id)
        if len(buckets) > MOST_BUCKETS:
            raise Problem(400, f"more than {MOST_BUCKETS} rows: ask for fewer hours, one station, or a longer bucket")
        return _json({"bucket": bucket, "by": by, "buckets": buckets})

    async def feed(self, request: Request) -> Response:
        self._admit(request, FEED)
        limit = _whole(request.query_params.get("limit", str(FED)), "limit", MOST_FED)
        page = await run_in_threadpool(self._store.feed, request.query_params.get("after", ""), limit)
        return _json({"scans": page.scans, "cursor": page.cursor, "more": page.more})

    async def healthz(self, _request: Request) -> Response:
        await run_in_threadpool(self._store.stored)
        return _json({"status": "ok"})

    async def metrics(self, request: Request) -> Response:
        self._admit(request)
        stored = await run_in_threadpool(self._store.stored)
        broken, now = await run_in_threadpool(self._store.broken_chains), _utc(self._now())
        stations = [with_contact(each, now) for each in await run_in_threadpool(self._store.stations)]
        others = (*self.lists.metrics(), *station_metrics(stations))
        body, kind = self.counters.answer(request.headers.get("accept", ""), stored, broken, others)
        return Response(body, headers={"content-type": kind})

    async def index(self, _request: Request) -> Response:
        return _json(INDEX)

    async def openapi(self, _request: Request) -> Response:
        return _json(openapi())

    def _admit(self, request: Request, *roles: str) -> Grant:
        """Who asks, when it is one of these roles; none named: those that read."""
        roles = roles or (STATION, HUB)
        grant = self._tokens.grant(request.headers.get("authorization", ""))
        if grant is None:
            detail = "the token is missing or wrong; send Authorization: Bearer and the token"
            raise Problem(401, detail, {"www-authenticate": "Bearer"})
        self._limits.take(request.headers.get("authorization", ""))
        if grant.roles.isdisjoint(roles):
            own, needed = " and ".join(sorted(grant.roles)), " or ".join(roles)
            raise Problem(403, f"the token is of the role {own}, which may not do this; use one of the role {needed}")
        return grant


def _allow(grant: Grant, station_id: str) -> None:
    if not grant.allows(station_id):
        raise Problem(403, "the token belongs to another station")


async def _body(request: Request, largest: int = LARGEST_BODY) -> bytes:
    """The body as it came over the wire, up to so many bytes. Problem: too large, too slow, broken off."""
    kept, size = bytearray(), 0
    try:
        async with asyncio.timeout(BODY_S):
            async for chunk in request.stream():
                size += len(chunk)
                if size <= largest:
                    kept += chunk
                if size > DRAINED:
                    break
    except TimeoutError:
        raise Problem(408, f"the body was not there within {BODY_S:.0f} s", {"connection": "close"}) from None
    except ClientDisconnect:
        raise Problem(400, "the body broke off") from None
    if size > largest:
        raise too_large(largest)
    return bytes(kept)


def _whole(text: str, name: str, most: int) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most:
        return int(text[:9])
    raise Problem(400, f"{name} must be a whole number from 1 to {most}")


def _one_of(text: str, name: str, known: Iterable[str]) -> str:
    if text in known:
        return text
    raise Problem(400, f"{name} must be one of {', '.join(known)}")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_encode = partial(json.dumps, separators=(",", ":"), allow_nan=False)
"""ASCII only: a scan_id is echoed as it came, lone surrogates too."""


def _json(answer: Any) -> Response:
    return Response(_encode(answer), media_type="application/json")


async def _on_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - Starlette calls this for nothing else
    return problem_response(error)


async def _on_http_exception(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette calls this for nothing else
    return problem_response(Problem(error.status_code, error.detail, error.headers))


async def _on_database_error(_request: Request, _error: Exception) -> Response:
    detail = "the centre's database cannot be used now; nothing of this request is known to be stored. Try again later"
    return problem_response(Problem(503, detail, {"retry-after": RETRY_AFTER_S}))


async def _on_unforeseen(_request: Request, _error: Exception) -> Response:
    return problem_response(Problem(500, "the centre failed at this request; its log says why"))
