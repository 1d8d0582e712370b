"""Counters since the start, in the text format of Prometheus. Used on the event loop only."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from station.tracking_server.verdicts import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = ("GET", "HEAD", "POST")


class Metrics:
    """What was asked and what was answered."""

    def __init__(self) -> None:
        self._scans: Counter[str] = Counter()
        self._requests: Counter[tuple[str, str, int]] = Counter()

    def count_scans(self, statuses: Iterable[str]) -> None:
        """The verdicts of one batch."""
        self._scans.update(statuses)

    def count_request(self, method: str, path: str, status: int) -> None:
        """One answered request; `path` is the route's own spelling, so that its values are few."""
        self._requests[method if method in METHODS else "other", path, status] += 1

    def text(self, stored: int, broken_chains: int) -> str:
        """The exposition; `stored` and `broken_chains` are what the database holds."""
        lines = [
            "# HELP tracking_scans_stored Scans that the centre holds.",
            "# TYPE tracking_scans_stored gauge",
            f"tracking_scans_stored {stored}",
            "# HELP tracking_chains_broken Epochs whose hash chain does not fit the scans sent.",
            "# TYPE tracking_chains_broken gauge",
            f"tracking_chains_broken {broken_chains}",
            "# HELP tracking_scans_total Scans received since the start, by verdict.",
            "# TYPE tracking_scans_total counter",
        ]
        lines += [f'tracking_scans_total{{status="{status}"}} {self._scans[status]}' for status in STATUSES]
        lines += [
            "# HELP tracking_requests_total Requests answered since the start.",
            "# TYPE tracking_requests_total counter",
        ]
        lines += [
            f'tracking_requests_total{{method="{method}",path="{path}",status="{status}"}} {count}'
            for (method, path, status), count in sorted(self._requests.items())
        ]
        return "\n".join(lines) + "\n"


class CountRequests:
    """ASGI middleware that counts each answer under the path of its route."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; note the status that goes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                path = getattr(scope.get("route"), "path", "other")
                self._metrics.count_request(scope["method"], path, message["status"])
            await send(message)

        await self._app(scope, receive, noting)
