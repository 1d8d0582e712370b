"""`station scanner test` and `card`: one printed code tells how a scanner is set up, and what to put right."""

from __future__ import annotations

import json
import os
import select
import sys
import termios
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.new_file import ForceOption
from station.cli.scale_options import JsonOption

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hardware.scanners import Fault, SetUp

QUIET_S, LOOK_S = 0.6, 0.05
"""After so much silence the code has come whole."""
CURES = {
    "caps": "the letters come in the wrong case: switch Caps Lock off, or set the scanner to the case as printed",
    "layout": "it types for the keyboard {about}: set it to the keyboard of this computer; or read it by evdev: with "
    'layout = "{about}"',
    "gs_lost": "the group separator (GS) is lost, so numbers of GS1 labels run together: switch on control characters "
    "in the scanner, or let it send GS as <GS>",
    "gs_spelled": "it spells the group separator as {about}, which is understood",
    "twice": "each code comes twice: switch off its second interface or its repeat",
    "suffix_doubled": "the suffix {about} comes twice: the scanner adds one, and a rule of its set-up another",
    "no_suffix": "it sends no suffix, so that only silence ends a code: set CR or TAB as suffix (Enter)",
    "garbled": "the test code comes garbled: look at the cable, the line settings and the keyboard of the scanner",
    "no_test_code": "this is not the test code: print it with station scanner card FILE, and scan that",
}
HARMLESS = frozenset(("gs_spelled",))


def self_test(
    port: Annotated[
        str | None, typer.Option(help="As in the configuration. Without it: the keyboard of this terminal.")
    ] = None,
    baud: Annotated[int, typer.Option(min=300, max=921600, help="Bits a second of a serial line.")] = 9600,
    layout: Annotated[
        str | None, typer.Option(help="Keyboard of this computer: us, gb, de, fr, es or br. Without it: found out.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, help="Wait so long for the scan.")] = 30,
    as_json: JsonOption = False,
) -> None:
    """Scan the test code of `station scanner card`: how the scanner is set up, and what is wrong with it.

    Exit code 1: something is to be put right; 3: no scan came, or the port is away.
    """
    from hardware.contract import DeviceError
    from hardware.scanners import LAYOUTS
    from station.cli.errors import NO

    if layout is not None and layout not in LAYOUTS:
        raise typer.BadParameter(f"{layout} is none of {', '.join(LAYOUTS)}", param_hint="--layout")
    typer.echo("scan the test code (station scanner card FILE prints it)", err=True)
    data = _typed(seconds) if port is None else _sent(port, baud, seconds)
    if not data:
        raise DeviceError(f"scanner port {port or 'keyboard'}: no scan came; check --port and --baud, and scan again")
    found = _best(data, layout, by_keyboard=port is None or port.startswith("evdev:"))
    typer.echo(json.dumps(_object(found, data)) if as_json else "\n".join(_lines(found)))
    if any(fault.code not in HARMLESS for fault in found.faults):
        raise typer.Exit(NO)


def card(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="A4 page: .pdf, or a picture of 200 dpi (.png).")],
    force: ForceOption = False,
) -> None:
    """Print the test code of `station scanner test`, as Code 128 and QR. Exit code 2: the file cannot be written."""
    from config import ConfigError, Problem
    from hardware.images import code_cards, save_cards
    from hardware.scanners import TEST_TEXT
    from station.core import printable

    if out.exists() and not force:
        raise ConfigError([Problem(str(out), "", "is there already; --force replaces it")])
    try:
        save_cards(code_cards([("SCANNER TEST", TEST_TEXT)], columns=1), out)
    except ValueError as error:
        raise ConfigError([Problem("card", "", str(error))]) from None
    except OSError as error:
        raise ConfigError([Problem(str(out), "", f"cannot be written: {error.strerror}; name another FILE")]) from None
    typer.echo(printable(str(out), 500))


def _best(data: bytes, layout: str | None, *, by_keyboard: bool) -> SetUp:
    """Read as the keyboard of this computer; where that is not told, as the one that explains it best."""
    from hardware.scanners import LAYOUTS, examined

    if not by_keyboard:
        return examined(data)
    return min((examined(data, name) for name in LAYOUTS if layout in {None, name}), key=_weight)


def _weight(found: SetUp) -> tuple[bool, int]:
    unknown = {"garbled", "no_test_code"}
    return any(fault.code in unknown for fault in found.faults), len(found.faults)


def _sent(port: str, baud: int, seconds: float) -> bytes:
    """The bytes of one scan; DeviceError."""
    from hardware.links import LineSettings
    from hardware.scanners import open_line

    line = open_line(port, LineSettings(baud))
    try:
        return _until_quiet(line.read, seconds)
    finally:
        line.close()


def _typed(seconds: float) -> bytes:
    """What is typed at this terminal."""
    with _keys_as_they_come():
        return _until_quiet(_keys, seconds)


def _until_quiet(read: Callable[[float], bytes], seconds: float) -> bytes:
    data, last, ends = b"", time.monotonic(), time.monotonic() + seconds
    while time.monotonic() < ends and not (data and time.monotonic() - last >= QUIET_S):
        if more := read(LOOK_S):
            data, last = data + more, time.monotonic()
    return data


def _keys(timeout: float) -> bytes:
    return os.read(0, 4096) if select.select([0], [], [], timeout)[0] else b""


@contextmanager
def _keys_as_they_come() -> Iterator[None]:
    """The terminal gives each key at once, and Enter as CR."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(0)
    now = termios.tcgetattr(0)
    now[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)
    now[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(0, termios.TCSADRAIN, now)
    try:
        yield
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)


def _object(found: SetUp, data: bytes) -> dict[str, object]:
    return {
        "aim": found.aim,
        "prefix": found.prefix.hex(),
        "suffix": found.suffix_name,
        "faults": [{"code": fault.code, "about": fault.about, "cure": _cure(fault)} for fault in found.faults],
        "hex": data.hex(),
    }


def _lines(found: SetUp) -> Iterator[str]:
    if not any(fault.code in {"garbled", "no_test_code"} for fault in found.faults):
        prefix = f", prefix {found.prefix.hex(' ')}" if found.prefix else ""
        aim = f", AIM identifier {found.aim}" if found.aim else ", no AIM identifier"
        yield f"suffix {found.suffix_name}{prefix}{aim}"
    for fault in found.faults:
        yield f"{'note' if fault.code in HARMLESS else 'FAULT'}: {_cure(fault)}"
    if not found.faults:
        yield "nothing is wrong"


def _cure(fault: Fault) -> str:
    from station.core import printable

    return CURES[fault.code].format(about=printable(fault.about, 20))
