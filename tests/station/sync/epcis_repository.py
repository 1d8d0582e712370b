"""A small EPCIS 2.0 repository on a real socket, by GS1's OpenAPI: asynchronous jobs, read-back, and moods."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.station.sync.epcis_schema import SCHEMA, complaints

PROBLEM = "application/problem+json"
Event = dict[str, Any]


class Cut(Response):
    """An answer that breaks off."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 202, "headers": [(b"content-length", b"100")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": False})


class EpcisRepository:
    """`mood(number)` says how POST number `number` is treated; events named in `poison` make their capture invalid."""

    def __init__(self, mood: Callable[[int], str] = lambda _: "ok", *, refuses_repeats: bool = False) -> None:
        self.mood = mood
        self.refuses_repeats = refuses_repeats
        self.poison: set[str] = set()
        self.limit: int | None = None
        self.single = True
        self.token_refused = False
        self.journal: list[Event] = []
        self.trapped = 0
        self.invalid: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.captures: list[int] = []
        """Events in each document that was captured."""
        self.asked = 0
        self.posts = 0
        self._jobs: dict[str, dict[str, Any]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def counts(self) -> Counter[str]:
        return Counter(event["eventID"] for event in self.journal if "errorDeclaration" not in event)

    # -- the server

    def __enter__(self) -> EpcisRepository:
        routes = [
            Route("/epcis/capture", self._discover, methods=["OPTIONS"]),
            Route("/epcis/capture", self._capture, methods=["POST"]),
            Route("/epcis/capture/{job}", self._job, methods=["GET"]),
            Route("/epcis/events", self._one, methods=["POST"]),
            Route("/epcis/events", self._query, methods=["GET"]),
            Route("/epcis/events/{name:path}", self._event, methods=["GET"]),
            Route("/trap", self._trap, methods=["GET", "POST"]),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), port=0, log_config=None, access_log=False, lifespan="off", http="h11", ws="none"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        self.port = int(self._server.servers[0].sockets[0].getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join()

    async def _trap(self, request: Request) -> Response:
        self.trapped += 1
        return JSONResponse({"running": False, "success": True})

    async def _discover(self, request: Request) -> Response:
        return Response(status_code=204, headers=self._limits())

    def _limits(self) -> dict[str, str]:
        return {"GS1-EPCIS-Capture-Limit": str(self.limit)} if self.limit else {}

    # -- capture

    async def _capture(self, request: Request) -> Response:
        document = json.loads(await request.body())
        self.headers.append(dict(request.headers))
        events: list[Event] = document["epcisBody"]["eventList"]
        self._check(document)
        if self.limit and len(events) > self.limit:
            return JSONResponse({}, 413, self._limits(), PROBLEM)
        self.captures.append(len(events))
        mood = self._next_mood()
        if mood in PLAIN:
            return PLAIN[mood]()
        job = str(len(self._jobs) + 1)
        self._jobs[job] = {"captureID": job, "running": True, "success": False, "errors": []}
        task = asyncio.create_task(self._work(job, events, mood))
        self._tasks.add(task)
        if mood in ("store_then_cut", "half_then_cut"):
            return Cut()
        location = {
            "no_location": None,
            "foreign": f"http://localhost:{self.port}/trap",
            "relative": f"/epcis/capture/{job}?x=1",
            "lost_job": "/epcis/capture/nobody-knows",
        }.get(mood, f"{self.url}/epcis/capture/{job}")
        return Response(status_code=202, headers={"Location": location} if location else {})

    async def _work(self, job: str, events: list[Event], mood: str) -> None:
        """What the server does after its 202; a document is stored whole or not at all, but for moods."""
        await asyncio.sleep(0.4 if mood == "slow" else 0.01)
        state = self._jobs[job]
        if mood.startswith("half"):
            self.journal.extend(events[: (len(events) + 1) // 2])
            state["errors"] = [{"type": "epcisException:ImplementationException", "title": "lost the other half"}]
        elif mood in ("fails", "fails_silently"):
            kind = {"type": "epcisException:ImplementationException", "status": 500, "title": "out of order"}
            state["errors"] = [] if mood == "fails_silently" else [kind]
        elif fault := self._fault(events):
            state["errors"] = [{"type": f"epcisException:{fault}", "status": 400, "detail": f"a {fault}"}]
        else:
            self.journal.extend(events)
            state["success"] = True
        state["running"] = False

    async def _one(self, request: Request) -> Response:
        event = json.loads(await request.body())
        self._check(event)
        if not self.single:
            return JSONResponse({"title": "no such way"}, 405, media_type=PROBLEM)
        mood = self._next_mood()
        if mood in PLAIN:
            return PLAIN[mood]()
        if fault := self._fault([event]):
            status = 409 if fault == "ResourceAlreadyExistsException" else 400
            return JSONResponse({"type": fault, "detail": f"a {fault}"}, status, media_type=PROBLEM)
        self.journal.append(event)
        return Cut() if "cut" in mood else Response(status_code=201)

    def _fault(self, events: list[Event]) -> str | None:
        if self.poison & {event["eventID"] for event in events}:
            return "ValidationException"
        new = [event["eventID"] for event in events if "errorDeclaration" not in event]
        known = set(new) & set(self.counts())
        return "ResourceAlreadyExistsException" if known and self.refuses_repeats else None

    def _next_mood(self) -> str:
        self.posts += 1
        return "401" if self.token_refused else self.mood(self.posts)

    def _check(self, document: Event) -> None:
        if SCHEMA.exists():
            self.invalid += complaints(document)

    # -- questions

    async def _job(self, request: Request) -> Response:
        state = self._jobs.get(request.path_params["job"])
        return JSONResponse(state) if state else JSONResponse({}, 404, media_type=PROBLEM)

    async def _event(self, request: Request) -> Response:
        self.asked += 1
        if self.token_refused:
            return JSONResponse({}, 401, media_type=PROBLEM)
        held = [event for event in self.journal if event["eventID"] == request.path_params["name"]]
        if not held:
            return JSONResponse({"type": "epcisException:NoSuchResourceException"}, 404, media_type=PROBLEM)
        return JSONResponse(_query_document([{**event, "recordTime": "2026-11-22T13:00:00.000Z"} for event in held]))

    async def _query(self, request: Request) -> Response:
        return JSONResponse({}, 401, media_type=PROBLEM) if self.token_refused else JSONResponse(_query_document([]))


def _query_document(events: list[Event]) -> Event:
    results = {"queryName": "SimpleEventQuery", "resultsBody": {"eventList": events}}
    return {"type": "EPCISQueryDocument", "schemaVersion": "2.0", "epcisBody": {"queryResults": results}}


PLAIN: dict[str, Callable[[], Response]] = {
    "500": lambda: JSONResponse({"title": "oops"}, 500, media_type=PROBLEM),
    "503": lambda: JSONResponse({}, 503, {"retry-after": "1"}, PROBLEM),
    "401": lambda: JSONResponse({"title": "who are you"}, 401, media_type=PROBLEM),
    "404": lambda: JSONResponse({}, 404, media_type=PROBLEM),
    "redirect": lambda: Response(status_code=307, headers={"location": "/trap"}),
    "captive": lambda: HTMLResponse("<html>log in</html>"),
    "cut": Cut,
}
FAULTS_OF_SINGLE_EVENTS = ["500", "503", "redirect", "captive", "cut", "store_then_cut"]
FAULTS = [
    *FAULTS_OF_SINGLE_EVENTS,
    "half_then_cut", "half", "slow", "fails", "no_location", "foreign", "relative", "lost_job",
]  # fmt: skip
"""Moods after which the next try may come soon."""
