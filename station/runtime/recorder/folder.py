"""Recordings on the disk: a folder each, whole or not there, and never more of them than was allowed."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RECORD, SETTINGS, PICTURES_END = "recording.jsonl", "settings.toml", ".png"
_UNFINISHED = ".unfinished-"
DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class KeepRules:
    """What may lie in the folder."""

    most_bytes: int
    days: float


def recordings_in(folder: Path) -> list[Path]:
    """Those that are whole, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(each for each in folder.iterdir() if each.name[:1].isdigit() and (each / RECORD).is_file())


def begun(folder: Path, name: str) -> Path:
    """A new folder for the station's user alone, which is not a recording before `finished`. OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = folder / f"{_UNFINISHED}{name}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(mode=0o700)
    return made


def finished(made: Path) -> Path:
    """It is whole: it gets its name. OSError."""
    named = made.with_name(made.name.removeprefix(_UNFINISHED))
    made.rename(named)
    return named


def write_lines(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """A JSON line each. OSError."""
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, separators=(",", ":"), allow_nan=False) + "\n")


def make_room(folder: Path, rules: KeepRules, wanted: int) -> None:
    """Remove what is too old or unfinished, and the oldest until there is room for `wanted` more bytes."""
    for each in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(each, ignore_errors=True)
    kept = [(each, _size(each)) for each in recordings_in(folder)]
    total = sum(size for _, size in kept)
    for each, size in kept:
        if total + wanted > rules.most_bytes or time.time() - each.stat().st_mtime > rules.days * DAY_S:
            shutil.rmtree(each, ignore_errors=True)
            total -= size


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())
