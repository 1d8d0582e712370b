"""The server of `station serve`: a process beside the station, which it never writes to."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from typing import TYPE_CHECKING

import uvicorn

from station.web.doors import Doors

if TYPE_CHECKING:
    from collections.abc import Callable

STOP_S = 2
AT_ONCE = 200
"""Connections; more are answered 503."""
LONGEST_MESSAGE = 4096


class ServingMissingError(Exception):
    """The extra `web` is not installed."""


def serving(
    command: str, word: Callable[[], str] | None, host: str, port: int, language: str
) -> tuple[uvicorn.Server, socket.socket]:
    """The server and its socket, which listens already. ServingMissingError; OSError: the address cannot be had."""
    if find_spec("textual_serve") is None:
        raise ServingMissingError
    from station.web.watch_pages import WatchPages

    listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    settings = uvicorn.Config(
        WatchPages(command, Doors(word), language).app(),
        log_config=None, access_log=False, server_header=False, ws="websockets-sansio", lifespan="off",
        timeout_graceful_shutdown=STOP_S, ws_max_size=LONGEST_MESSAGE, limit_concurrency=AT_ONCE,
    )  # fmt: skip
    return uvicorn.Server(settings), listening
