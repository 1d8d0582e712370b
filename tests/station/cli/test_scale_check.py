"""`station scale check` on a simulated scale: within, too far off, nothing there, away."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from hardware.contract import DeviceError
from hardware.simulated.scale import SimulatedScale
from station.cli.scale import app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[SimulatedScale]:
    with SimulatedScale(link=tmp_path / "scale", settle_ms=50) as one:
        yield one


def check(*args: str) -> Result:
    return CliRunner().invoke(app, ["check", *args])


@pytest.mark.parametrize(
    ("lies", "tolerance", "code"), [(1000, "5", 0), (1004, "5", 0), (1012, "5", 1), (988, "20", 0)]
)
def test_a_test_weight_within_its_tolerance_passes(sim: SimulatedScale, lies: int, tolerance: str, code: int) -> None:
    sim.place(lies)
    found = check("1000", "--tolerance", tolerance, "--port", sim.port, "--json")
    assert found.exit_code == code
    told = json.loads(found.stdout)
    assert (told["passed"], float(told["off_g"])) == (code == 0, lies - 1000)
    assert float(told["measured_g"]) == lies


def test_the_weight_may_be_put_on_later_and_none_at_all_fails(sim: SimulatedScale) -> None:
    none = check("1000", "--seconds", "1", "--port", sim.port)
    assert (none.exit_code, "no steady weight" in none.stderr) == (1, True)
    timer = threading.Timer(0.5, sim.place, (1000,))
    timer.start()
    assert check("1000", "--port", sim.port).exit_code == 0
    timer.join()


def test_wrong_grams_are_wrong_use_and_a_scale_that_is_away_is_told(tmp_path: Path) -> None:
    assert [check(text, "--port", str(tmp_path / "none")).exit_code for text in ("x", "-1", "nan", "0")] == [2] * 4
    assert isinstance(check("1000", "--port", str(tmp_path / "none")).exception, DeviceError)
