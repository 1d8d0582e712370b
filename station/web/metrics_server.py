"""`GET /metrics` of the station, in a thread of its own: no client can hold the station up."""

from __future__ import annotations

import hmac
import socket
import threading
from typing import TYPE_CHECKING

import uvicorn
from prometheus_client.exposition import choose_encoder
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from starlette.requests import Request

    from station.web.metrics import StationMetrics

STOP_S = 1
AT_ONCE = 50
"""Connections; more are answered 503."""


class MetricsServer:
    """Serves while the `with` block lasts. OSError: the address cannot be had."""

    def __init__(self, metrics: StationMetrics, token: str, host: str, port: int) -> None:
        """`token`: empty: none is wanted."""
        self._metrics, self._token = metrics, token
        self._socket = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port: int = self._socket.getsockname()[1]
        settings = uvicorn.Config(
            Starlette(routes=[Route("/metrics", self._answer)]),
            log_config=None, access_log=False, server_header=False, ws="none", lifespan="off",
            timeout_graceful_shutdown=STOP_S, limit_concurrency=AT_ONCE,
        )  # fmt: skip
        self._server = uvicorn.Server(settings)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="metrics", daemon=True
        )

    async def _answer(self, request: Request) -> Response:
        """OpenMetrics for whoever asks for it, else Prometheus' own text."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if self._token and not (
            scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), self._token.encode())
        ):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        encode, kind = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(self._metrics.registry), media_type=kind)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(2 * STOP_S)
        self._socket.close()
