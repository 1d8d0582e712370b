"""`station sheet`: the command barcodes of this hub, to print and to cut apart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.cli.new_file import ForceOption
from station.cli.run import ConfigOption

_NAMES = {"VOID": "LAST TEN", "OUT": "LOG OUT"}


def sheet(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="One A4 page: .pdf, or a picture of 200 dpi (.png).")],
    config: ConfigOption = None,
    force: ForceOption = False,
) -> None:
    """Print the command barcodes: undo, last ten, yes, no, log out, and one for each operation, as Code 128 and QR.

    They are signed with the key of the hub (shift.key_file), which is made at the first time: a sheet of another hub
    does nothing here. Exit code 2: the key or the file cannot be read or written.
    """
    from config import ConfigError, Problem, load
    from hardware.images import code_cards, save_cards
    from station.assembly import key_path
    from station.core import SHEET, command_text, printable
    from station.requests import HubKeyError, hub_key_made

    path = key_path(load(config))
    if out.exists() and not force:
        raise ConfigError([Problem(str(out), "", "is there already; --force replaces it")])
    try:
        key = hub_key_made(path)
        save_cards(code_cards([(_NAMES.get(word, word), command_text(word, key)) for word in SHEET]), out)
    except (HubKeyError, ValueError) as error:
        raise ConfigError([Problem("sheet", "", str(error))]) from None
    except OSError as error:
        raise ConfigError([Problem(str(out), "", f"cannot be written: {error.strerror}; name another FILE")]) from None
    typer.echo(printable(f"{out} (key: {path})", 500))
