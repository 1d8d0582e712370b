"""The `station` command. Heavy imports stand inside the commands, so that `--help` is quick."""

from __future__ import annotations

import os
import select
import sys
from typing import Annotated

import typer

from station import __version__
from station.cli import (
    badge,
    bag,
    bench,
    camera,
    config,
    demo,
    devices,
    doctor,
    export,
    hub,
    identify,
    imports,
    install,
    lane,
    light,
    outbox,
    parcel,
    plan,
    printer,
    read,
    recent,
    record,
    replay,
    report,
    run,
    scale,
    scanner,
    serve,
    setup,
    sheet,
    sound,
    status,
    tracking_server,
)

app = typer.Typer(
    name="station",
    help="The scanning station of a sorting hub: camera, scale, verdict, record, sync.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"station {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """Options of every command."""


app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("setup")(setup.setup)
app.command("status")(status.status)
app.command("devices")(devices.devices)
app.command("read")(read.read)
app.command("identify")(identify.identify)
app.command("doctor")(doctor.doctor)
app.command("verify")(record.verify)
app.command("backup")(record.backup)
app.command("restore")(record.restore)
app.command("recent")(recent.recent)
app.command("parcel")(parcel.parcel)
app.command("operation")(lane.operation)
app.command("void")(lane.void)
app.command("override")(lane.override)
app.command("hub")(hub.hub)
app.command("serve")(serve.serve)
app.command("sheet")(sheet.sheet)
app.command("replay")(replay.replay)
app.command("install")(install.install)
app.command("bench")(bench.bench)
app.command("tracking-server")(tracking_server.tracking_server)
app.add_typer(scale.app, name="scale", help="Scales: detect, watch, check, decode, zero, tare, simulate.")
app.add_typer(scanner.app, name="scanner", help="Scanners: watch, detect, test, card, simulate.")
app.add_typer(printer.app, name="printer", help="Label printers: list, test, relabel, queue, reprint, drop, simulate.")
app.add_typer(sound.app, name="sound", help="Tones and spoken bins: test.")
app.add_typer(light.app, name="light", help="Stack light: test, simulate.")
app.add_typer(camera.app, name="camera", help="Cameras: list, watch, snapshot, tune, simulate.")
app.add_typer(config.app, name="config", help="The configuration file.")
app.add_typer(imports.app, name="import", help="Load the manifest, the sort plan and the hold list.")
app.add_typer(plan.app, name="plan", help="The sort plan: check a file, explain where a parcel goes, replay the past.")
app.add_typer(export.app, name="export", help="Write out what was recorded.")
app.add_typer(report.app, name="report", help="Figures of a shift or a day.")
app.add_typer(lane.shift_app, name="shift", help="Who works at the lane.")
app.add_typer(badge.app, name="badge", help="Badges to log in with: print, revoke.")
app.add_typer(bag.app, name="bag", help="Bags: open, close, move parcels, dispatch.")
app.add_typer(outbox.app, name="outbox", help="What waits for the centre, and what it refused.")


def main() -> None:
    """Run a command; no error of ours ever ends in a traceback."""
    from station.cli.shadowed import shadowing_reason

    if reason := shadowing_reason():
        # The gate of `station.core` cannot be used here: it would load the module that is in the way.
        shown = "".join(letter if letter.isprintable() else "?" for letter in reason[:1000])
        typer.echo(f"station: {shown}", err=True)
        sys.exit(2)
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # the last gate before the user
        from station.cli.errors import error_text, exit_code

        if os.environ.get("STATION_DEBUG"):
            raise
        _last_words(error_text(error))
        sys.exit(exit_code(error))


def _last_words(text: str) -> None:
    """Say it, unless standard error is a terminal that is gone or takes nothing.

    Then nothing more is written there, not by a library and not by Python at its end: the process would never end, or
    with another exit code.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        if os.isatty(stream) and not select.select([], [stream], [], 0.5)[1]:
            os.dup2(nowhere, stream)
    try:
        typer.echo(text, err=True)
    except OSError:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
