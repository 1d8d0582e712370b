"""`station doctor`: what is wrong, where, and what to do."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config import Config
    from station.doctor import Finding

MARKS = {"ok": "ok  ", "warning": "WARN", "fault": "FAIL"}


def doctor(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
    into: Annotated[
        Path | None,
        typer.Option(
            "--bundle", metavar="FILE", dir_okay=False, help="Write all of it into a zip file, without secrets."
        ),
    ] = None,
) -> None:
    """Look at devices, record, disk, clock and line. Exit code 1 when there is a fault."""
    from config import load
    from station.core import printable
    from station.doctor import examine

    loaded = load(config)
    findings = examine(loaded)
    if into is not None:
        _write(into, loaded, findings)
    for finding in findings:
        if as_json:
            typer.echo(json.dumps(asdict(finding)))
        else:
            typer.echo(f"{MARKS[finding.state]}  {finding.name:10} {printable(finding.words, 500)}")
    if any(finding.state == "fault" for finding in findings):
        raise typer.Exit(1)


def _write(file: Path, config: Config, findings: Sequence[Finding]) -> None:
    """A file that is there is not written over."""
    from config import ConfigError, Problem
    from station.assembly import secret_files
    from station.core import printable
    from station.doctor import bundle
    from station.runtime import ask

    packed = bundle(config, findings, ask(config.station.data_dir), secret_files(config))
    try:
        with file.open("xb") as out:
            out.write(packed)
    except FileExistsError:
        raise ConfigError([Problem(str(file), "", "is there already; name another FILE")]) from None
    except OSError as error:
        raise ConfigError([Problem(str(file), "", f"cannot be written: {error.strerror}; name another FILE")]) from None
    told = f"{file}: findings, configuration, status and versions, without secrets and parcels"
    typer.echo(printable(told, 500), err=True)
