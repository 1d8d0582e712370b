"""What is read of print, where the bars of a label cannot be. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PrintedText:
    """What a recogniser makes of one strip of print."""

    text: str
    sure: tuple[float, ...]
    """How sure each character of it is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of print with a long number in it, as one picture shows it."""

    texts: tuple[PrintedText, ...]
    """One of each strip: the line was cut in several ways."""
    at_code: bool
    """Whether it stands where captions do, at a place with room for bars and none that were read."""
    look: int
    """Counts pictures that were looked at for print."""
    polygon: tuple[tuple[int, int], ...]
    """Four corners in pixels of the frame, clockwise from the first letter's upper one."""
    strip: Any
    """uint8, 48 rows, dark on light: what a person is shown."""
