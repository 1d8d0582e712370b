"""What the centre counts since its start, and what it tells Prometheus. Used on the event loop only."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import choose_encoder

from station.tracking_server.verdicts import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client import Metric
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD", "POST")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """What was asked and what was answered."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._scans = Counter(
            "tracking_scans", "Scans received since the start, by verdict.", ("status",), registry=self.registry
        )
        self._requests = Counter(
            "tracking_requests", "Requests answered since the start.", ("method", "path", "status"),
            registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "tracking_request_seconds", "From a request to its answer.", ("path",), buckets=SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self._stored = Gauge("tracking_scans_stored", "Scans that the centre holds.", registry=self.registry)
        self._broken = Gauge(
            "tracking_chains_broken", "Epochs whose hash chain does not fit the scans sent.", registry=self.registry
        )
        for status in STATUSES:
            self._scans.labels(status)

    def count_scans(self, statuses: Iterable[str]) -> None:
        """The verdicts of one batch."""
        for status in statuses:
            self._scans.labels(status).inc()

    def count_request(self, method: str, path: str, status: int, seconds: float) -> None:
        """One answered request; `path` is the route's own spelling, so that its values are few."""
        self._requests.labels(method if method in METHODS else "other", path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def answer(self, accept: str, stored: int, broken_chains: int, others: Iterable[Metric]) -> tuple[bytes, str]:
        """The exposition and its media type: OpenMetrics for whoever accepts it. `stored` and `broken_chains` are what
        the database holds.
        """
        self._stored.set(stored)
        self._broken.set(broken_chains)
        encode, kind = choose_encoder(accept)
        return encode(_Together((*self.registry.collect(), *others))), kind


class _Together:
    """Metrics of several origins, as one registry."""

    def __init__(self, metrics: tuple[Metric, ...]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


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
        began = time.monotonic()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                path = getattr(scope.get("route"), "path", "other")
                self._metrics.count_request(scope["method"], path, message["status"], time.monotonic() - began)
            await send(message)

        await self._app(scope, receive, noting)
