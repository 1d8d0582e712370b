"""`station scale`: what scales say, and a scale that is simulated."""

from __future__ import annotations

import json
import math
import signal
import sys
import time
from contextlib import contextmanager
from enum import StrEnum
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.run import ConfigOption
from station.cli.scale_check import check
from station.cli.scale_detect import detect
from station.cli.scale_options import JsonOption, PortOption, scale_config
from station.cli.scale_readings import reading, reading_text, shown
from station.cli.scale_watch import watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hardware.contract import Scale, Weight
    from hardware.simulated.scale import SimulatedScale

app = typer.Typer(no_args_is_help=True)
app.command()(detect)
app.command()(check)
app.command()(watch)

LOOK_S = 0.1
GREET_S = 3.0
"""Wait for the first word of a scale before a command is sent."""
ANSWER_S = 8.0
"""Zero and tare wait for a stable scale."""
WEIGHING = ("weight", "status_only")
LONG_S = 3600.0
ENDING = (signal.SIGTERM, signal.SIGINT)
HEAVIEST_G = 1_000_000.0


class Transport(StrEnum):
    """What a simulated scale plugs into."""

    PTY = "pty"
    TCP = "tcp"


@app.command()
def decode(as_json: JsonOption = False) -> None:
    """Decode recorded bytes: JSON lines {protocol, bytes_hex | chunks_hex, config} on standard input."""
    sound = True
    for text in sys.stdin.buffer:
        if not text.strip():
            continue
        answer: dict[str, Any]
        try:
            answer = {"readings": [reading(weight) for weight in _decoded(text)]}
        except (ValueError, TypeError, RecursionError) as error:
            sound = False
            answer = {"readings": [], "error": shown(str(error))}
        typer.echo(json.dumps(answer) if as_json else _answer_line(answer))
        sys.stdout.flush()
    if not sound:
        raise typer.Exit(1)


@app.command()
def zero(config: ConfigOption = None, port: PortOption = None, as_json: JsonOption = False) -> None:
    """Set the empty scale to zero. Exit code 1 when the scale refuses."""
    _command(_scale(config, port), "zero", lambda scale: scale.zero(), as_json=as_json)


@app.command()
def tare(config: ConfigOption = None, port: PortOption = None, as_json: JsonOption = False) -> None:
    """Take what lies on the scale as tare. Exit code 1 when the scale refuses."""
    _command(_scale(config, port), "tare", lambda scale: scale.tare(), as_json=as_json)


@app.command()
def simulate(
    protocol: Annotated[str, typer.Option(help="Language of the scale, by its name in the configuration.")] = "mt-sics",
    port: Annotated[Transport, typer.Option(help="A pseudo-terminal or a TCP port of this machine.")] = Transport.PTY,
    link: Annotated[Path | None, typer.Option(help="Symbolic link that is made to the pseudo-terminal.")] = None,
    load: Annotated[
        float | None, typer.Option(help="Grams on the scale, and what the space bar puts on (else 850).")
    ] = None,
    script: Annotated[str | None, typer.Option(help="Grams one after the other, over and over: 500,0,1200,0")] = None,
    every: Annotated[float, typer.Option(min=0.01, help="Seconds that each load of the script stays.")] = 3.0,
    noise: Annotated[float, typer.Option(min=0, help="Grams, at most, by which a shaking floor moves it.")] = 0.0,
    faults: Annotated[
        str, typer.Option(help="What goes wrong now and then: out of motion,overload,negative,dropout,half.")
    ] = "",
    unit: Annotated[str | None, typer.Option(help="Unit of the display: kg, g, lb or oz, as the protocol can.")] = None,
    seed: Annotated[int, typer.Option(help="Of noise and faults: the same seed, the same troubles.")] = 1,
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop after this time.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Be a scale until Ctrl-C. The first line says on which port.

    In a terminal and without a script keys change the load: space puts it on and takes it off, digits and Enter put so
    many grams on, q ends.
    """
    from hardware.simulated.scale import SimulatedScale
    from station.cli import scale_keys

    if port is Transport.TCP and link is not None:
        raise typer.BadParameter("a TCP port needs no link; leave it out", param_hint="--link")
    loads = _loads(load, script)
    by_keys = script is None and scale_keys.at_terminal()
    try:
        scale = SimulatedScale(
            protocol=protocol,
            transport=port.value,
            link=link,
            unit=unit,
            noise_g=noise,
            faults=[name for name in faults.split(",") if name],
            seed=seed,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with _ending_blocked(), scale:
        _introduce(scale, protocol, as_json=as_json)
        if by_keys:
            scale_keys.play_keys(scale.place, load, seconds)
        else:
            _play(scale.place, loads, every, seconds)


@contextmanager
def _ending_blocked() -> Iterator[None]:
    """Entered before the scale's thread starts: the wait for these signals is the only place where they arrive."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _introduce(scale: SimulatedScale, protocol: str, *, as_json: bool) -> None:
    described = {"port": scale.port, "protocol": protocol, "settings": dict(scale.settings)}
    typer.echo(json.dumps(described) if as_json else scale.port)
    if scale.settings and not as_json:
        typer.echo(f"scale.settings of a station that reads it: {json.dumps(described['settings'])}")
    sys.stdout.flush()


def _decoded(text: bytes) -> list[Weight]:
    from hardware.scales import decode

    try:
        asked = json.loads(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(asked, dict):
        raise TypeError("a line must be a JSON object {protocol, bytes_hex | chunks_hex, config}")
    protocol, chunks, settings = asked.get("protocol"), asked.get("chunks_hex"), asked.get("config") or {}
    if chunks is None:
        chunks = [asked.get("bytes_hex")]
    if not isinstance(protocol, str):
        raise TypeError("protocol is missing or not a text")
    if not isinstance(chunks, list) or not all(isinstance(chunk, str) for chunk in chunks):
        raise TypeError("bytes_hex must be a text, or chunks_hex a list of texts")
    if not isinstance(settings, dict):
        raise TypeError("config must be an object")
    return decode(protocol, [bytes.fromhex(chunk) for chunk in chunks], settings)


def _answer_line(answer: dict[str, Any]) -> str:
    if "error" in answer:
        return f"error: {answer['error']}"
    return "; ".join(reading_text(said) for said in answer["readings"]) or "nothing"


def _scale(path: Path | None, port: str | None) -> Scale:
    from station.assembly import open_scale

    return open_scale(scale_config(path, port))


def _command(scale: Scale, name: str, send: Callable[[Scale], None], *, as_json: bool) -> None:
    try:
        scale.open()
        _await(scale, lambda said: said.kind in WEIGHING, GREET_S, "gives no weight")
        send(scale)
        answered = _answers if scale.confirms else _shows_zero
        answer = _await(scale, answered, ANSWER_S, f"does not answer to {name}")
    finally:
        scale.close()
    done = answer.kind != "error_reply"
    if as_json:
        typer.echo(
            json.dumps({"command": name, "done": done, "text": shown(answer.text or ""), "raw": shown(answer.raw)})
        )
    else:
        typer.echo(f"{name} done" if done else f"{name} refused: {shown(answer.text or answer.status)}")
    if not done:
        raise typer.Exit(1)


def _answers(said: Weight) -> bool:
    return said.kind in ("ack", "error_reply")


def _shows_zero(said: Weight) -> bool:
    """What the command has done shows in the weight, where the protocol has no answer to it."""
    return said.kind == "error_reply" or said.value == 0


def _await(scale: Scale, wanted: Callable[[Weight], bool], wait_s: float, otherwise: str) -> Weight:
    from hardware.contract import DeviceError

    until = time.monotonic() + wait_s
    while time.monotonic() < until:
        message = scale.read(LOOK_S)
        if message is not None and wanted(message):
            return message
    raise DeviceError(f"scale port {scale.name}: the scale {otherwise}; check its interface settings")


def _loads(load: float | None, script: str | None) -> list[float]:
    if load is not None and script is not None:
        raise typer.BadParameter("give --load or --script, not both")
    try:
        loads = [load or 0.0] if script is None else [float(part) for part in script.split(",")]
    except ValueError:
        loads = []
    if not loads or not all(abs(grams) <= HEAVIEST_G for grams in loads):
        raise typer.BadParameter("must be grams of at most a tonne, with commas between: 500,0,1200,0")
    return loads


def _play(place: Callable[[float], None], loads: list[float], every: float, seconds: float | None) -> None:
    """Put one load after the other until the time is over or a signal comes; the signals are blocked."""
    until = math.inf if seconds is None else time.monotonic() + seconds
    stay = every if len(loads) > 1 else LONG_S
    for grams in cycle(loads):
        place(grams)
        left = until - time.monotonic()
        if signal.sigtimedwait(ENDING, max(0.0, min(stay, left))) is not None or left <= stay:
            return
