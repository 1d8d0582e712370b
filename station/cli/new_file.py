"""Files that a command writes for a person to keep: never over one that is there, unless told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pathlib import Path

ForceOption = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]


def write_new(path: Path, text: str, *, force: bool) -> None:
    """Write the file and print its path. ConfigError names the cure: it is there already, or cannot be written."""
    from config import ConfigError, Problem
    from station.core import printable

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ConfigError([Problem(str(path), "", "is there already; --force replaces it")]) from None
    except OSError as error:
        cure = f"cannot be written: {error.strerror}; name another PATH"
        if isinstance(error, PermissionError):
            cure += ", or run this with sudo"
        raise ConfigError([Problem(str(path), "", cure)]) from None
    typer.echo(printable(str(path), 500))
