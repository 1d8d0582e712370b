"""What the commands of `station scale` are told about the port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config

PortOption = Annotated[
    str | None,
    typer.Option("--port", help="Device path, URL, hid:VENDOR:PRODUCT or replay:FILE, instead of the configured port."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def scale_config(path: Path | None, port: str | None, **changes: Any) -> Config:
    """The configuration with another port and other keys of the scale where they are given; with a port and no file
    named, the defaults are enough.
    """
    from config import Config, load

    config: Config = load(path) if path is not None or port is None else Config()
    given = {key: value for key, value in {"port": port, **changes}.items() if value is not None}
    return config.model_copy(update={"scale": config.scale.model_copy(update=given)})
