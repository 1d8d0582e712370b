"""`station serve`: the figures of the station and its hub in a browser, for looking at alone."""

from __future__ import annotations

import os
import secrets
import shlex
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from config import Config

NICE = 10
"""The station that runs on the same machine comes first."""
PROGRAM = "from station.cli.main import main; main()"
MISSING = (
    "station serve needs the extra web, which is not installed; run: make extras, or: "
    "{python} -m pip install 'parcel-station[web]'"
)


def serve(
    config: ConfigOption = None,
    address: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Where to listen; others than this machine need --token-file.")
    ] = "127.0.0.1:8091",
    token_file: Annotated[
        Path | None, typer.Option(help="File with the word that a browser is asked for, once a shift.")
    ] = None,
    server: Annotated[
        str | None, typer.Option(help="The centre; else sync.url. Without --config the hub alone.")
    ] = None,
    hub_token_file: Annotated[
        Path | None, typer.Option(help="The centre's token of the role hub; else sync.token_file.")
    ] = None,
    screen: Annotated[bool, typer.Option("--screen", hidden=True, help="The terminal of one browser.")] = False,
) -> None:
    """Show the figures (F2) and all stations of the hub in a browser, until Ctrl-C. Nothing can be changed there.

    It is a process of its own: it reads the record by connections that cannot write, and asks the running station
    how it is. Exit code 3 when the port is taken, 2 when the extra `web` is not installed.
    """
    if screen:
        _screen(config, server, hub_token_file)
        return
    from config import split_address

    where = split_address(address)
    if where is None:
        raise typer.BadParameter("HOST:PORT, such as 127.0.0.1:8091", param_hint="--address")
    language = _language(config, server, hub_token_file)
    _serve(where, token_file, _command(config, server, hub_token_file), language)


def _language(config: Path | None, server: str | None, hub_token_file: Path | None) -> str:
    """Of the screens. ConfigError, for what is wrong in the configuration is told before the first browser comes."""
    return _loaded(config, server, hub_token_file).screen.language


def _loaded(config: Path | None, server: str | None, hub_token_file: Path | None) -> Config:
    from station.cli.hub import centre_of

    return centre_of(config, server, hub_token_file)


def _command(config: Path | None, server: str | None, hub_token_file: Path | None) -> str:
    """What begins the terminal of one browser. No secret stands in it."""
    named = {"--config": config, "--server": server, "--hub-token-file": hub_token_file}
    told = [word for name, value in named.items() if value is not None for word in (name, str(value))]
    return f"exec {shlex.join([sys.executable, '-c', PROGRAM, 'serve', '--screen', *told])}"


def _serve(where: tuple[str, int], token_file: Path | None, command: str, language: str) -> None:
    from config.address import is_this_machine
    from station.web import ServingMissingError, serving

    host, port = where
    if token_file is None and not is_this_machine(host):
        told = f"others reach {host}: name a file with a long random word, --token-file FILE; or listen at 127.0.0.1"
        raise typer.BadParameter(told, param_hint="--address")
    if token_file is not None:
        word_of(token_file)
    try:
        word = None if token_file is None else partial(_word_now, token_file)
        server, listening = serving(command, word, host, port, language)
    except ServingMissingError:
        typer.echo(MISSING.format(python=sys.executable), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        raise _not_listening(where, error) from None
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"listening on http://{shown}:{listening.getsockname()[1]}/, for looking at alone")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # the server ends by them; afterwards it gives them on to here
    os.nice(NICE)
    with listening:
        server.run(sockets=[listening])


def _not_listening(where: tuple[str, int], error: OSError) -> typer.Exit:
    from station.core import printable

    told = f"{where[0]}:{where[1]} cannot be listened on: {error.strerror or error}; name another one with --address"
    typer.echo(printable(told, 300), err=True)
    return typer.Exit(3)


def _word_now(file: Path) -> str:
    """The word at this moment; of a file that cannot be read one that nobody knows."""
    from config import ConfigError

    try:
        return word_of(file)
    except ConfigError:
        return secrets.token_urlsafe()


def word_of(file: Path) -> str:
    """The word of a file. ConfigError when it is empty or cannot be read."""
    from config import ConfigError, Problem

    try:
        word = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "is no text"
        raise ConfigError([Problem(str(file), "", f"cannot be read: {why}")]) from None
    if not word:
        raise ConfigError([Problem(str(file), "", "is empty; write a long random word into it")])
    return word


def _screen(config: Path | None, server: str | None, hub_token_file: Path | None) -> None:
    """What one browser shows, drawn for textual's web driver."""
    from station.assembly import CentreHub, WatchedStation
    from station.ui import WatchApp

    os.nice(NICE)
    loaded = _loaded(config, server, hub_token_file)
    station = None if config is None and server is not None else WatchedStation(loaded)
    hub = CentreHub(loaded) if loaded.sync.enabled else None
    WatchApp(station, hub, loaded.screen.language, loaded.screen.theme).run()
