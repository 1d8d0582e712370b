"""What a catalogue is made of: sentences in English, with places for values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
"""`{name}` or `{name:form}`; the forms are those of `station.language.language`."""


@dataclass(frozen=True, slots=True)
class Message:
    """English in the source; another language finds its own by it."""

    english: str
    plural: str = ""
    """English for any other number than 1."""
    counted: str = ""
    """The value whose number decides between the two."""
    about: str = ""
    """What it is about, where one English word has several in another language."""


@dataclass(frozen=True, slots=True)
class Giant:
    """What is read from afar: the word where the block letters have its letters, else a sign under the word."""

    word: Message
    sign: str


def message(english: str, about: str = "") -> Message:
    """A sentence or a word, for the catalogue to collect."""
    return Message(english, about=about)


def plural(counted: str, english: str, plural: str) -> Message:
    """A sentence about a number of things, for the catalogue to collect."""
    return Message(english, plural, counted)


@lru_cache(maxsize=1024)
def places(text: str) -> frozenset[str]:
    """The names of the values that a sentence wants."""
    return frozenset(match[1] for match in PLACE.finditer(text))
