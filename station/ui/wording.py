"""The language of the screens. One process has one screen, so that it is one of the process; F8 changes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from station.language import ENGLISH, LANGUAGES, Language, language
from station.ui.letters import has_letters
from station.ui.safe_text import say

if TYPE_CHECKING:
    from textual.content import Content

    from station.language import Giant, Message
    from station.ui.safe_text import Part

_MARK = re.compile("\0(\\w+)\0")


class _Screens:
    speak: Language = language(ENGLISH)


def spoken() -> Language:
    """What the screens speak now."""
    return _Screens.speak


def speak(name: str) -> None:
    """From now on the screens speak this language; what is drawn already stays until it is drawn again."""
    _Screens.speak = language(name)


def next_language() -> str:
    """The name of the one that comes after the one that is spoken."""
    names = list(LANGUAGES)
    return names[(names.index(spoken().name) + 1) % len(names)]


def tr(wanted: Message | None, **values: object) -> str:
    """The words of a message with its values; empty without one."""
    return "" if wanted is None else spoken().text(wanted, values)


def in_sentence(wanted: Message, style: str, **values: Part) -> Content:
    """A sentence whose values have styles of their own."""
    pieces = _MARK.split(tr(wanted, **{name: f"\0{name}\0" for name in values}))
    parts = [values[piece] if number % 2 else (piece, style) for number, piece in enumerate(pieces)]
    return say(*parts)


def tr_key(english: str) -> str:
    """The name of a key; bindings keep the English one."""
    return spoken().key(english)


def giant_of(giant: Giant, beside: str = "") -> tuple[str, str]:
    """What is drawn in block letters, and the headline over it, which holds the word when the letters have no such.

    `beside` stands in the headline anyhow.
    """
    word = tr(giant.word)
    if has_letters(word):
        return word, beside
    if not beside:
        return giant.sign, word
    return giant.sign, beside if word in beside else f"{word}   {beside}"
