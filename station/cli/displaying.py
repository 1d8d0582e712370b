"""The second display of a station that runs: `[display]`, or `--display`."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from config import Config
    from station.service import Station


def with_display(config: Config, address: str | None) -> Config:
    """The configuration with this address of the display; None: its own. ConfigError: others reach it."""
    from config import ConfigError, Problem, split_address
    from config.display import display_contradictions

    if address is None:
        return config
    if split_address(address) is None:
        raise typer.BadParameter("HOST:PORT, such as 127.0.0.1:8090", param_hint="--display")
    display = config.display.model_copy(update={"address": address})
    if wrong := [Problem("--display", key, cure) for key, cure in display_contradictions(display)]:
        raise ConfigError(wrong)
    return config.model_copy(update={"display": display})


def displaying(config: Config, station: Station) -> AbstractContextManager[object]:
    """The page, while the block lasts; nothing where none is configured. OSError names what is wrong."""
    from config import ConfigError, Problem, split_address

    where = split_address(config.display.address)
    if where is None:
        return nullcontext()
    from station.web import Display, DisplayServer, make_display

    file = config.display.token_file
    word = file.read_text(encoding="utf-8").strip() if file is not None else ""
    if file is not None and not word:
        raise ConfigError([Problem(str(file), "", "is empty; write a long random word into it")])
    display = Display(station, word)
    server = DisplayServer(display, make_display(display), *where)
    station.subscribe(display.heard)
    return server
