"""`station devices`: a row for each device of the running station, and why one is down."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from station.cli.main import app
from tests.station.scanner_lines import desk
from tests.waiting import until

FILE = '[station]\nid = "test-1"\ndata_dir = "{}"\n'


def test_each_device_has_its_row_and_one_that_is_down_says_why(tmp_path: Path) -> None:
    file = tmp_path / "station.toml"
    file.write_text(FILE.format(tmp_path / "data"))
    asked = ["devices", "--config", str(file)]
    with desk(tmp_path, {"name": "left"}, {"name": "right"}) as here:
        well = CliRunner().invoke(app, asked)
        here.hands["left"].unplug()
        until(lambda: not here.is_up("left"), "red")
        ill = CliRunner().invoke(app, [*asked, "--json"])
        told = CliRunner().invoke(app, asked)
    none = CliRunner().invoke(app, asked)

    assert (well.exit_code, ill.exit_code, told.exit_code, none.exit_code) == (0, 1, 1, 3)
    assert [word in well.stdout for word in ("camera", "scale", "scanner left", "scanner right")] == [True] * 4
    assert [json.loads(row)["health"] for row in ill.stdout.splitlines()] == ["off", "off", "down", "up"]
    assert "no such device" in told.stdout or "unplugged" in told.stdout
