"""The tracking server in a thread of this process."""

from __future__ import annotations

import errno
import logging
import socket
import threading
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Self, cast

import uvicorn

from station.tracking_server.app import make_app
from station.tracking_server.arrivals import Arrivals
from station.tracking_server.centre import open_centre
from station.tracking_server.connections import GuardedConnection, Strangers, most_connections
from station.tracking_server.hub_alarms import HubAlarms
from station.tracking_server.lists import Lists
from station.tracking_server.service import Service
from station.tracking_server.tokens import Tokens, check_exposure

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path
    from types import TracebackType

    from station.tracking_server.centre import Centre
    from station.tracking_server.tokens import TokenFile

# With a handler of its own the library's log never falls through to standard error, where a screen may be drawn.
logging.getLogger("uvicorn").addHandler(logging.NullHandler())

BACKLOG = 512
"""Connections that may wait to be taken."""
TAKEN_AT_ONCE = 32
"""Connections that are taken before those that have to make room are closed."""
START_S = 10.0
KEEP_ALIVE_S = 75
"""Seconds for which a connection may be idle: more than a station's longest pause, so that it need not connect anew."""
STOP_ALARMS_S = 9.0
"""Longer than a look and a post of the alarms last."""
STOP_S = 1
"""Seconds that a request in flight has to end when the server stops."""


class CannotListenError(OSError):
    """The address cannot be listened on; the text says why and what to do."""

    def __init__(self, words: str, *, busy: bool) -> None:
        """`busy`: another program has the port."""
        super().__init__(words)
        self.busy = busy


class EmbeddedServer:
    """Listens from `start` to `stop`; may be started again, on the port that it had first."""

    def __init__(
        self,
        db: Path | str,
        token: str | Tokens | TokenFile | None,
        host: str = "127.0.0.1",
        port: int = 0,
        lists: Path | None = None,
        service: Service = Service(),  # noqa: B008  # it is frozen
    ) -> None:
        """`db`: a SQLite file or a `postgresql://` address. `token`: one for every station, or those of a file.
        `lists`: the folder with the lists for the stations.

        TokensError when none guards an address others reach.
        """
        self._db = db
        self._tokens = Tokens(((None, token),) if token else ()) if token is None or isinstance(token, str) else token
        check_exposure(self._tokens, host)
        self._host = host
        self._port = port
        self._lists_folder, self._service = lists, service
        self._lists: Lists | None = None
        self._store: Centre | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._alarms: threading.Thread | None = None
        self._stop_alarms = threading.Event()

    @property
    def url(self) -> str:
        """Where it listens, or did last; before the first start with port 0 the port is not known."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def alive(self) -> bool:
        """Whether it serves."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Return once it listens. CannotListenError, CentreError in words; nothing stays open then."""
        if self._thread is not None:
            return
        listening = _listen(self._host, self._port)
        try:
            self._lists = Lists(self._lists_folder) if self._lists_folder is not None else None
            self._store = open_centre(self._db)
        except BaseException:
            listening.close()
            self._close_lists()
            raise
        self._port = listening.getsockname()[1]
        self._server = _Server(_settings(self._store, self._tokens, self._lists, self._service))
        self._thread = threading.Thread(
            target=self._server.run, args=([listening],), name="tracking-server", daemon=True
        )
        self._thread.start()
        if self._lists is not None:
            self._lists.start()
        self._begin_alarms(self._store)
        deadline = time.monotonic() + START_S
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                self.stop()
                listening.close()
                raise CannotListenError(f"the tracking server did not start on {self.url}", busy=False)
            time.sleep(0.005)

    def stop(self) -> None:
        """Close idle connections at once, give requests in flight a second, close the database. Twice is once."""
        if self._server is None or self._thread is None or self._store is None:
            return
        self._server.should_exit = True
        self._thread.join()
        self._stop_alarms.set()
        if self._alarms is not None:
            self._alarms.join(STOP_ALARMS_S)
        self._store.close()
        self._close_lists()
        self._server = self._thread = self._store = None

    def _begin_alarms(self, store: Centre) -> None:
        if self._service.webhook is None:
            return
        self._stop_alarms.clear()
        watch = HubAlarms(store, utc_now, self._service.webhook)
        self._alarms = threading.Thread(target=watch.run, args=(self._stop_alarms,), name="alarms", daemon=True)
        self._alarms.start()

    def _close_lists(self) -> None:
        if self._lists is not None:
            self._lists.stop()
            self._lists = None

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()


def utc_now() -> str:
    """Now, as the centre writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            listening.listen(BACKLOG)  # asyncio lets no more wait than it takes at once


def _settings(store: Centre, tokens: Tokens | TokenFile, lists: Lists | None, service: Service) -> uvicorn.Config:
    connection = partial(
        GuardedConnection,
        is_known=lambda authorization: tokens.grant(authorization) is not None,
        strangers=Strangers(),
        most=most_connections(),
        arrivals=Arrivals(),
    )
    return uvicorn.Config(
        make_app(store, tokens, lists=lists, service=service),
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        http=cast("type[asyncio.Protocol]", connection),
        backlog=TAKEN_AT_ONCE,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=STOP_S,
        timeout_keep_alive=KEEP_ALIVE_S,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each answer waits 40 ms for a delayed acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        busy = error.errno == errno.EADDRINUSE
        cure = "another program listens there; stop it or choose another port" if busy else "choose another address"
        words = f"cannot listen on {host} port {port} ({error.strerror}): {cure}"
        raise CannotListenError(words, busy=busy) from None
    return listening
