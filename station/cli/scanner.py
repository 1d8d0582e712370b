"""`station scanner`: what a scanner with a serial line or a network port sends, byte by byte and as codes."""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.progress_line import Gauge
from station.cli.scale_options import JsonOption
from station.cli.scanner_detect import detect
from station.cli.scanner_self_test import card, self_test
from station.cli.scanner_simulate import simulate

if TYPE_CHECKING:
    from hardware.contract import Scanned
    from hardware.scanners import ByteScanner, Framing, Template

app = typer.Typer(no_args_is_help=True)
LOOK_S = 0.1
ENDS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t", "etx": b"\x03", "none": b""}


@app.callback()
def group() -> None:
    """Scanners with a serial line or a network port, or that act as a keyboard."""


@app.command()
def watch(
    port: Annotated[
        str,
        typer.Option(
            help="Device path, socket://HOST:PORT, listen://HOST:PORT (the reader connects), evdev:PATH, "
            "hid:VENDOR:PRODUCT, or replay:FILE."
        ),
    ],
    baud: Annotated[int, typer.Option(min=300, max=921600, help="Bits a second of a serial line.")] = 9600,
    prefix: Annotated[str, typer.Option(help="What stands before each code, such as \\x02.")] = "",
    suffix: Annotated[str, typer.Option(help="What ends it: cr, lf, crlf, tab, etx, none; or auto.")] = "auto",
    template: Annotated[
        str | None,
        typer.Option(help="Message of a fixed reader: {code},{weight_kg},{length_cm}x{width_cm}x{height_cm}."),
    ] = None,
    record: Annotated[Path | None, typer.Option(help="Write what comes to FILE, for --port replay:FILE.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop after this time.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show each scan: its bytes, its code, and what kind of number that is.

    With `auto` a code ends with CR, LF, TAB or silence. Exit code 3: the scanner is away, or no scan came.
    """
    from hardware.contract import DeviceError, RecordingOverError
    from hardware.links import LineSettings, recorded
    from hardware.scanners import ByteScanner

    framing, message = _framing(prefix, suffix), _template(template)
    gauge, until, scans = Gauge(), None if seconds is None else time.monotonic() + seconds, 0
    with ExitStack() as closing:
        file = closing.enter_context(record.open("w", encoding="utf-8")) if record is not None else None
        began = time.monotonic()

        def heard(data: bytes, at: float) -> None:
            if file is not None:
                file.write(recorded(data, at - began) + "\n")
                file.flush()

        line = LineSettings(baudrate=baud)
        scanner = ByteScanner(port, framing=framing, line=line, template=message, heard=heard)
        closing.callback(scanner.close)
        try:
            scanner.open()
            while until is None or time.monotonic() < until:
                scan = scanner.read(LOOK_S)
                gauge.show(_summary(scans, scanner))
                if scan is not None:
                    scans += 1
                    gauge.clear()
                    typer.echo(_as_json(scan) if as_json else _as_text(scan))
                    sys.stdout.flush()
        except RecordingOverError:
            pass
        finally:
            gauge.clear()
            typer.echo(_summary(scans, scanner), err=True)
    if not scans:
        raise DeviceError(f"scanner port {port}: no scan came; check --baud, --prefix and --suffix, and scan a code")


app.command()(detect)
app.command("test")(self_test)
app.command()(card)
app.command()(simulate)


def _summary(scans: int, scanner: ByteScanner) -> str:
    return f"{scans} scans, {scanner.dropped} bytes between them, {scanner.strange} messages of another form"


def _framing(prefix: str, suffix: str) -> Framing:
    from hardware.scanners import Framing

    end = suffix.lower()
    return Framing(_bytes(prefix, "--prefix"), None if end == "auto" else ENDS.get(end, _bytes(suffix, "--suffix")))


def _bytes(text: str, option: str) -> bytes:
    r"""Escapes such as \x02 and \r are what they mean in Python."""
    try:
        return text.encode("ascii").decode("unicode_escape").encode("latin-1")
    except UnicodeError:
        raise typer.BadParameter(f"{text} is no text in ASCII with escapes; write \\x02", param_hint=option) from None


def _template(text: str | None) -> Template | None:
    from hardware.scanners import Template, TemplateError

    try:
        return None if text is None else Template(text)
    except TemplateError as error:
        raise typer.BadParameter(str(error), param_hint="--template") from None


def _fields(scan: Scanned) -> dict[str, Any]:
    from station.core import printable
    from station.core.identify import identify

    identity = identify(scan.text, aim=scan.aim) if scan.text else None
    return {
        "text": printable(scan.text),
        "aim": scan.aim,
        "kind": identity and identity.kind.value,
        "carrier": identity and identity.carrier,
        "accepted": identity is not None and identity.accepted,
        "others": [printable(other) for other in scan.others],
        "grams": None if scan.grams is None else f"{scan.grams:f}",
        "size_mm": None if scan.size_mm is None else [f"{side:f}" for side in scan.size_mm],
        "hex": scan.raw.hex(),
    }


def _as_json(scan: Scanned) -> str:
    return json.dumps(_fields(scan))


def _as_text(scan: Scanned) -> str:
    told = _fields(scan)
    size = "x".join(told["size_mm"]) + " mm" if told["size_mm"] else ""
    grams = f"{told['grams']} g" if told["grams"] else ""
    kind = " ".join(part for part in (told["kind"], told["carrier"]) if part)
    parts = (told["text"] or "not read", told["aim"], kind, *told["others"], grams, size, scan.raw.hex(" "))
    return "  ".join(part for part in parts if part)
