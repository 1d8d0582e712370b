"""The example file and the printed values say what the model says."""

from __future__ import annotations

import json
import re
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from config import Config, dump, example, parse, values
from config.printers import PrinterSection
from config.scanners import ScannerSection
from config.value_hints import tables


def whole() -> str:
    """The example with the tables in use that stand in it as comments."""
    return re.sub(r"(?m)^# (?=# |\[\[|[a-z_]+ = )", "", example())


def test_the_example_has_every_key_with_its_default() -> None:
    written = {name: table[0] if isinstance(table, list) else table for name, table in tomllib.loads(whole()).items()}

    assert parse(example(), "example") == Config()
    assert parse(whole(), "example") == Config(scanner=(ScannerSection(),), printer=(PrinterSection(),))
    assert {name: set(table) for name, table in written.items()} == {n: set(keys) for n, keys in tables().items()}


def test_every_key_stands_under_its_docstring() -> None:
    text = whole()

    for keys in tables().values():
        for key, schema in keys.items():
            comment = "".join(f"# {line}\n" for line in schema["description"].splitlines())
            assert comment.strip("# \n")
            assert re.search(rf"^{re.escape(comment)}(# Allowed: .*\n)?{key} = ", text, re.MULTILINE), key


def test_what_is_printed_can_be_read_back() -> None:
    odd = parse(
        '[station]\noperator = "Zoë \\"Z\\" \\u007f"\n[weigh]\ndivision_g = 0.10\nservice_max_g = { "a b" = 2.5 }\n'
        '[lane]\ncarriers = ["usps", "ups"]\n[sync]\ntoken_file = "/run/token"\n',
        "x",
    )

    assert parse("\n".join(f"{key} = {value}" for key, value in dump(odd)), "dump") == odd


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_operator_can_be_read_back(name: str) -> None:
    config_ = Config.model_validate({"station": {"operator": name}})

    assert parse("\n".join(f"{key} = {value}" for key, value in dump(config_)), "dump") == config_


def test_json_values_are_plain_and_exact() -> None:
    flat = dict(values(parse("[weigh]\nmin_load_g = 0.10", "x")))

    assert json.loads(json.dumps(flat)) == flat
    assert (flat["weigh.min_load_g"], flat["sync.token_file"]) == ("0.10", None)
