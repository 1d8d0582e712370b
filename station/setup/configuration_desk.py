"""The configuration of a running station, changed at its screen: checked, compared, written, kept in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import ConfigError, Described, described, differences, load, path_in_use, with_values, write_text
from station.core import printable
from station.core.set_up import Change, Tried
from station.setup.versions import keep_version

if TYPE_CHECKING:
    from pathlib import Path


WHY = "changed at the screen"
MOST_TOLD = 3
"""Problems of a file that are told at once."""


class ConfigurationDesk:
    """Reads and writes one file: only worker threads call it. What is refused leaves the file as it was."""

    def __init__(self, file: Path | None) -> None:
        """None: the file that is in use."""
        self._file = path_in_use(file)

    @property
    def file(self) -> str:
        """Its name; empty: there is none, the defaults hold."""
        return printable(str(self._file), 300) if self._file is not None else ""

    def keys(self) -> tuple[Described, ...] | str:
        """Every key of the file as it is now; what is wrong with it."""
        try:
            return described(load(self._file))
        except ConfigError as error:
            return self._told(error)

    def proposed(self, key: str, value: str) -> Change | str:
        """The file with this value in it, not written; what is wrong with it."""
        if self._file is None:
            return "there is no configuration file; write one with: station config init"
        try:
            before = load(self._file)
            text, after = with_values(self._file, ((key, value),))
        except ConfigError as error:
            return self._told(error)
        differs = tuple((each.key, each.before or "", each.after or "") for each in differences(before, after))
        if not differs and after != before:
            differs = ((key, "***", "***"),)  # another password alone
        return Change(key, value, text, differs)

    def put(self, change: Change, who: str, why: str) -> Tried | None:
        """Write what was looked at; None: the file is another one meanwhile, and nothing was written."""
        file = self._file
        if file is None or (now := self.proposed(change.key, change.value)) != change:
            return Tried(good=False, text=now) if file is not None and isinstance(now, str) else None
        try:
            keep_version(file, load(file), "before a change")
            config = write_text(file, change.text)
        except ConfigError as error:
            return Tried(good=False, text=self._told(error))
        return Tried(good=True, text=keep_version(file, config, why or WHY, who))

    def _told(self, error: ConfigError) -> str:
        """Each problem in a sentence, without the name of the file, which stands above."""
        said = [str(each).removeprefix(f"{self._file}: ") for each in error.problems[:MOST_TOLD]]
        return "\n".join(printable(each, 500) for each in said)
