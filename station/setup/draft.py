"""The configuration file that is being written, some keys after others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from config import DEFAULT_PATH, Config, ConfigError, example, load, path_in_use, values, with_values, write_text
from station.setup.versions import keep_version

if TYPE_CHECKING:
    from collections.abc import Sequence

WHY = "station setup"


class Draft:
    """One file. Every change is checked first; what is refused leaves the file as it was."""

    def __init__(self, file: Path) -> None:
        """Begins the file with every default when it is not there; then the data folder is one that can be written.

        ConfigError: what is there is no configuration. OSError: it cannot be written.
        """
        self.file = file
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(example(), encoding="utf-8")
            if not _can_hold(Config().station.data_dir):
                self.put((("station.data_dir", str((file.parent / "parcel-station-data").resolve())),))
        self.config = load(file)

    def value(self, key: str) -> str:
        """As it is in effect, a text without its quotes; of what is not there, empty."""
        return str(dict(values(self.config)).get(key) or "")

    def wrong(self, key: str, text: str) -> str:
        """What is wrong with a value before it is written; empty: nothing."""
        if key == "station.data_dir" and not _can_hold(Path(text)):
            return "this user cannot write there: name another folder"
        try:
            with_values(self.file, ((key, text),))
        except ConfigError as error:
            return error.problems[0].cure
        return ""

    def put(self, settings: Sequence[tuple[str, str]]) -> str:
        """Write all of them, or none; what is wrong, or empty."""
        try:
            text, _ = with_values(self.file, settings)
            self.config = write_text(self.file, text)
        except ConfigError as error:
            return str(error.problems[0]).removeprefix(f"{self.file}: ")
        return ""

    def keep(self) -> str:
        """Into the history, as it is now; why it cannot be, or empty."""
        try:
            self.config.station.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return f"{self.config.station.data_dir}: {error.strerror}"
        return keep_version(self.file, self.config, WHY)


def draft_path(named: Path | None) -> Path:
    """The file that is named or in use; else the one in /etc when this user may write there, else one here."""
    used = path_in_use(named)
    if used is not None:
        return used
    return DEFAULT_PATH if _can_hold(DEFAULT_PATH.parent) else Path("station.toml").resolve()


def _can_hold(folder: Path) -> bool:
    """Whether this user can write into the folder, or make it."""
    there = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    return folder.is_absolute() and there.is_dir() and os.access(there, os.W_OK | os.X_OK)
