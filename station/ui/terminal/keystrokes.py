"""Control sequences beside text are text: a barcode that a handheld scanner types can press no key.

A person's function key comes alone and whole; a scanner types its sequence close to other characters, or character by
character. So a sequence is held back for `TOGETHER_S`: if text comes within that time before or after it, it is part of
a code. One that comes in pieces is text as well, but for the mouse's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

TOGETHER_S = 0.04
"""Characters closer than this are one burst. Scanners type a character in 1 to 16 ms, fingers in 50 ms or more."""

SUFFIXES = "\r\n\t"
ENDED = float("-inf")
ESCAPE, ESCAPE_PICTURE, MOUSE = "\x1b", "\u241b", ("\x1b[<", "\x1b[M")
_TOKEN = re.compile(
    r"(?P<paste>\x1b\[20[01]~)"
    r"|(?P<report>\x1b\[(?:<[\d;-]*[Mm]|M[\s\S]{3}|[IO]|\?[\d;]*(?:\$y|c)|\d+;\d+R|48;[\d;:]*t))"
    r"|(?P<key>\x1b(?:\[\[[A-E]|\[[\d;:]*[A-Za-z~^$@]|O[A-Za-z])|\x1b(?=\x1b|\Z))"
    r"|(?P<text>[^\x1b]+|\x1b)"
)
"""Brackets of a paste, which nobody asked for; reports of the terminal itself (mouse, focus, answers); keys that send a
sequence; everything else."""
_TEXT = frozenset(("paste", "text"))
_UNFINISHED = re.compile(r"\x1b(?:\[[<?]?[\d;:$-]*|\[M[\s\S]{0,2}|\[\[|O)?\Z")


@dataclass(frozen=True, slots=True)
class Keystrokes:
    """What came after no text, and may still turn out to stand before some. Times are monotonic seconds."""

    held: tuple[tuple[str, float], ...] = ()
    """Whole sequences, each with the time at which it came."""
    begun: str = ""
    """A sequence that has not ended yet."""
    begun_at: float = 0.0
    text_at: float = ENDED
    """When the text before came that no suffix has ended."""

    @property
    def waiting(self) -> bool:
        """Whether something is held back."""
        return bool(self.held or self.begun)


def received(keys: Keystrokes, at: float, data: str) -> tuple[Keystrokes, str]:
    """`data` came at `at`; what the parser of keys may have of it now."""
    keys, passed = released(keys, at)
    if not data:
        return keys, passed
    in_pieces = bool(keys.begun) and not keys.begun.startswith(MOUSE)
    data = keys.begun + data
    begun = _UNFINISHED.search(data)
    whole = data[: begun.start()] if begun else data
    tokens = list(_TOKEN.finditer(whole))
    if in_pieces or any(token.lastgroup in _TEXT for token in tokens) or at - keys.text_at <= TOGETHER_S:
        text = "".join(sequence for sequence, _ in keys.held) + data
        # Behind a suffix a code is whole: the next sequence is judged by what comes after it.
        return Keystrokes(text_at=ENDED if text[-1] in SUFFIXES else at), passed + _as_text(text)
    held = (*keys.held, *((token[0], at) for token in tokens))
    return replace(keys, held=held, begun=data[len(whole) :], begun_at=at), passed


def released(keys: Keystrokes, at: float) -> tuple[Keystrokes, str]:
    """What came long enough before `at` without text beside it: these are keys."""
    ripe = "".join(sequence for sequence, since in keys.held if at - since > TOGETHER_S)
    held = tuple(each for each in keys.held if at - each[1] <= TOGETHER_S)
    keys = replace(keys, held=held)
    if not keys.begun or at - keys.begun_at <= TOGETHER_S:
        return keys, ripe
    if keys.begun == ESCAPE:
        return replace(keys, begun=""), ripe + ESCAPE
    return replace(keys, begun="", text_at=at), ripe + _as_text(keys.begun)


def _as_text(data: str) -> str:
    """Sequences spelled out, reports of the terminal left out."""
    parts = (
        "" if token.lastgroup == "report" else token[0].replace("\x1b", ESCAPE_PICTURE)
        for token in _TOKEN.finditer(data)
    )
    return "".join(parts)
