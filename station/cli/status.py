"""`station status`: what the running station would show on its screens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config import Config

LONGEST = 600


def status(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Ask the running station. Exit code 1 when it has a grave trouble or has failed, 3 when none answers."""
    from config import load
    from station.cli.errors import AWAY, NO
    from station.core import printable
    from station.language import ENGLISH, language, worded_report
    from station.runtime import ask

    loaded = load(config)
    answer = ask(loaded.station.data_dir)
    if answer is not None:
        answer = worded_report(answer, language(ENGLISH))
    if answer is None:
        typer.echo(printable(why_none(loaded), LONGEST), err=True)
        raise typer.Exit(AWAY)
    if as_json:
        typer.echo(json.dumps(answer))
    else:
        for line in _lines(answer):
            typer.echo(printable(line, LONGEST))
    if answer["failed"] or any(trouble["grave"] for trouble in answer["troubles"]):
        raise typer.Exit(NO)


def why_none(config: Config) -> str:
    """Whether nothing runs, or something runs and does not answer."""
    import os

    from station.assembly import store_path
    from station.requests import running_writer
    from station.runtime import socket_path

    folder, record = socket_path(config.station.data_dir).parent, store_path(config)
    if (pid := running_writer(record)) is not None:
        return f"process {pid} has {record} and does not answer at {folder}; is it a station, and not stopped or hung?"
    if folder.exists() and not os.access(folder, os.X_OK):
        return f"{folder}: only the user of the station may ask it; run: sudo -u USER station status"
    return f"no station runs on {record}; start it with station run, or name its configuration with --config"


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    from station.language import ENGLISH, language, mender_text

    since = answer["started_at"][:19].replace("T", " ")
    screen = "without a screen" if answer["headless"] else "with its screen"
    yield f"{answer['station_id']}  {answer['operation']}, {screen}, since {since} UTC, process {answer['pid']}"
    if answer["in_test"]:
        yield "IN TEST   nothing is sent to the centre or told to other stations; the record is one of trials"
    yield f"record    {answer['record']}"
    if answer["failed"]:
        yield f"FAILED    {answer['failed']}"
    for device in answer["devices"]:
        yield device_text(device)
    yield f"centre    {_centre(answer['sync'])}"
    yield f"queue     {_queue(answer['sync'])}{', never sent: in test' if answer['in_test'] else ''}"
    yield f"plan      {answer['plan_version'] or 'none'}"
    if answer["lists"]:
        yield f"lists     {', '.join(_list(each) for each in answer['lists'])}"
    yield f"disk      {_disk(answer['disk_hours'])}"
    yield f"clock     {answer['clock']}"
    hour = answer["hour"]
    stopped = sum(hour["exceptions"].values())
    presented, first = hour["presented"], hour["first_time"]
    figures = {
        "parcels": presented,
        "read at the first time": first,
        "accepted": hour["accepted"],
        "stopped scans": stopped,
    }
    counted = (f"{count} {name.removesuffix('s') if count == 1 else name}" for name, count in figures.items())
    yield f"1 h       {', '.join(counted)}"
    for trouble in answer["troubles"]:
        level = "TROUBLE" if trouble["grave"] else "WARNING"
        yield f"{level:9} {trouble['what']} (for {language(ENGLISH).age(trouble['since_s'])}): {trouble['text']}"
        if "cure" in trouble:  # a station of an older version tells none
            yield f"{'':9} {mender_text(trouble['who'], language(ENGLISH))}: {trouble['cure']}"
    if not answer["troubles"]:
        yield "no trouble"


def device_text(device: dict[str, Any]) -> str:
    """Its row: kind, health and for how long, name, what it says."""
    name = f"{device['kind']} {device['label']}" if device.get("label") else device["kind"]
    return f"{name:9} {_device(device)}"


def _device(device: dict[str, Any]) -> str:
    from station.language import ENGLISH, language

    if device["health"] == "off":
        return "off"
    stands = f"{device['health']} for {language(ENGLISH).age(device['since_s'])}  {device['name']}"
    if device["health"] != "up":
        return stands
    told = {"camera": _camera, "scale": _scale, "scanner": _scanner, "printer": _printer}.get(device["kind"])
    measures = told(device) if told is not None else ""
    return f"{stands}  {measures}"


def _camera(device: dict[str, Any]) -> str:
    if device["width"] is None or device["picture_age_s"] is None:
        return "no picture"
    form = f" {device['pixel_format']}" if device["pixel_format"] else ""
    size = f"{device['width']} x {device['height']}{form}, {device['fps']} pictures/s"
    return f"{size}, focus {device['focus']}, last picture {device['picture_age_s']} s ago"


def _scale(device: dict[str, Any]) -> str:
    if device["age_s"] is None:
        return "nothing heard"
    stable = {True: "stable", False: "moving", None: "stable or not: not told"}[device["stable"]]
    value = "no weight" if device["value"] is None else f"{device['value']} {device['unit'] or ''}".rstrip()
    state = stable if device["status"] == "ok" else device["status"]
    return f"{value}, {state}, {device['age_s']} s ago"


def _scanner(device: dict[str, Any]) -> str:
    if device["age_s"] is None:
        return "nothing scanned yet"
    locked = "LOCKED after a stop, " if device["locked"] else ""
    return f"{locked}{device['scans']} scans, last {device['last'] or 'a no-read'} {device['age_s']} s ago"


def _printer(device: dict[str, Any]) -> str:
    unsure = f", {device['unsure']} MAY BE MISSING: station printer queue" if device["unsure"] else ""
    return f"{device['waiting']} labels wait{unsure}"


def _centre(sync: dict[str, Any]) -> str:
    stands = {True: "online", False: "OFFLINE", None: "not tried yet" if sync["url"] else "off"}[sync["online"]]
    words = f"{'REFUSED' if sync['alarm'] else stands}  {sync['url']}"
    return words.rstrip()


def _queue(sync: dict[str, Any]) -> str:
    oldest = f", the oldest of {sync['oldest_pending'][:19].replace('T', ' ')} UTC" if sync["oldest_pending"] else ""
    return f"{sync['pending']} waiting{oldest}, {sync['dead']} refused"


def _list(each: dict[str, Any]) -> str:
    from station.language import ENGLISH, language

    if each["at"] is None:
        return f"{each['name']} none"
    hand = "" if each["of_centre"] else " by hand"
    return f"{each['name']} {'of unknown age' if each['age_s'] is None else language(ENGLISH).age(each['age_s'])}{hand}"


def _disk(hours: float | None) -> str:
    from station.language import ENGLISH, language

    return (
        "unknown for how long: nothing was scanned in the last hour"
        if hours is None
        else f"room for {language(ENGLISH).span(hours)}"
    )
