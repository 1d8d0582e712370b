"""What is said of a key is true of every key: its bounds and its choices are taken, what lies beyond is not."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from config import ConfigError, parse
from config.load import MOST_LISTED
from config.value_hints import allowed, is_constrained, several_tables, tables

KEYS = [(table, key, schema) for table, keys in tables().items() for key, schema in keys.items()]
NUMBERS = [(f"{table}.{key}", schema) for table, key, schema in KEYS if "minimum" in schema and "maximum" in schema]
CHOICES = [(f"{table}.{key}", schema) for table, key, schema in KEYS if "enum" in schema]


def refused(key: str, value: str) -> str:
    """What is said against the value itself, whatever is said of it beside others."""
    table, _, name = key.partition(".")
    several = table in several_tables()
    try:
        parse(f"[[{table}]]\n{name} = {value}" if several else f"{key} = {value}", "x")
    except ConfigError as error:
        said = [problem.cure for problem in error.problems if problem.key.replace(f"{table}.1.", f"{table}.") == key]
        return next((cure for cure in said if "is not allowed here" in cure), "")
    return ""


@pytest.mark.parametrize(("key", "schema"), NUMBERS)
def test_the_bounds_of_a_number_are_taken_and_what_lies_beyond_is_not(key: str, schema: dict[str, Any]) -> None:
    words = re.search(r"from (\S+) to (\S+)$", allowed(schema))
    assert words is not None
    low, high = map(Decimal, words.groups())

    assert [refused(key, str(value)) for value in (low, high)] == ["", ""]
    for value in (low - 1, high + 1):
        assert refused(key, str(value)).endswith(f"write {allowed(schema)}")


@pytest.mark.parametrize(("key", "schema"), CHOICES)
def test_each_choice_is_named_and_taken_and_no_other_is(key: str, schema: dict[str, Any]) -> None:
    for value in map(json.dumps, schema["enum"]):
        assert value in allowed(schema)
        assert refused(key, value) == ""
    many = len(schema["enum"]) > MOST_LISTED
    cure = f"station config set {key} lists them" if many else f"write {allowed(schema)}"
    assert refused(key, '"none of them"').endswith(cure)


def test_only_what_says_more_than_the_default_counts_as_constrained() -> None:
    assert all(is_constrained(schema) for _, schema in NUMBERS + CHOICES)
    assert not is_constrained(tables()["camera"]["enabled"])
