"""Pictures whose content is known: drawn ones, and those of a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hardware import images
from hardware.contract import DeviceError
from hardware.simulated.camera import GROUNDS, STRATA, empty_frames, hard_parcels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from station.bench.readers import Answer

EMPTY = tuple(f"bare {ground}" for ground in GROUNDS)
"""Strata in which there is no code."""
DRAWN = (*STRATA, *EMPTY)
FOLDER = "folder"
"""The stratum of a folder's pictures."""
_NO_BRACKETS = str.maketrans("", "", "()\x1d")


def plain(text: str) -> str:
    """A text without parentheses and FNC1 (U+001D), which readers write differently, and line ends at its end."""
    return text.translate(_NO_BRACKETS).rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Label:
    """The truth about a drawn label."""

    parcel_id: str
    texts: frozenset[str]
    """Everything on it, plain."""

    readable = True

    def read(self, answer: Answer) -> bool:
        """Whether the parcel's id was read."""
        return self.parcel_id in answer.parcel_ids

    def misread(self, answer: Answer) -> bool:
        """Whether a text is not on the label, or another id was taken."""
        wrong = any(plain(text) not in self.texts for text, _ in answer.symbols)
        return wrong or answer.chosen not in {None, self.parcel_id}


@dataclass(frozen=True, slots=True)
class Content:
    """The truth about a picture of a folder: one symbol's text, or raw bytes, or nothing at all."""

    text: str | None
    """As in NAME.txt."""
    raw: frozenset[bytes]
    """As in NAME.txt and NAME.bin."""

    @property
    def parcel_id(self) -> str | None:
        """The expected text."""
        return self.text

    @property
    def readable(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.raw)

    def read(self, answer: Answer) -> bool:
        """Whether one of the symbols is the expected one."""
        expected = None if self.text is None else plain(self.text)
        return any(raw in self.raw or plain(text) == expected for text, raw in answer.symbols)

    def misread(self, answer: Answer) -> bool:
        """Whether something was read, and not the expected; what else lies beside that is not judged."""
        return bool(answer.symbols) and not self.read(answer)


@dataclass(frozen=True, slots=True)
class Shown:
    """One parcel as a camera saw it."""

    number: int
    """From 0 in its stratum."""
    frames: list[Any]
    """uint8; height x width, x 3 (BGR) or x 4 (BGRA)."""
    truth: Label | Content
    about: list[dict[str, Any]] = field(default_factory=list)
    """What is known of each frame besides."""


def drawn(stratum: str, count: int, seed: int, *, passing: bool) -> Iterator[Shown]:
    """`count` parcels of a stratum, one frame each, or those of a passing; frames of an empty one. ValueError for an
    unknown stratum.
    """
    if stratum in EMPTY:
        for number, pixels in enumerate(empty_frames(GROUNDS[EMPTY.index(stratum)], count, seed)):
            yield Shown(number, [pixels], Content(None, frozenset()), [{}])
        return
    for number, frames in enumerate(hard_parcels(stratum, count, seed, passes=passing)):
        truth = Label(frames[0].parcel_id, frozenset(plain(text) for frame in frames for text in frame.texts))
        yield Shown(number, [frame.pixels for frame in frames], truth, [dict(frame.about) for frame in frames])


def pictures_of(folder: Path) -> list[Path]:
    """The folder's pictures by name. DeviceError when there is none or it cannot be listed."""
    try:
        paths = images.pictures_of(folder)
    except DeviceError as error:
        raise DeviceError(f"{folder}: {error}") from None
    if not paths:
        raise DeviceError(f"{folder}: the folder holds no pictures")
    return paths


def of_files(paths: list[Path], tell: Callable[[str], None]) -> Iterator[Shown]:
    """The pictures with what is expected in them. What cannot be read is told and left out."""
    for number, path in enumerate(paths):
        try:
            pixels, truth = images.load_picture(path), _content(path)
        except DeviceError as error:
            tell(f"{path}: left out: {error}")
            continue
        yield Shown(number, [pixels], truth, [{"picture": str(path)}])


def _content(path: Path) -> Content:
    """From NAME.txt (UTF-8, else Latin-1) and NAME.bin beside NAME.png; nothing is expected when both are missing."""
    text, raw = _bytes(path.with_suffix(".txt")), _bytes(path.with_suffix(".bin"))
    expected = frozenset(each for each in (text, raw) if each is not None)
    return Content(None if text is None else _decoded(text), expected)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DeviceError(f"{path.name} cannot be read: {error.strerror}") from None


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
