"""What a value may be: refused with what is allowed, taken exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Config, parse
from tests.config.problems import problems_of


def test_nothing_said_means_the_defaults() -> None:
    assert parse("", "x") == Config()


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("scale", 'baudrate = "9600"'),
        ("scale", "baudrate = 299"),
        ("scale", "baudrate = true"),
        ("scale", "baudrate = 9600.5"),
        ("scale", "stopbits = true"),
        ("scale", "dtr = 1"),
        ("scale", 'dtr = "yes"'),
        ("scale", "port = 5"),
        ("station", 'id = "a b"'),
        ("station", 'id = "é"'),
        ("station", "id = 5"),
        ("station", "data_dir = 1979-05-27"),
        ("camera", "fps = nan"),
        ("camera", "fps = inf"),
        ("camera", 'source = ""'),
        ("camera", "source = true"),
        ("weigh", "min_load_g = nan"),
        ("weigh", "min_load_g = 0"),
        ("weigh", 'min_load_g = "heavy"'),
        ("weigh", "service_max_g = { x = -1 }"),
        ("reader", "engines = []"),
        ("reader", 'engines = ["zxing", "other"]'),
        ("lane", 'reject_bin = ""'),
        ("sync", "token_file = 5"),
        ("sync", 'url = "http://hub.example"'),
        ("sync", 'url = "https://hub.example/api"'),
        ("sync", 'url = "https://hub.example:99999"'),
        ("sync", 'url = "hub.example"'),
        ("sync", 'url = "ftp://127.0.0.1"'),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(table: str, line: str) -> None:
    key = f"{table}.{line.split(maxsplit=1)[0]}"

    found = problems_of(f"[{table}]\n{line}\n")

    assert [name for name in found if name.startswith(key)] == list(found)
    assert all("is not allowed here; write " in cure for cure in found.values())


@given(st.decimals(min_value=Decimal("0.001"), max_value=Decimal(10**12), places=3, allow_nan=False))
def test_decimals_are_exact_however_they_are_written(value: Decimal) -> None:
    bare = parse(f"[weigh]\ndivision_g = {value:f}", "x").weigh.division_g
    quoted = parse(f'[weigh]\ndivision_g = "{value:f}"', "x").weigh.division_g

    assert (str(bare), str(quoted)) == (f"{value:f}", f"{value:f}")


def test_a_device_index_may_be_written_as_a_number() -> None:
    assert parse("[camera]\nsource = 2", "x").camera.source == "2"


def test_an_empty_file_name_means_none() -> None:
    assert parse('[sync]\ntoken_file = ""', "x").sync.token_file is None
