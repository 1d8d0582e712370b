"""`station bench NAME`: figures, printed."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer


class Bench(StrEnum):
    """What can be measured."""

    DECODE = "decode"
    LINE = "line"


def bench(
    name: Annotated[Bench, typer.Argument(help="decode: single frames beside zxing-cpp and pyzbar. line: the lot.")],
    count: Annotated[int, typer.Option(min=1, help="Parcels.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same parcels.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Measure this machine."""
    from station.bench import decode, line
    from station.bench.figures import table

    figures = (decode.run if name is Bench.DECODE else line.run)(count, seed)
    if as_json:
        for row in figures:
            typer.echo(json.dumps(asdict(row)))
        return
    typer.echo(f"{name.value}, {count} parcels, seed {seed}")
    typer.echo(table(figures))
