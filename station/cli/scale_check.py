"""`station scale check`: a test weight on the scale, against what it weighs."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.run import ConfigOption
from station.cli.scale_options import JsonOption, PortOption, scale_config

if TYPE_CHECKING:
    from decimal import Decimal

    from hardware.contract import Scale

LOOK_S = 0.1


def check(
    weight: Annotated[str, typer.Argument(metavar="GRAMS", help="What the test weight weighs.")],
    tolerance: Annotated[str, typer.Option(metavar="GRAMS", help="So far off it may be.")] = "5",
    seconds: Annotated[float, typer.Option(min=1, max=600, help="Wait so long for the weight to lie there.")] = 30.0,
    config: ConfigOption = None,
    port: PortOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a test weight on the scale and compare. Exit code 1: too far off, or no steady weight came; 3: it is away.
    A running station has the scale: there use station shift check --only test_weight.
    """
    from station.assembly import open_scale
    from station.core import printable

    wanted, most = _grams(weight, "GRAMS"), _grams(tolerance, "--tolerance")
    scale = open_scale(scale_config(config, port))
    try:
        scale.open()
        typer.echo(printable(f"put the test weight of {wanted:f} g on the scale"), err=True)
        measured = _steady(scale, wanted, seconds)
    finally:
        scale.close()
    off = None if measured is None else measured - wanted
    passed = off is not None and abs(off) <= most
    if as_json:
        told = {"weight_g": f"{wanted:f}", "tolerance_g": f"{most:f}", "passed": passed}
        found = (
            {"measured_g": None, "off_g": None} if off is None else {"measured_g": f"{measured:f}", "off_g": f"{off:f}"}
        )
        typer.echo(json.dumps(told | found))
    elif off is None:
        typer.echo(f"no steady weight above {wanted / 2:f} g came within {seconds:g} s", err=True)
    else:
        typer.echo(f"{measured:f} g, off by {off:+f} g: {'within' if passed else 'MORE THAN'} {most:f} g")
    if not passed:
        raise typer.Exit(1)


def _steady(scale: Scale, wanted: Decimal, wait_s: float) -> Decimal | None:
    """Grams that lie there steadily, more than half of the test weight; None: none came in time."""
    from station.setup import SteadyWeight

    until, test = time.monotonic() + wait_s, SteadyWeight(wanted)
    while time.monotonic() < until:
        said = scale.read(LOOK_S)
        if said is not None and (grams := test.hear(said)) is not None:
            return grams
    return None


def _grams(text: str, option: str) -> Decimal:
    from station.setup import grams_of

    grams = grams_of(text)
    if grams is None:
        raise typer.BadParameter("must be grams, more than 0 and at most a tonne", param_hint=option)
    return grams
