"""From TOML to frozen values; every problem of the file in one error."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.address import masked
from config.contradictions import contradictions
from config.in_test import effective
from config.model import Config
from config.value_hints import allowed, several_tables, tables, values

DEFAULT_PATH = Path("/etc/parcel-station/station.toml")
PATH_VARIABLE = "STATION_CONFIG"
MOST_LISTED = 12
"""More values than this are not listed in one sentence."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file."""

    file: str
    key: str
    """`scale.baudrate`, `line 3`, or empty when it is the file as a whole."""
    cure: str
    """What is wrong and what to write instead."""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.cure) if part)


class ConfigError(Exception):
    """All problems of one file, one a line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def path_in_use(path: Path | None = None) -> Path | None:
    """The file that `load(path)` reads: `path`, else $STATION_CONFIG, else the one in /etc when it is there."""
    if path is not None:
        return path
    if named := os.environ.get(PATH_VARIABLE):
        return Path(named)
    return DEFAULT_PATH if DEFAULT_PATH.exists() else None


def load(path: Path | None = None) -> Config:
    """The configuration of `path_in_use(path)`, or all defaults when there is no file. Raises ConfigError."""
    used = path_in_use(path)
    return Config() if used is None else parse(read_text(used), str(used))


def read_text(path: Path) -> str:
    """The text of a configuration file, its line ends kept. Raises ConfigError."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise ConfigError([Problem(str(path), "", "a device or a pipe, not a file")])
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        cure = f"no such file; write one with: station config init {path}"
    except IsADirectoryError:
        cure = "a folder, not a file; name the file in it"
    except UnicodeDecodeError as error:
        cure = f"not UTF-8 at byte {error.start}; save it again as UTF-8"
    except OSError as error:
        cure = f"cannot be read: {error.strerror}; check its owner and mode"
    except ValueError:
        cure = "not a file name"
    raise ConfigError([Problem(str(path), "", cure)])


def parse(text: str, name: str) -> Config:
    """The effective configuration of a TOML text; `name` stands for it in the problems. Raises ConfigError."""
    config, problems = parse_values(text, name)
    if problems:
        raise ConfigError(problems)
    return effective(config)


def parse_values(text: str, name: str) -> tuple[Config, list[Problem]]:
    """The values as the text has them, allowed each for itself, and what is wrong with them together.

    Raises ConfigError when a value is not allowed at all.
    """
    try:
        config = Config.model_validate(_tables_of(text, name))
    except ValidationError as error:
        found = [_problem(name, detail["type"], detail["loc"], detail["input"]) for detail in error.errors()]
        raise ConfigError(list(dict.fromkeys(found))) from None
    return config, [Problem(name, key, cure) for key, cure in contradictions(config)]


def _tables_of(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise ConfigError([Problem(name, "", "brackets are nested too deeply")]) from None
    except (ValueError, ArithmeticError) as error:
        raise ConfigError([_syntax_problem(name, text, str(error))]) from None


def _syntax_problem(name: str, text: str, words: str) -> Problem:
    cure = "text is written in quotes, and a key has one = and one value"
    if "overwrite" in words or "twice" in words:
        cure = "the key or table stands twice; keep one"
    place = re.search(r"^(.*) \(at line (\d+), column (\d+)\)$", words, re.DOTALL)
    if place is None:
        last = text.rstrip().count("\n") + 1
        return Problem(name, f"line {last}", f"not TOML: {words}; {cure}")
    what, line, column = place[1], int(place[2]), place[3]
    there = masked(text.split("\n")[line - 1].strip())[:60]
    return Problem(name, f"line {line}", f"not TOML: {what} at column {column} of `{there}`; {cure}")


def _problem(name: str, kind: str, place: tuple[int | str, ...], value: object) -> Problem:
    several = place[0] in several_tables()
    key = _key(place, several=several)
    if kind == "extra_forbidden":
        return Problem(name, key, _unknown(place))
    table, place = str(place[0]), place[1:] if several and len(place) > 1 else place
    if len(place) == 1:
        written = f"[[{table}]]" if several else f"[{table}]"
        return Problem(name, key, f"must be a table: write {written} on a line of its own and its keys below")
    schema = tables()[table][str(place[1])]
    many = values(schema)
    words = _nearest(value, key, many) if len(many) > MOST_LISTED else allowed(schema)
    return Problem(name, key, f"{_shown(value)} is not allowed here; write {words}")


def _key(place: tuple[int | str, ...], *, several: bool) -> str:
    """`scale.port`; of a table that stands several times with its number: `scanner.2.port`."""
    number = [str(place[1] + 1)] if several and len(place) > 1 and isinstance(place[1], int) else []
    names = [str(part) for part in place if isinstance(part, str) and part != "[key]"]
    return ".".join((*names[:1], *number, *names[1:]))


def _nearest(value: object, key: str, many: list[str]) -> str:
    close = difflib.get_close_matches(str(value).lower(), many, 3, 0.4)
    named = f"one of {len(many)} names" + (f", such as {' or '.join(close)}" if close else "")
    return f"{named}; station config set {key} lists them"


def _unknown(place: tuple[int | str, ...]) -> str:
    """What was probably meant: a key of the same table, else the table that has this key."""
    known = tables()
    names = [str(part) for part in place if isinstance(part, str)]
    table, key = (None, names[0]) if len(names) == 1 else (names[0], names[1])
    siblings = list(known) if table is None else list(known[table])
    what = "unknown key or table" if table is None else "unknown key"
    if close := difflib.get_close_matches(key.lower(), siblings, 1):
        return f"{what} (did you mean {close[0]}?)"
    if elsewhere := [f"{other}.{key}" for other, keys in known.items() if key in keys]:
        return f"{what} (did you mean {' or '.join(elsewhere)}?)"
    return f"{what} ({table or 'the file'} knows {', '.join(siblings)})"


def _shown(value: object) -> str:
    """The value about as it stands in the file."""
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = f'"{masked(value)}"'
        case dict():
            return "a table"
        case list() | tuple():
            return "a list" if value else "an empty list"
        case _:
            text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
