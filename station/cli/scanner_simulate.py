"""`station scanner simulate`: a scanner that scans what is typed, for trials without one."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import ExitStack

DWS = "{code},{weight_kg},{length_cm}x{width_cm}x{height_cm}"


def simulate(
    link: Annotated[Path | None, typer.Option(help="A hand scanner: name of the serial device that is made.")] = None,
    keys: Annotated[Path | None, typer.Option(help="A keyboard: name of the pipe, for port evdev:PATH.")] = None,
    connect: Annotated[int | None, typer.Option(help="A DWS that connects to this TCP port of this machine.")] = None,
    listen: Annotated[bool, typer.Option("--listen", help="A DWS to which the station connects.")] = False,
    template: Annotated[str, typer.Option(help="Message of the DWS, between STX and ETX.")] = DWS,
    values: Annotated[
        str, typer.Option(help="What it measures.")
    ] = "weight_kg=1.25,length_cm=30,width_cm=20,height_cm=10",
) -> None:
    """Scan each line of standard input: a code; of a DWS several with ; between them, and an empty line is a no-read.

    Ends with the input. Exit code 3: nobody listens at the port.
    """
    from contextlib import ExitStack

    if sum(each not in (None, False) for each in (link, keys, connect, listen)) != 1:
        raise typer.BadParameter("give one of --link, --keys, --connect and --listen")
    with ExitStack() as plugs:
        if link is not None or keys is not None:
            scan = _hand(plugs, link, keys)
        else:
            scan = _machine(plugs, connect, template, dict(_measured(values)))
        for line in sys.stdin:
            scan(line.rstrip("\r\n"))


def _hand(plugs: ExitStack, link: Path | None, keys: Path | None) -> Callable[[str], None]:
    from hardware.simulated.scanner import SimulatedHandScanner, SimulatedKeyboard

    if keys is not None:
        keyboard = plugs.enter_context(SimulatedKeyboard(keys))
        plugs.callback(keys.unlink)
        typer.echo(f"scan at the port {keyboard.port}", err=True)
        return lambda code: keyboard.scan(f"{code}\r")
    hand = plugs.enter_context(SimulatedHandScanner(link or Path(), maker="zebra-ssi"))
    typer.echo(f"scan at the port {link}, a scanner of the maker zebra-ssi", err=True)

    def scan(code: str) -> None:
        if not hand.scan(code):
            typer.echo("it is locked", err=True)

    return scan


def _machine(plugs: ExitStack, port: int | None, template: str, measured: dict[str, Decimal]) -> Callable[[str], None]:
    from hardware.simulated.scanner import Passing, SimulatedMachine

    machine = plugs.enter_context(SimulatedMachine(template))
    if port is None:
        typer.echo(f"pass parcels at the port socket://127.0.0.1:{machine.listen()}", err=True)
    else:
        machine.connect(port)
        typer.echo("connected; pass parcels", err=True)
    return lambda codes: machine.tell(Passing(tuple(filter(None, codes.split(";"))), measured))


def _measured(values: str) -> Iterator[tuple[str, Decimal]]:
    for each in filter(None, values.split(",")):
        name, _, value = each.partition("=")
        try:
            yield name, Decimal(value)
        except InvalidOperation:
            raise typer.BadParameter(f"{each} is not NAME=NUMBER", param_hint="--values") from None
