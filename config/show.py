"""The configuration as text: the commented example and the values in effect."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.address import masked
from config.model import Config
from config.printers import PrinterSection
from config.scanners import ScannerSection
from config.value_hints import allowed, is_constrained, several_tables, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.section import Section

SEVERAL = {"scanner": ScannerSection, "printer": PrinterSection}
_HEAD = """\
# Configuration of one parcel station. Every key stands here with its default; what you do not change you may delete.
# Check it with: station config check FILE
"""


def example() -> str:
    """A TOML file with every key, its default, and what it means as a comment."""
    return _HEAD + "".join(_table(name, section) for name, section in Config())


def one_of_each() -> dict[str, Section]:
    """Each table with its defaults; of one that may stand several times, one."""
    return {name: SEVERAL[name]() if name in several_tables() else section for name, section in Config()}


def example_plan() -> str:
    """A sort plan in CSV, with rules of every kind."""
    return Path(__file__).with_name("plan.example.csv").read_text(encoding="utf-8")


def values(config: Config) -> list[tuple[str, object]]:
    """The values in effect by dotted key, as JSON takes them: decimals as text. Passwords in addresses are masked."""
    return [
        (f"{name}.{key}", _masked(value))
        for name, section in tables_of(config)
        for key, value in section.model_dump(mode="json").items()
    ]


def dump(config: Config) -> list[tuple[str, str]]:
    """The values in effect by dotted key, each as TOML would write it. Passwords in addresses are masked."""
    return [(f"{name}.{key}", shown_value(value)) for name, section in tables_of(config) for key, value in section]


def shown_value(value: object) -> str:
    """A value as TOML writes it, without its passwords."""
    return toml(_masked(value))


def tables_of(config: Config) -> Iterator[tuple[str, Section]]:
    """Each table under its name; those of a name that stands several times under the names of their own."""
    for name, section in config:
        if name in several_tables():
            yield from ((f"{name}.{each.name}", each) for each in section)
        else:
            yield name, section


def toml(value: object) -> str:
    """A value as TOML writes it; None is empty text."""
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case Decimal():
            return format(value, "f")
        case tuple() | list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return (
                "{ " + ", ".join(f"{_quoted(key)} = {toml(item)}" for key, item in value.items()) + " }"
                if value
                else "{}"
            )
        case _:
            return _quoted(str(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _masked(value: Any) -> Any:
    match value:
        case str():
            return masked(value)
        case tuple() | list():
            return [_masked(item) for item in value]
        case dict():
            return {key: _masked(item) for key, item in value.items()}
        case _:
            return value


def _table(name: str, section: Section | tuple[Section, ...]) -> str:
    if isinstance(section, tuple):
        return _comment(_keys(f"[[{name}]]", name, one_of_each()[name]))
    return _keys(f"[{name}]", name, section)


def _comment(text: str) -> str:
    """A table that a station may have and need not: it stands there as a comment."""
    return "".join(f"# {line}\n" if line else "\n" for line in text.splitlines())


def _keys(head: str, name: str, section: Section) -> str:
    lines = ["", head]
    for key, value in section:
        schema = tables()[name][key]
        lines += [f"# {line}" for line in schema["description"].splitlines()]
        if is_constrained(schema):
            lines.append(f"# Allowed: {allowed(schema)}.")
        lines.append(f"{key} = {toml(value)}")
    return "\n".join(lines) + "\n"
