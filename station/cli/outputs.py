"""What is written on labels and said aloud: asked by threads of their own, so that no start waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from config import Config
    from station.core import DueLabel


def due_here(
    config: Config, wanted: Collection[str], since: str, is_known: Callable[[str], bool]
) -> Iterable[DueLabel]:
    """As of `station.reports`, on the record of this configuration."""
    from station.assembly import store_path
    from station.reports import due_labels

    return due_labels(store_path(config), wanted, since, is_known)


def phrase_here(config: Config, outcome: str, place: str) -> str:
    """What is said of an outcome and a bin, in the configured language."""
    from station.language import spoken_phrase

    return spoken_phrase(config.sound.speech, outcome, place)
