"""What a key allows, in words, out of the JSON schema of the model."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from config.model import Config

Schema = dict[str, Any]


@cache
def tables() -> dict[str, dict[str, Schema]]:
    """Table name -> key -> the JSON schema of its value; of a table that may stand several times, those of one."""
    schema = Config.model_json_schema()
    tables_ = {name: entry.get("items", entry) for name, entry in schema["properties"].items()}
    names = {name: entry["$ref"].rpartition("/")[2] for name, entry in tables_.items()}
    return {name: schema["$defs"][definition]["properties"] for name, definition in names.items()}


@cache
def several_tables() -> frozenset[str]:
    """Names of the tables that may stand several times: `[[scanner]]`."""
    return frozenset(name for name, entry in Config.model_json_schema()["properties"].items() if "items" in entry)


def allowed(schema: Schema) -> str:
    """Such as `a whole number from 300 to 921600`."""
    if "allowed" in schema:
        return str(schema["allowed"])
    if "anyOf" in schema:
        return allowed(schema["anyOf"][0])
    if "enum" in schema:
        return _choice([json.dumps(value) for value in schema["enum"]])
    kind = schema["type"]
    if kind == "array":
        return f"a list in brackets, each item {allowed(schema['items'])}"
    if kind == "object":
        return f'{{ "name" = value }}, each value {allowed(schema["additionalProperties"])}'
    if kind == "string":
        return "a path in quotes" if schema.get("format") == "path" else "text in quotes" + _length(schema)
    return {"boolean": "true or false", "integer": "a whole number", "number": "a number"}[kind] + _range(schema)


def values(schema: Schema) -> list[str]:
    """Every value of a key that takes one of a few, in order; empty: it takes more than can be listed."""
    inner = schema["anyOf"][0] if "anyOf" in schema else schema
    return sorted(map(str, inner.get("enum", ())))


def is_constrained(schema: Schema) -> bool:
    """Whether the words say more than the type that its default shows."""
    inner = schema["anyOf"][0] if "anyOf" in schema else schema.get("items", schema)
    return bool({"allowed", "enum", "minimum", "maximum", "exclusiveMinimum", "maxLength"} & inner.keys())


def takes_text(schema: Schema) -> bool:
    """Whether the value is written in quotes."""
    inner = schema["anyOf"][0] if "anyOf" in schema else schema
    return inner.get("type") == "string"


def _choice(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _range(schema: Schema) -> str:
    low, above, high = (schema.get(bound) for bound in ("minimum", "exclusiveMinimum", "maximum"))
    if above is not None:
        return f" above {_plain(above)}" + (f", at most {_plain(high)}" if high is not None else "")
    if low is None:
        return "" if high is None else f", at most {_plain(high)}"
    return f" from {_plain(low)}" + (f" to {_plain(high)}" if high is not None else "")


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _length(schema: Schema) -> str:
    low, high = schema.get("minLength"), schema.get("maxLength")
    if low and high:
        return f", {low} to {high} characters"
    if high:
        return f", at most {high} characters"
    return ", not empty" if low else ""
