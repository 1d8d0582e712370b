"""`station scanner detect`: at which port the scanner is that somebody scans with, and how it has to be configured."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.scale_options import JsonOption

if TYPE_CHECKING:
    from hardware.scanners import Heard

PORTS = (
    "Device path, evdev:PATH, hid:VENDOR:PRODUCT, socket://HOST:PORT or listen://HOST:PORT; may be given several times."
)
SHOWN = 60


def detect(
    port: Annotated[list[str] | None, typer.Option(help=f"{PORTS} Without it: every port of this machine.")] = None,
    seconds: Annotated[float, typer.Option(min=1, help="Listen so long.")] = 30,
    as_json: JsonOption = False,
) -> None:
    """Listen at the ports while somebody scans, and write the table for the configuration of each that speaks.

    Scan any label, again every few seconds: serial ports are tried at several speeds. Exit code 1: no port is here, or
    nothing came.
    """
    from hardware.scanners import listen, scanner_ports
    from station.cli.errors import NO

    ports = port or scanner_ports()
    if not ports:
        typer.echo("no port is here at which a scanner may be; plug it in, or name one with --port", err=True)
        raise typer.Exit(NO)
    typer.echo(f"scan a label, again every few seconds; listening at {', '.join(ports)}", err=True)
    found = set[str]()
    for heard in listen(ports, seconds):
        if heard.port in found:
            continue
        if heard.is_text:
            found.add(heard.port)
        elif not as_json:
            typer.echo(f"{heard.port}: bytes at {heard.baud} baud that are no text; another speed is tried", err=True)
            continue
        typer.echo(json.dumps(_object(heard)) if as_json else _table(heard, len(found)))
        sys.stdout.flush()
        if len(found) == len(ports):
            break
    if not found:
        typer.echo(
            "nothing came; has the scanner a serial, keyboard or HID set-up, and a cable to this machine?", err=True
        )
        raise typer.Exit(NO)


def _object(heard: Heard) -> dict[str, Any]:
    return {
        "port": heard.port,
        "baudrate": heard.baud,
        "is_text": heard.is_text,
        "code": _shown(heard.code),
        "prefix": heard.prefix.hex(),
        "suffix": heard.suffix.hex(),
        "hex": heard.data.hex(),
    }


def _table(heard: Heard, number: int) -> str:
    """As it stands in the configuration."""
    from station.setup import scanner_keys

    rows = [f"# {_shown(heard.code)}", "[[scanner]]", f'name = "scanner-{number}"']
    for key, value in scanner_keys(heard).items():
        written = {"port": json.dumps(value), "baudrate": value}.get(key, f"'{value}'")
        rows.append(f"{key} = {written}")
    return "\n".join(rows) + "\n"


def _shown(code: bytes) -> str:
    from station.core import printable

    return printable(code.decode("utf-8", errors="replace"), SHOWN)
