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
LONG = 8
"""So many characters in one burst, and then silence, may be a whole code of a scanner that sends no suffix."""
SILENCE_S = 0.3
"""So long nothing comes behind a code without a suffix; a suffix that a busy machine hands over late comes before."""
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
    """It ends `Typed.ended`, which came as fast as a scanner types."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed since the last pause or suffix."""

    parts: tuple[str, ...] = ()
    """One for each burst: a busy machine may cut a scan, and a scan may follow what a person began to type."""
    began: float = float("-inf")
    """Time of the first key of them."""
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
    began = typed.began if parts else at
    parts = (*parts[:-1], parts[-1] + character) if together else (*parts, character)
    return Typed(parts, began, at), Meaning.KEY


def is_long_burst(typed: Typed) -> bool:
    """Whether what was typed may be a whole code, which silence would end."""
    return bool(typed.parts) and (len(typed.parts[-1]) >= LONG or (_characters(typed) >= LONG and _is_fast(typed)))


def _characters(typed: Typed) -> int:
    return sum(map(len, typed.parts))


def _is_fast(typed: Typed) -> bool:
    """Whether it came as fast as a scanner types, although a busy machine may have cut it."""
    return typed.at - typed.began <= _characters(typed) * TOGETHER_S


def silent(typed: Typed, at: float) -> tuple[Typed, Meaning]:
    """Nothing came until `at`: what came in a burst is ended, where whoever asks knows it for a whole code."""
    if not is_long_burst(typed) or at - typed.at < SILENCE_S:
        return typed, Meaning.KEY
    return Typed(at=at, ended=typed.parts, ended_at=at), Meaning.SCANNED


def _suffix(typed: Typed, at: float) -> tuple[Typed, Meaning]:
    if typed.ended and not typed.parts and at - typed.ended_at <= SUFFIX_S:
        return replace(typed, at=at), Meaning.SWALLOWED
    if at - typed.at > PAUSE_S or _characters(typed) < SHORTEST:
        return Typed(at=at), Meaning.KEY
    together = len(typed.parts[-1]) >= SHORTEST and at - typed.at <= TOGETHER_S
    scanned = together or _is_fast(replace(typed, at=at))
    return Typed(at=at, ended=typed.parts, ended_at=at), Meaning.SCANNED if scanned else Meaning.ENDED


def number_in(parts: tuple[str, ...], is_parcel: Callable[[str], bool]) -> str:
    """The scan in what was typed without a pause: the longest end of it that is a parcel id, else all of it."""
    texts = ["".join(parts[start:]) for start in range(len(parts))]
    return next((text for text in texts if is_parcel(text)), texts[0])
