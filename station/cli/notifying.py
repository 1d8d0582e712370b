"""Alarms by e-mail and other services while a station runs: `alarm.notify_file`."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config import Config
    from station.core.alarm_notes import AlarmNote
    from station.service import Station


@contextmanager
def notifying(config: Config, station: Station) -> Iterator[None]:
    """Receivers are told while the block lasts. ConfigError: the file, or the extra `notify`, is not there."""
    from station.assembly import notifiers_of

    notifiers = notifiers_of(config, partial(notification_text, config))
    for each in notifiers:
        station.tell_beside(each)
        # A daemon: a server that takes its time holds up neither the lane nor the end of the station.
        threading.Thread(target=each.run, name=each.key, daemon=True).start()
    try:
        yield
    finally:
        for each in notifiers:
            each.stop()


def notification_text(config: Config, noted: AlarmNote) -> tuple[str, str]:
    """Title and text in the language of the screens."""
    from hardware.contract import Notice
    from station.core import printable
    from station.language import language, trouble_texts

    told = trouble_texts(Notice(noted.alarm), language(config.screen.language))
    ended = "" if noted.state == "came" else f" ({noted.state})"
    title = f"{config.station.id}: {told.headline}{ended}"
    figures = "" if noted.value == "-" else f" ({noted.value})"
    return printable(title, 200), printable(f"{told.everybody or told.headline}{figures}", 500)
