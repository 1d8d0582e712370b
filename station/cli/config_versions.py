"""Keeps each version of the configuration file that was in force, and tells when that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config


def keep_version(file: Path | None, config: Config, why: str = "found at the start") -> None:
    """Keep the file in use as it is now; a history that cannot be written is told, and stops nobody."""
    from station.setup import keep_version as keep

    if trouble := keep(file, config, why):
        typer.echo(trouble, err=True)
