"""What a station says aloud: few words, in the five languages of the workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SPOKEN: Mapping[str, Mapping[str, str]] = {
    "en": {"good": "{bin}", "stop": "stop. {bin}"},
    "zh_CN": {"good": "{bin}", "stop": "停。 {bin}"},
    "es": {"good": "{bin}", "stop": "alto. {bin}"},
    "pt_BR": {"good": "{bin}", "stop": "pare. {bin}"},
    "ru": {"good": "{bin}", "stop": "стоп. {bin}"},
}
_DIGITS_APART = 2
"""Digits of a number that is said as one; a longer one is said digit by digit."""


def spoken_phrase(language: str, outcome: str, place: str) -> str:
    """What is said of an outcome and a bin: `A 1` for A01, letters and long numbers one by one."""
    return SPOKEN[language][outcome].format(bin=_spelt(place)).strip()


def _spelt(place: str) -> str:
    if place.isalpha() and len(place) > _DIGITS_APART:
        return place.lower()
    parts, word = [], ""
    for letter in f"{place} ":
        if word and not (word.isdigit() and letter.isdigit()):
            parts.append(word if len(word) <= _DIGITS_APART else " ".join(word))
            word = ""
        word += letter if letter.isalnum() else ""
    return " ".join(part.lstrip("0") or "0" for part in parts)
