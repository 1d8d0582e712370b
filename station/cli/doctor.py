"""`station doctor`: what is wrong, where, and what to do."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from station.cli.run import ConfigOption

MARKS = {"ok": "ok  ", "warning": "WARN", "fault": "FAIL"}


def doctor(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Look at devices, record, disk, clock and line. Exit code 1 when there is a fault."""
    from config import load
    from station.core import printable
    from station.doctor import examine

    findings = examine(load(config))
    for finding in findings:
        if as_json:
            typer.echo(json.dumps(asdict(finding)))
        else:
            typer.echo(f"{MARKS[finding.state]}  {finding.name:10} {printable(finding.words, 500)}")
    if any(finding.state == "fault" for finding in findings):
        raise typer.Exit(1)
