"""`station scale detect`: which scale stands at which port, and how it has to be configured."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.progress_line import Gauge
from station.cli.run import ConfigOption
from station.cli.scale_options import JsonOption
from station.cli.scale_readings import reading, reading_text, shown

if TYPE_CHECKING:
    from hardware.scales.detection import Fit, PortFinding

PORTS = "Device path, URL or hid:VENDOR:PRODUCT; may be given several times. Without it: every port of this machine."

NEXT = (
    "name a network scale with --port socket://HOST:PORT; without a scale start a simulated one: "
    "station scale simulate --link /tmp/scale, and name it with --port /tmp/scale"
)
"""What may be done where no scale was found."""
UNKNOWN_UNIT = "UNIT"
"""No unit of a weight, so that it cannot be taken for one."""


def detect(
    port: Annotated[list[str] | None, typer.Option(help=PORTS)] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Listen at the ports, then ask harmless questions, and name the scale's protocol and settings. At most 30 s.

    Exit code 1 when no scale is found, 3 when a port cannot be opened.
    """
    from config import path_in_use
    from hardware.scales.detection import look_at_all
    from station.cli.errors import AWAY, NO

    gauge, start = Gauge(), time.monotonic()

    def progress(at: str, words: str) -> None:
        gauge.show(shown(f"{time.monotonic() - start:4.0f} s  {at}: {words}"))

    answers = []
    try:
        for found in look_at_all(port or [], progress):
            gauge.clear()
            answers.append(found)
            commands = _commands(found, config)
            typer.echo(json.dumps(_object(found, commands)) if as_json else "\n".join(_lines(found, commands)))
            sys.stdout.flush()
    finally:
        gauge.clear()
    if any(found.fits for found in answers) and path_in_use(config) is None:
        typer.echo(
            "no configuration file is in use: write one with station config init FILE, and add --config FILE", err=True
        )
    if not answers:
        typer.echo("no serial port and no USB scale is here", err=True)
    if not any(found.fits for found in answers):
        typer.echo(NEXT, err=True)
        raise typer.Exit(AWAY if any(found.trouble for found in answers) else NO)


def _object(found: PortFinding, commands: list[str]) -> dict[str, Any]:
    if not found.fits:
        return {"port": shown(found.port), "found": False, "protocol": None, "words": _silence(found)}
    best = found.fits[0]
    return {
        "port": shown(found.port),
        "found": True,
        "protocol": best.protocol,
        "settings": dict(best.settings),
        "baudrate": found.line.baudrate,
        "bytesize": found.line.bytesize,
        "parity": found.line.parity,
        "stopbits": found.line.stopbits,
        "evidence": {
            "asked": shown(found.asked) or None,
            "frames": best.frames,
            "bytes": best.heard,
            "unexplained": best.unexplained,
            "raw": shown(best.last.raw),
            "hex": best.last.raw.hex(),
            "reading": reading(best.last),
        },
        "also": [
            {"protocol": fit.protocol, "settings": dict(fit.settings), "reading": reading(fit.last)}
            for fit in found.fits[1:]
        ],
        "configure": commands,
    }


def _lines(found: PortFinding, commands: list[str]) -> list[str]:
    if not found.fits:
        return [f"{shown(found.port)}: {_silence(found)}"]
    best, others = found.fits[0], found.fits[1:]
    how = f"answers {shown(found.asked)}" if found.asked else "talks by itself"
    counted = f"{best.frames} frames, {best.unexplained} of {best.heard} bytes unexplained"
    lines = [f"{shown(found.port)}: {_name(best)} at {found.line}", f"  {how}: {counted}, the last {_frame(best)}"]
    if others:
        lines.append("  these fit as well; the frames alone do not tell which it is, the scale's menu or manual does:")
        lines += [f"    {_name(fit):26} {_frame(fit)}" for fit in others]
    if best.last.value is not None and best.last.unit is None:
        lines.append(f"  the scale does not send its unit: write the one that it shows in place of {UNKNOWN_UNIT}")
    return [*lines, *(f"  {command}" for command in commands)]


def _name(fit: Fit) -> str:
    return " ".join([fit.protocol, *(f"{key}={value}" for key, value in fit.settings.items())])


def _frame(fit: Fit) -> str:
    """What was sent and what it says, to be compared with what the scale shows."""
    return " ".join(reading_text({**reading(fit.last), "raw": shown(fit.last.raw)}).split())


def _silence(found: PortFinding) -> str:
    if found.trouble:
        return shown(found.trouble.removeprefix(f"scale port {found.port}: "))
    if found.heard:
        return f"bytes came, but they fit no known protocol: {shown(found.heard)} (hex {found.heard.hex(' ')})"
    return "no scale answers; check that it is on, the cable (crossed or not) and that its interface is switched on"


def _commands(found: PortFinding, config: Path | None) -> list[str]:
    """The lines that put it into the configuration, to be pasted as they are; none when no scale was found."""
    from station.setup import scale_keys

    if not found.fits:
        return []
    best = found.fits[0]
    keys = scale_keys(found, best)
    if best.last.value is not None and best.last.unit is None:
        keys["settings.unit"] = UNKNOWN_UNIT
    file = f" --config {shlex.quote(shown(str(config)))}" if config is not None else ""
    return [
        f"{_program()} config set scale.{key} {shlex.quote(shown(str(value)))}{file}" for key, value in keys.items()
    ]


def _program() -> str:
    """`station`, or the path by which it was called where the shell would not find it by name."""
    called = Path(sys.argv[0])
    return "station" if called.name != "station" or shutil.which("station") else shlex.quote(str(called))
