"""`station printer`: the label printers, their queue, and one that is simulated."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.record_path import DbOption
from station.cli.run import ConfigOption
from station.cli.scale_options import JsonOption

if TYPE_CHECKING:
    from config import Config, PrinterSection
    from hardware.simulated.printer import SimulatedPrinter

app = typer.Typer(no_args_is_help=True)
LOOK_S = 0.2
NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help="Of the label, as station printer queue shows.")]


@app.callback()
def group() -> None:
    """Label printers that take ZPL."""


@app.command("list")
def list_(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Every configured printer and how it is now. Exit code 3: one of them is away or prints nothing."""
    from config import load

    told = [_checked(each, load(config)) for each in load(config).printer]
    for each in told:
        line = f"{each['words']}; prints {', '.join(each['kinds'])}"
        typer.echo(json.dumps(each) if as_json else line)
    if not told and not as_json:
        typer.echo("no printer in the configuration: see [[printer]] in docs/reference/configuration.md", err=True)
    if any(not each["ready"] for each in told):
        raise typer.Exit(3)


@app.command("test")
def trial(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Of a configured printer; else the first.")] = None,
    port: Annotated[str | None, typer.Option(help="A printer that is not configured: socket://HOST:9100.")] = None,
    config: ConfigOption = None,
) -> None:
    """Print a test label, and wait until the printer has printed it.

    While a station runs it goes through its queue. Exit code 3: the printer is away, or has not printed it in time.
    """
    from config import PrinterSection, load
    from station.reports import trial_label
    from station.runtime import ask
    from station.setup import print_trial

    loaded = load(config)
    printer = PrinterSection(name="test", port=port) if port is not None else _named(loaded, name)
    if port is None and ask(loaded.station.data_dir) is not None:
        from station.assembly import label_queue

        zpl = trial_label(printer.name, loaded.station.id).encode()
        label_queue(loaded).add(printer.name, "test", "test", zpl)
        typer.echo(f"{printer.name}: in the queue of the running station; station printer queue shows what comes of it")
        return
    typer.echo(print_trial(printer, loaded.station.id))


@app.command()
def queue(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """The labels that wait, and those that may be missing: number, printer, kind, what it is on, state."""
    from config import load
    from station.assembly import label_queue
    from station.core import OPEN, TOLD, printable

    for each in label_queue(load(config)).labels((*OPEN, *TOLD)):
        told = {
            "number": each.number,
            "printer": each.printer,
            "kind": each.kind,
            "about": each.about,
            "state": each.state.value,
            "tries": each.tries,
        }
        text = "  ".join(str(value) for value in told.values())
        typer.echo(json.dumps(told) if as_json else printable(text, 300))


@app.command()
def reprint(
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="Of the label; else the newest.")] = None,
    config: ConfigOption = None,
) -> None:
    """Print a label once more; what waits or may be missing is replaced by it. Exit code 1: there is no such label."""
    from config import load
    from station.assembly import label_queue
    from station.core import printable

    label = label_queue(load(config)).again(number)
    if label is None:
        typer.echo("there is no such label: station printer queue shows those that wait", err=True)
        raise typer.Exit(1)
    typer.echo(printable(f"{label.number}  {label.printer}  {label.kind}  {label.about}  waiting", 300))


@app.command()
def drop(number: NumberArgument, config: ConfigOption = None) -> None:
    """Take a label out of the queue. Exit code 1: it is not in it any more."""
    from config import load
    from station.assembly import label_queue

    if not label_queue(load(config)).drop(number):
        typer.echo(f"label {number} is not in the queue", err=True)
        raise typer.Exit(1)
    typer.echo(f"label {number} is dropped; what the printer holds already comes out")


@app.command()
def relabel(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The parcel's number.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its number from now on; OLD once more: printed again.")],
    by: Annotated[str, typer.Option(help="Who asks.")],
    why: Annotated[str | None, typer.Option(help="Why.")] = None,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Give a parcel a new label. It is printed by the first printer that prints relabel, and linked with the old number
    once the camera or a scanner of the station has read it. Exit code 1: that cannot be; 3: the station took it not.
    """
    from station.cli.asking import ask
    from station.core.relabel_requests import RelabelParcel

    ask(RelabelParcel(old, new, by, why), config, db, lambda _: _printed_by(config))


def _printed_by(config: Path | None) -> str:
    """Which printer has it, as far as the configuration tells."""
    from config import load, path_in_use

    printers = load(config).printer if path_in_use(config) is not None else ()
    name = next((each.name for each in printers if "relabel" in each.kinds), None)
    return f"; printed by {name}" if name is not None else "; no printer here prints relabel: print it elsewhere"


@app.command()
def simulate(
    port: Annotated[int, typer.Option(min=0, max=65535, help="TCP port of this machine; 0: a free one.")] = 9100,
    faults: Annotated[
        str, typer.Option(help="Out of paper_out,ribbon_out,head_open,paused,buffer_full,too_hot,too_cold.")
    ] = "",
    cure_after: Annotated[float | None, typer.Option(min=0, help="Seconds after which the faults end.")] = None,
    out: Annotated[Path | None, typer.Option(file_okay=False, help="Folder for a picture of each label.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop after this time.")] = None,
) -> None:
    """Be a label printer until Ctrl-C. The first line says on which port; each label that comes out is told."""
    from hardware.simulated.printer import FAULTS, SimulatedPrinter

    wanted = {each for each in faults.split(",") if each}
    if not wanted <= set(FAULTS):
        raise typer.BadParameter(f"out of {', '.join(FAULTS)}", param_hint="--faults")
    began = time.monotonic()
    with SimulatedPrinter(port=port) as printer:
        printer.faults = wanted
        typer.echo(printer.port)
        sys.stdout.flush()
        told = 0
        while seconds is None or time.monotonic() < began + seconds:
            if cure_after is not None and time.monotonic() > began + cure_after:
                printer.faults = set()
            while told < len(printer.printed):
                told += 1
                _came_out(printer, told, out)
            time.sleep(LOOK_S)


def _came_out(printer: SimulatedPrinter, number: int, out: Path | None) -> None:
    from hardware.images import save_picture
    from hardware.simulated.printer import rendered

    label = printer.printed[number - 1]
    file = None
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        file = out / f"label-{number:04}.png"
        save_picture(rendered(label), file)
    typer.echo(f"label {number}, {len(label)} bytes" + (f": {file}" if file is not None else ""))
    sys.stdout.flush()


def _named(config: Config, name: str | None) -> PrinterSection:
    found = next((each for each in config.printer if name in (None, each.name)), None)
    if found is None:
        names = ", ".join(each.name for each in config.printer) or "none"
        raise typer.BadParameter(f"no such printer; in the configuration: {names}", param_hint="NAME")
    return found


def _checked(printer: PrinterSection, config: Config) -> dict[str, Any]:
    from station.doctor import OK, check_printer, running_station

    found = check_printer(printer, running_station(config))
    told = {"name": printer.name, "port": printer.port, "ready": found.state == OK}
    return told | {"words": found.words, "kinds": list(printer.kinds)}
