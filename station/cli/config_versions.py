"""Keeps each version of the configuration file that was in force."""

from __future__ import annotations

import getpass
import os
import time
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config

START = "found at the start"


def keep_version(file: Path | None, config: Config, why: str = START) -> None:
    """Keep the file in use as it is now; a history that cannot be written is told, and stops nobody."""
    from config import keep, path_in_use
    from station.core import printable, utc_text_of

    used = path_in_use(file)
    if used is None:
        return
    try:
        keep(config.station.data_dir, used.read_text(encoding="utf-8"), utc_text_of(time.time()), _who(), why)
    except OSError as error:
        typer.echo(printable(f"the history of the configuration is not kept: {error}", 500), err=True)


def _who() -> str:
    """Of sudo, the person behind it."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.geteuid())
