"""The pages of docs/reference are what the code says now; `make reference` writes them."""

from __future__ import annotations

import importlib.util
import sys
import typing
from types import ModuleType

import pytest
import typer.main

from config.scales import ScaleProtocol
from config.value_hints import tables
from station.cli.main import app
from station.core.exception_codes import Code
from station.reports.exports import columns
from tests.docs.pages import DOCS
from tests.places import ROOT


def script() -> ModuleType:
    """`.ci/reference.py`, which is no part of a package."""
    sys.path.insert(0, str(ROOT / ".ci"))  # as for a script that is started
    spec = importlib.util.spec_from_file_location("reference", ROOT / ".ci" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.pop(0)
    return module


WRITTEN = script().pages()


@pytest.mark.parametrize("name", WRITTEN)
def test_a_page_is_what_the_script_writes(name: str) -> None:
    assert (DOCS / "reference" / name).read_text() == WRITTEN[name], "call make reference"


def test_every_command_has_a_page_with_an_example_line() -> None:
    parts = WRITTEN["commands.md"].split("\n## ")[1:]

    assert [part.partition("\n")[0] for part in parts if "\nExamples: " not in part] == []


def test_every_command_is_there() -> None:
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        for sub in getattr(command, "commands", {"": None}):
            assert f"\n## station {name} {sub}".rstrip() + "\n" in WRITTEN["commands.md"]


def test_every_key_every_code_and_every_protocol_is_there() -> None:
    keys = {f"| `{key}` |" for table in tables().values() for key in table}

    assert {key for key in keys if key not in WRITTEN["configuration.md"]} == set()
    assert {code for code in Code if f"| `{code.value}` |" not in WRITTEN["exception-codes.md"]} == set()
    assert {name for name in typing.get_args(ScaleProtocol) if f"| `{name}` |" not in WRITTEN["scales.md"]} == set()


def test_every_column_of_an_export_is_there_with_its_meaning() -> None:
    rows = {
        row.split("|")[1].strip(" `"): row.split("|")[2]
        for row in WRITTEN["export-columns.md"].splitlines()[2:]
        if "|" in row
    }

    assert {*columns.SCANS, *columns.REFUSED, *columns.REQUESTS, *columns.BAGS} - set(rows) == set()
    assert [name for name, meaning in rows.items() if not meaning.strip()] == []


def test_the_supervisor_reads_when_each_code_is_given() -> None:
    page = (DOCS / "supervisor.md").read_text()

    assert {code for code in Code if f"| `{code.value}` " not in page} == {Code.OVERRIDE}
