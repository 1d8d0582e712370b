"""From configuration to those who are told of alarms, by apprise."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import TYPE_CHECKING

import config as configuration
from station.runtime import Notifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from config import Config
    from station.core.alarm_notes import AlarmNote

KEY = "alarm.notify_file"
MOST = 10
"""Receivers."""


def notifiers_of(config: Config, words: Callable[[AlarmNote], tuple[str, str]]) -> tuple[Notifier, ...]:
    """One for each address of the file. ConfigError: the file, or the extra `notify`, is not as it should be."""
    file = config.alarm.notify_file
    if file is None:
        return ()
    if find_spec("apprise") is None:
        raise _wrong("needs the extra notify; run: make extras, or: pip install 'parcel-station[notify]'")
    return tuple(
        Notifier(number, words, _sender(file, number, url), f"{file.name}, line {number} ({url.partition(':')[0]})")
        for number, url in _urls(file)
    )


def _urls(file: Path) -> Iterator[tuple[int, str]]:
    """Numbers of lines and addresses. No error tells an address: they hold passwords."""
    from station.sync.transport import TokenError, read_secret

    try:
        text = read_secret(file, KEY).decode()
    except (TokenError, UnicodeDecodeError) as error:
        raise _wrong(str(error)) from None
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    urls = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if not urls or len(urls) > MOST:
        raise _wrong(f"{file} holds {len(urls)} addresses; write one a line, {MOST} at most")
    yield from urls


def _sender(file: Path, number: int, url: str) -> _Sender:
    sender = _Sender(url)
    if not sender.is_known:
        raise _wrong(f"{file}, line {number}: apprise knows no such address")
    return sender


def _wrong(cure: str) -> configuration.ConfigError:
    return configuration.ConfigError([configuration.Problem("configuration", KEY, cure)])


class _Sender:
    """Tells one receiver."""

    def __init__(self, url: str) -> None:
        import apprise

        quiet = logging.getLogger("apprise")  # it would write onto the screen
        quiet.addHandler(logging.NullHandler())
        quiet.propagate = False
        self._receiver = apprise.Apprise()
        self.is_known = bool(self._receiver.add(url))

    def __call__(self, title: str, text: str) -> bool:
        try:
            return bool(self._receiver.notify(body=text, title=title))
        except Exception:  # noqa: BLE001  # of whatever library of a service: it was not taken
            return False
