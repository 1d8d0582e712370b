"""`station tracking-server`: the reference central tracking API."""

from __future__ import annotations

import json
import signal
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.bounded_output import STANDARD_ERROR, LineWriter
from station.cli.serve import word_of
from station.cli.service_manager import watched_by_manager

if TYPE_CHECKING:
    from station.tracking_server import EmbeddedServer, Service

SQLITE_URL = "sqlite:///"
MOST_LINES = 10_000
"""Of the access log that may wait for whoever reads it."""


def tracking_server(
    db: Annotated[
        str, typer.Option(help="SQLite file, sqlite:///FILE, or postgresql://USER@HOST/DATABASE.", metavar="PLACE")
    ] = "tracking.db",
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than this machine need tokens.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 picks a free one.")] = 8080,
    token_file: Annotated[
        Path | None,
        typer.Option(help="One bearer token, or lines: station id and token, or role (hub, feed), name and token."),
    ] = None,
    lists: Annotated[
        Path | None,
        typer.Option(help="Folder with sort-plan.csv, holds.csv, manifest.csv (or .jsonl) for the stations."),
    ] = None,
    limit: Annotated[
        float, typer.Option(min=0, metavar="PER_S", help="Requests a second of each token; 0: no limit.")
    ] = 0,
    access_log: Annotated[bool, typer.Option("--access-log", help="A JSON line for each request, on stderr.")] = False,
    webhook: Annotated[str | None, typer.Option(metavar="URL", help="Where alarms of the hub are posted to.")] = None,
    webhook_token_file: Annotated[Path | None, typer.Option(help="Its bearer token.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print events as JSON lines.")] = False,
) -> None:
    """Run the central tracking API until SIGTERM or Ctrl-C.

    Exit code 3 when the port is taken or PostgreSQL does not answer.
    """
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    _log_to_stderr()
    with LineWriter(STANDARD_ERROR, MOST_LINES, _dropped) if access_log else nullcontext() as lines:
        server = _started(db, token_file, (host, port), lists, _service(limit, lines, webhook, webhook_token_file))
        _announce(server, as_json=as_json)
        try:
            with watched_by_manager(lambda: server.alive):
                while not ended.wait(0.5) and server.alive:
                    pass
            failed = not server.alive
        finally:
            server.stop()
    if failed:
        typer.echo("the tracking server ended by itself; its log above says why", err=True)
        raise typer.Exit(1)


def _service(limit: float, lines: LineWriter | None, webhook: str | None, token_file: Path | None) -> Service:
    from station.tracking_server import AlarmPost, Service

    access = None if lines is None else lambda told: lines.put(json.dumps(told))
    if webhook is None:
        return Service(limit, access)
    _check_webhook(webhook)
    return Service(limit, access, AlarmPost(webhook, "" if token_file is None else word_of(token_file)))


def _check_webhook(url: str) -> None:
    """BadParameter unless nobody on the way can read it."""
    from urllib.parse import urlsplit

    from config.address import is_this_machine

    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError when it is not a number up to 65535
    except ValueError:
        parts = urlsplit("")
    host = parts.hostname or ""
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host))):
        raise typer.BadParameter("https://HOST/PATH, or http:// to this machine only", param_hint="--webhook")


def _dropped(count: int) -> str:
    return json.dumps({"dropped": count})


def _started(
    db: str, token_file: Path | None, where: tuple[str, int], lists: Path | None, service: Service
) -> EmbeddedServer:
    """The server, which listens; else the end, with its exit code."""
    from station.tracking_server import (
        CannotListenError,
        CentreAwayError,
        CentreError,
        EmbeddedServer,
        TokenFile,
        TokensError,
        raise_file_limit,
    )

    raise_file_limit()
    try:
        tokens = TokenFile(token_file) if token_file is not None else None
        server = EmbeddedServer(_place(db), tokens, *where, lists, service)
        server.start()
    except CannotListenError as error:
        raise _failed(error, 3 if error.busy else 2) from None
    except CentreAwayError as error:
        raise _failed(error, 3) from None
    except (TokensError, CentreError) as error:
        raise _failed(error, 2) from None
    return server


def _announce(server: EmbeddedServer, *, as_json: bool) -> None:
    line = json.dumps({"event": "listening", "url": server.url}) if as_json else f"listening on {server.url}"
    typer.echo(line)


def _failed(error: Exception, code: int) -> typer.Exit:
    from station.core import printable

    typer.echo(printable(str(error), 500), err=True)
    return typer.Exit(code)


def _place(db: str) -> Path | str:
    """The file of a path or of a `sqlite:///` address, or the address of PostgreSQL; any other ends the command."""
    from station.tracking_server import POSTGRES_URLS

    if db.startswith(POSTGRES_URLS):
        return db
    if db.startswith(SQLITE_URL) and len(db) > len(SQLITE_URL):
        return Path(db.removeprefix(SQLITE_URL))
    if "://" in db or not db:
        from station.core import printable

        words = "name a file, sqlite:///FILE or postgresql://USER@HOST/DATABASE"
        typer.echo(f"--db {printable(db)}: only SQLite and PostgreSQL are served; {words}", err=True)
        raise typer.Exit(2)
    return Path(db)


def _log_to_stderr() -> None:
    """The server's warnings, one line each, without tracebacks, and none over and over."""
    import logging

    from station.cli.server_log import Moderate, OneLine

    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    handler.addFilter(Moderate())
    for name in ("uvicorn", "asyncio"):
        logging.getLogger(name).addHandler(handler)
