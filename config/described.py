"""Each key of a configuration with its value in effect, its default and its meaning, as a screen lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.show import SEVERAL, one_of_each, shown_value, tables_of, toml
from config.value_hints import allowed, is_constrained, tables

if TYPE_CHECKING:
    from config.model import Config


@dataclass(frozen=True, slots=True)
class Described:
    """One key. Values as TOML writes them, passwords masked."""

    key: str
    """`scale.port`; of a table that stands several times `scanner.NAME.port`."""
    value: str
    default: str
    meaning: str
    """One line or a few."""
    allowed: str
    """What may be written; empty: the type of the default says it."""
    secret: bool
    """A part of the value is masked: it can be written anew, not be changed in part."""


def described(config: Config) -> tuple[Described, ...]:
    """All keys in the order of the model."""
    defaults = {name: dict(section) for name, section in one_of_each().items()}
    found = []
    for name, section in tables_of(config):
        table = name.partition(".")[0] if name.partition(".")[0] in SEVERAL else name
        for key, value in section:
            schema, shown = tables()[table][key], shown_value(value)
            may = allowed(schema) if is_constrained(schema) else ""
            meaning = " ".join(schema["description"].split())
            default = toml(defaults[table][key])
            found.append(Described(f"{name}.{key}", shown, default, meaning, may, shown != toml(value)))
    return tuple(found)
