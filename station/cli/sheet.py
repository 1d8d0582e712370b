"""`station sheet`: the command barcodes of this hub, to print and to cut apart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.cli.new_file import ForceOption
from station.cli.run import ConfigOption

_NAMES = {"VOID": "LAST TEN", "NOREAD": "NO-READ", "OPENBAG": "OPEN BAG", "CLOSEBAG": "CLOSE BAG", "OUT": "LOG OUT"}


def sheet(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A4 pages: .pdf, or a picture of 200 dpi for each (.png: NAME.png, NAME-2.png)."
        ),
    ],
    config: ConfigOption = None,
    force: ForceOption = False,
) -> None:
    """Print the command barcodes: undo, last ten, yes, no, numbers, log out, each operation, as Code 128 and QR.

    They are signed with the key of the hub (shift.key_file), which is made at the first time: a sheet of another hub
    does nothing here. Exit code 2: the key or the file cannot be read or written.
    """
    from config import ConfigError, Problem, load
    from hardware.images import card_files, code_cards, save_cards
    from station.assembly import key_path
    from station.core import SHEET, command_text, printable
    from station.requests import HubKeyError, hub_key_made

    path = key_path(load(config))
    try:
        key = hub_key_made(path)
        pages = code_cards([(_NAMES.get(word, word), command_text(word, key)) for word in SHEET])
        files = card_files(out, len(pages))
        there = [file for file in files if file.exists()]
        if there and not force:
            raise ConfigError([Problem(str(file), "", "is there already; --force replaces it") for file in there])
        save_cards(pages, out)
    except (HubKeyError, ValueError) as error:
        raise ConfigError([Problem("sheet", "", str(error))]) from None
    except OSError as error:
        raise ConfigError([Problem(str(out), "", f"cannot be written: {error.strerror}; name another FILE")]) from None
    for file in files:
        typer.echo(printable(f"{file} (key: {path})", 500))
