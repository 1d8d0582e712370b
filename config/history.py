"""Every version of the configuration that was in force, with who changed it and why; beside the record."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.load import ConfigError, Problem, parse
from config.show import dump

if TYPE_CHECKING:
    from config.model import Config

FOLDER = "configuration"
"""In data_dir; one JSON file for each version."""
_FIELDS = {"number": int, "at": str, "who": str, "why": str, "text": str}


@dataclass(frozen=True, slots=True)
class Version:
    """A configuration file as it was."""

    number: int
    """From 1 on."""
    at: str
    """UTC, when it was found in force."""
    who: str
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A key whose value in effect differs. Values as TOML writes them; None: there is no such key."""

    key: str
    before: str | None
    after: str | None


def history(data_dir: Path) -> tuple[Version, ...]:
    """All that are kept, the oldest first. A file that is damaged is left out. OSError: the folder cannot be read."""
    try:
        files = sorted((data_dir / FOLDER).glob("*.json"))
    except FileNotFoundError:
        return ()
    return tuple(version for file in files if (version := _read(file)) is not None)


def keep(data_dir: Path, text: str, at: str, who: str, why: str) -> Version | None:
    """Keep this version, unless the newest is the same or no station has begun in data_dir yet (None). For its owner
    alone, as it may hold passwords. OSError: it cannot be written.
    """
    if not data_dir.exists():
        return None
    kept = history(data_dir)
    if kept and kept[-1].text == text:
        return None
    version = Version(kept[-1].number + 1 if kept else 1, at, who, why, text)
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".", dir=folder)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(version), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    Path(name).rename(folder / f"{version.number:06}.json")
    _give_to_owner(folder, folder / f"{version.number:06}.json")
    return version


def version_of(data_dir: Path, number: int) -> Version:
    """The one of this number. ConfigError names those that there are."""
    kept = history(data_dir)
    for version in kept:
        if version.number == number:
            return version
    there = f"{kept[0].number} to {kept[-1].number}" if kept else "none"
    raise ConfigError([Problem(str(data_dir / FOLDER), "", f"there is no version {number}; there: {there}")])


def differences(before: Config, after: Config) -> tuple[Difference, ...]:
    """Keys whose values in effect differ, by name. Passwords are masked: another password alone is not seen."""
    old, new = dict(dump(before)), dict(dump(after))
    return tuple(
        Difference(key, old.get(key), new.get(key))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    )


def parsed_version(version: Version) -> Config:
    """As a configuration. ConfigError: this program does not take it any more."""
    return parse(version.text, f"version {version.number}")


def _read(file: Path) -> Version | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return Version(**{name: kind(told[name]) for name, kind in _FIELDS.items()})
    except (ValueError, KeyError, TypeError, OSError):
        return None


def _give_to_owner(*paths: Path) -> None:
    """What root writes is the station's, as data_dir is."""
    if os.geteuid() == 0:
        owner = paths[0].parent.stat()
        for path in paths:
            os.chown(path, owner.st_uid, owner.st_gid)
