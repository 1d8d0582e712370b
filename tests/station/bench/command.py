"""`station bench`, called within the process of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from typer.testing import CliRunner, Result

from station.cli.bench import bench

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer()
app.command()(bench)


def station_bench(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])
