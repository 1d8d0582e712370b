"""`station devices`: each device of the running station, what it is and what it says now."""

from __future__ import annotations

import json

import typer

from station.cli.run import ConfigOption
from station.cli.scale_options import JsonOption
from station.cli.status import LONGEST, device_text, why_none


def devices(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """One row a device: camera, scale, scanners. Exit code 1 when one is down, 3 when no station runs.

    Without a running station `station doctor` tries each.
    """
    from config import load
    from station.cli.errors import AWAY, NO
    from station.core import printable
    from station.language import ENGLISH, language, worded_report
    from station.runtime import ask

    loaded = load(config)
    answer = ask(loaded.station.data_dir)
    if answer is None:
        typer.echo(printable(why_none(loaded), LONGEST), err=True)
        raise typer.Exit(AWAY)
    told = worded_report(answer, language(ENGLISH))["devices"]
    for device in told:
        typer.echo(json.dumps(device) if as_json else printable(device_text(device), LONGEST))
        words = [device["words"]] if device["health"] == "down" else [each["text"] for each in device["defects"]]
        for text in () if as_json else words:
            typer.echo(printable(f"{'':10}{text}", LONGEST))
    if any(device["health"] == "down" for device in told):
        raise typer.Exit(NO)
