"""A handheld scanner that acts as a keyboard: which of the keys are a scan, and where it ends.

A scanner types faster than fingers and ends with a suffix: CR, LF, TAB, or several of them. A scan is cut at the first
one, and the rest of the suffix is swallowed. Pure: time comes with each key, in monotonic seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from station.ui.terminal.keystrokes import TOGETHER_S

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE_S = 1.0
"""A longer pause ends what was typed: what comes then is another number."""
SUFFIX_S = 0.25
"""So long after a scan the rest of its suffix is swallowed: a busy machine hands keys over late."""
SHORTEST = 4
"""Fingers never type so many characters in one burst and end them with Enter."""
SUFFIXES = frozenset("\r\n\t")


class Meaning(Enum):
    """What a key is."""

    KEY = "key"
    """It does what it does."""
    SWALLOWED = "swallowed"
    """The rest of a suffix."""
    ENDED = "ended"
    """It ends `Typed.ended`, which was typed at a person's pace."""
    SCANNED = "scanned"
    """It ends `Typed.ended`, which came in a burst."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed since the last pause or suffix."""

    parts: tuple[str, ...] = ()
    """One for each burst: a busy machine may cut a scan, and a scan may follow what a person began to type."""
    at: float = float("-inf")
    """Time of the last key."""
    ended: tuple[str, ...] = ()
    """The parts that the last suffix ended."""
    ended_at: float = float("-inf")


def pressed(typed: Typed, at: float, character: str | None) -> tuple[Typed, Meaning]:
    """A key came at `at`; `character` is what it types, None for a key that edits or commands."""
    if character is None:
        return Typed(at=at), Meaning.KEY
    if character in SUFFIXES:
        return _suffix(typed, at)
    parts = typed.parts if at - typed.at <= PAUSE_S else ()
    together = parts and at - typed.at <= TOGETHER_S
    parts = (*parts[:-1], parts[-1] + character) if together else (*parts, character)
    return Typed(parts, at), Meaning.KEY


def _suffix(typed: Typed, at: float) -> tuple[Typed, Meaning]:
    if typed.ended and not typed.parts and at - typed.ended_at <= SUFFIX_S:
        return replace(typed, at=at), Meaning.SWALLOWED
    if at - typed.at > PAUSE_S or sum(map(len, typed.parts)) < SHORTEST:
        return Typed(at=at), Meaning.KEY
    burst = len(typed.parts[-1]) >= SHORTEST and at - typed.at <= TOGETHER_S
    return Typed((), at, typed.parts, at), Meaning.SCANNED if burst else Meaning.ENDED


def number_in(parts: tuple[str, ...], is_parcel: Callable[[str], bool]) -> str:
    """The scan in what was typed without a pause: the longest end of it that is a parcel id, else all of it."""
    texts = ["".join(parts[start:]) for start in range(len(parts))]
    return next((text for text in texts if is_parcel(text)), texts[0])
