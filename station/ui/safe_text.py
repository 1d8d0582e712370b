"""The way of every word to the screen: markup is never read and nothing in it can drive the terminal (design law 6)."""

from __future__ import annotations

from textual.content import Content

from station.core import printable

Part = str | tuple[str, str]
"""Text, or text and a style of theme variables such as `bold $state-down`."""

LONGEST = 400


def say(*parts: Part) -> Content:
    """One line of text with its styles."""
    return Content.assemble(*(_cleaned(part) for part in parts))


def lines(rows: list[Content]) -> Content:
    """Lines under each other."""
    return Content("\n").join(rows)


def fit(text: str, width: int) -> str:
    """The text as it may be shown, in exactly `width` characters."""
    shown = printable(text, max(1, width))
    return f"{shown:<{width}}"


def _cleaned(part: Part) -> Part:
    if isinstance(part, str):
        return printable(part, LONGEST)
    text, style = part
    return printable(text, LONGEST), style
