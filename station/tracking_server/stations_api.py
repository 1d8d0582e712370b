"""The routes of the stations: what each tells of itself, and every one of the hub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from station.tracking_server.batch import LONGEST_NAME, inflated
from station.tracking_server.problem import Problem
from station.tracking_server.shared_commits import SharedCommits
from station.tracking_server.stations import LARGEST_STATUS, read_status, with_contact
from station.tracking_server.tokens import STATION

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.requests import Request

    from station.tracking_server.centre import Centre
    from station.tracking_server.tokens import Grant


class StationsApi:
    """The handlers."""

    def __init__(
        self,
        store: Centre,
        admit: Callable[..., Grant],
        body: Callable[[Request, int], Awaitable[bytes]],
        now: Callable[[], str],
    ) -> None:
        """`admit`: who asks, Problem for others than these roles, or than those that read; `body`: a request's body up
        to so many bytes; `now`: UTC.
        """
        self._store = store
        self._admit = admit
        self._body = body
        self._now = now
        self._statuses = SharedCommits[tuple[str, str], str](self._keep)

    def routes(self) -> list[Route]:
        """Where they answer."""
        return [
            Route("/v1/stations", self.stations),
            Route("/v1/stations/{station_id}", self.station),
            Route("/v1/stations/{station_id}/status", self.status, methods=["POST"]),
        ]

    def _keep(self, statuses: Sequence[tuple[str, str]]) -> list[str]:
        received_at = self._now()
        self._store.keep_statuses(dict(statuses), received_at)
        return [received_at] * len(statuses)

    async def status(self, request: Request) -> Response:
        """A station tells of itself."""
        body = await self._body(request, LARGEST_STATUS)
        grant, station_id = self._admit(request, STATION), _station_id(request)
        if not grant.allows(station_id):
            raise Problem(403, "the token belongs to another station")
        media = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media != "application/json":
            raise Problem(415, "Content-Type must be application/json", {"accept": "application/json"})
        status = read_status(inflated(body, request.headers.get("content-encoding", "")))
        return _json({"received_at": await self._statuses.take((station_id, status), patient=True)})

    async def stations(self, request: Request) -> Response:
        """Every station that ever sent something."""
        self._admit(request)
        every = await run_in_threadpool(self._store.stations)
        now = self._now()
        return _json({"at": now, "stations": [with_contact(station, now) for station in every]})

    async def station(self, request: Request) -> Response:
        """One station, with what is missing of each of its epochs."""
        self._admit(request)
        station = await run_in_threadpool(self._store.station, _station_id(request))
        if station is None:
            raise Problem(404, "the centre has heard of no such station")
        return _json(with_contact(station, self._now()))


def _station_id(request: Request) -> str:
    station_id = str(request.path_params["station_id"])
    if len(station_id) <= LONGEST_NAME and station_id.isascii() and station_id.isprintable():
        return station_id
    raise Problem(400, f"a station id is a text of 1 to {LONGEST_NAME} printable ASCII characters")


def _json(answer: Any) -> Response:
    return Response(json.dumps(answer, separators=(",", ":")), media_type="application/json")
