"""Set one key of a configuration file and keep everything else of it, comments included."""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.load import ConfigError, Problem, parse, parse_values, read_text
from config.show import toml
from config.value_hints import allowed, several_tables, tables, takes_text, values

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from config.model import Config

    Document = MutableMapping[str, Any]

_SETTINGS = "scale.settings"


def set_value(path: Path, key: str, value: str) -> tuple[Config, list[Problem]]:
    """Set `table.key` (or `table.key.name`) to a TOML value, or to a text without its quotes. Of tables that may stand
    several times `scanner.NAME.key`, or by number from 1; the next number begins a table.

    Returns the configuration, and what has to be set next: protocol and settings of a scale change one after another.
    Raises ConfigError, with the file as it was, when the result would not validate or cannot be written.
    """
    text = changed(read_text(path), str(path), key, value)
    _write(path, text, key)
    return parse_values(text, str(path))


def with_values(path: Path, pairs: Sequence[tuple[str, str]]) -> tuple[str, Config]:
    """The text of the file with all of these keys set one after another, and what it means then. ConfigError: a value
    is refused, or something is still to be set.
    """
    text = read_text(path)
    for key, value in pairs:
        text = changed(text, str(path), key, value)
    return text, parse(text, str(path))


def write_text(path: Path, text: str) -> Config:
    """Replace the whole file. ConfigError, with the file as it was: it would not validate, or cannot be written."""
    config = parse(text, str(path))
    _write(path, text, "")
    return config


def _write(path: Path, text: str, key: str) -> None:
    try:
        _replace(path.resolve(), text)
    except OSError as error:
        cure = f"cannot be written: {error.strerror}; check the owner and mode of the file and its folder"
        raise ConfigError([Problem(str(path), key, cure)]) from None


def possible(key: str) -> list[str]:
    """What may be written for `table.key`: each value, or one line in words. ConfigError: no such key."""
    table, _, rest = key.partition(".")
    name = rest.rpartition(".")[2] if table in several_tables() else rest
    schema = tables().get(table, {}).get(name)
    if schema is None:
        raise ConfigError([Problem("configuration", key, "no such key; station config show lists all")])
    return values(schema) or [allowed(schema)]


def changed(text: str, name: str, key: str, value: str) -> str:
    """The text with one key set. Raises ConfigError when the result would not validate."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    table, _, rest = key.partition(".")
    if not rest:
        raise ConfigError([Problem(name, key, "name the table and the key, such as scale.baudrate")])
    written = _as_toml(table, rest, value)
    try:
        document = tomlkit.parse(text)
        place, last = _one_of(document, table, rest) if table in several_tables() else _place(document, table, rest)
        place[last] = tomlkit.value(written)
        result = document.as_string()
    except (TOMLKitError, TypeError, AttributeError, LookupError):
        parse(text, name)
        raise ConfigError([Problem(name, key, _cannot(table, text))]) from None
    if "\r\n" in text:
        result = result.replace("\r\n", "\n").replace("\n", "\r\n")
    config, problems = parse_values(result, name)
    if refused := [problem for problem in problems if not _comes_next(config, problem, key)]:
        raise ConfigError(refused)
    return result


def _place(document: Document, table: str, rest: str) -> tuple[Document, str]:
    """Where a key stands, and its last name there."""
    import tomlkit

    place = document
    *parents, last = (table, *rest.split(".", 1))
    for parent in parents:
        if parent not in place:
            place[parent] = tomlkit.table() if place is document else tomlkit.inline_table()
        place = place[parent]
    return place, last


def _one_of(document: Document, table: str, rest: str) -> tuple[Document, str]:
    """The same in one of several tables of a name. LookupError: there is no such table."""
    import tomlkit

    which, _, last = rest.rpartition(".")
    standing = document.get(table, [])
    names = _names(table, standing)
    if which in names:
        return standing[names.index(which)], last
    if which in map(str, range(1, len(names) + 1)):
        return standing[int(which) - 1], last
    if which != str(len(names) + 1):
        raise LookupError(which)
    if not names:
        document[table] = standing = tomlkit.aot()
    standing.append(tomlkit.table())
    return standing[-1], last


def _names(table: str, standing: Sequence[Document]) -> list[str]:
    """Of tables of one name, in their order."""
    return [str(each.get("name", tables()[table]["name"]["default"])) for each in standing]


def _comes_next(config: Config, problem: Problem, key: str) -> bool:
    """Whether it is about a setting of the scale that this change did not write."""
    table, _, name = problem.key.rpartition(".")
    if table != _SETTINGS:
        return False
    written = config.scale.settings if key == _SETTINGS else {key.removeprefix(f"{_SETTINGS}.")}
    return name not in written


def _cannot(table: str, text: str) -> str:
    """Why a key cannot be set."""
    if table not in several_tables():
        return "cannot be set here; change the file with an editor"
    names = _names(table, tomllib.loads(text).get(table, []))
    return f"no such table; write {table}.NAME.KEY of {', '.join(names) or 'none'}, or {table}.{len(names) + 1}.KEY"


def _as_toml(table: str, key: str, value: str) -> str:
    """The value as it is when it is TOML of the right kind, else as quoted text."""
    name = key.rpartition(".")[2] if table in several_tables() else key
    schema = tables().get(table, {}).get(name, {})
    try:
        found = tomllib.loads(f"x = {value}")
    except (ValueError, RecursionError):
        return toml(value)
    if len(found) > 1 or (takes_text(schema) and not isinstance(found["x"], str)):
        return toml(value)
    return value


def _replace(path: Path, text: str) -> None:
    """Write a file so that a power cut leaves the old one or the new one."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        shutil.copystat(path, name)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
