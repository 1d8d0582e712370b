"""Every example line is one that the commands take: the words are parsed by the real commands, and nothing is run."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import typer.main

from station.cli.main import app
from tests.docs.pages import PAGES, example_lines, name_of
from tests.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LINES = [(name_of(page), line) for page in PAGES for line in example_lines(page)]
CALLS = [(page, line) for page, line in LINES if ".venv/bin/station" in line]
OTHERS = [(page, line) for page, line in LINES if ".venv/bin/station" not in line]
MADE = ("plan.csv", "new-plan.csv", "manifest.csv", "holds.csv", "copy.backup", "shot.png")
"""Files that an earlier line of the page makes, or that the reader brings."""
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
PROGRAM = typer.main.get_command(app)
PROGRAMS = {"chromium", "mkdir", "openssl", "sudo", ".venv/bin/python"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which the files of the examples lie."""
    monkeypatch.chdir(tmp_path)
    for name in MADE:
        (tmp_path / name).touch()
    for name in ("pictures", "lists"):
        (tmp_path / name).mkdir()


@pytest.mark.parametrize(("page", "line"), CALLS)
@pytest.mark.usefixtures("folder")
def test_a_line_is_taken_by_its_command(page: str, line: str) -> None:
    words = shlex.split(line.rpartition("|")[2])
    assert "..." not in line, f"{page}: no line to be pasted"
    take(words[words.index(".venv/bin/station") + 1 :])


@pytest.mark.parametrize("line", ["run --fast", "scale watch --baud fast", "plan check nowhere.csv", "undo 12"])
@pytest.mark.usefixtures("folder")
def test_a_line_that_is_wrong_is_found(line: str) -> None:
    with pytest.raises(Exception, match=r"(?i)no such|valid|does not exist"):
        take(line.split())


@pytest.mark.parametrize(("page", "line"), OTHERS)
def test_other_lines_are_of_the_makefile_or_of_known_programs(page: str, line: str) -> None:
    words = [word for word in shlex.split(line.strip("()").removeprefix("umask 077; ")) if "=" not in word]
    assert words[0] in PROGRAMS | {"make"}, page
    if words[0] == "make":
        assert set(words[1:]) <= TARGETS
    paths = [word for word in shlex.split(line.replace('"', "")) if re.search(r"(^|=)tests/", word)]
    assert [path for path in paths if not (ROOT / path.partition("=")[2 if "=" in path else 0]).exists()] == []


def take(words: list[str]) -> None:
    """Parse the words as the program does, down to the values of the options. An error of the parser: wrong."""
    command, context = PROGRAM, None
    while True:
        group = hasattr(command, "commands")
        context = command.make_context(words[0] if words else None, list(words), parent=context)
        if not group:
            return
        _, command, words = command.resolve_command(context, [*context._protected_args, *context.args])  # type: ignore[attr-defined]
