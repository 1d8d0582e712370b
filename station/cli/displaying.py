"""The second display of a station that runs: `[display]`, or `--display`."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

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
    from config import split_address

    where = split_address(config.display.address)
    if where is None:
        return nullcontext()
    from station.web import Display, DisplayOutput, DisplayServer, Feed, make_display

    display = Display(station, word_in(config.display.token_file) or "")
    wearables = word_in(config.verdicts.token_file)
    feed = Feed(station, wearables) if wearables is not None else None
    server = DisplayServer(display, make_display(display, feed), *where)
    station.tell_beside(DisplayOutput(display, server, config.display.address, feed))
    return server


def word_in(file: Path | None) -> str | None:
    """The word of a file; ConfigError when it is empty."""
    from config import ConfigError, Problem

    word = file.read_text(encoding="utf-8").strip() if file is not None else None
    if file is not None and not word:
        raise ConfigError([Problem(str(file), "", "is empty; write a long random word into it")])
    return word
