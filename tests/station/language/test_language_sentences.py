"""What a worker or a supervisor reads comes from the room of the languages: no sentence is made anywhere else."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from station.language import ADVICE, ALARMS, CAUSES, DEFECTS, ERRORS, NOTES, PROMPTS, TROUBLES
from tests.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAY_SAY = {
    "station/cli", "station/deployment", "station/doctor", "station/bench",  # commands: English for technicians
    "station/replay",  # what is wrong with a recording
    "station/setup",  # what devices and the doctor say of themselves
    "station/demo", "station/tracking_server",  # other programs
    "station/record", "station/requests", "station/sync", "station/runtime", "station/reports", "station/assembly",
    "station/service.py", "station/clock.py",  # `detail` of a trouble, and errors of commands: the technician's
    "station/core/tables", "station/core/sort_plan", "station/core/hold_list.py",  # the errors of a file
    "station/core/line_texts.py", "station/core/record_texts.py",  # the English of errors, which this room collects
    "station/core/identify",  # names of services, and where each form of a number is from
    "station/ui/terminal",  # why the screen died, for the terminal that it leaves
    "station/web/metrics.py",  # the help of metrics, for Prometheus
    "station/language",
}  # fmt: skip
"""Everything else of station/ holds no words for people."""
STYLE = re.compile(r"(?:bold |dim )?\$[a-z-]+(?: on \$[a-z-]+)?|-[a-z-]+ on \$")
PHRASE = re.compile(r"[A-Za-z][a-z']+[,:;]? +[A-Za-z'{]+")
WORD = re.compile(r"[A-Za-z]{3,}")
SHOWN = {"say", "Static", "notify", "Confirm", "update"}
"""Calls of station/ui whose texts stand on the screen."""


def phrases(source: str) -> list[tuple[int, str]]:
    """Line and text of each string of more than one word that is neither a docstring nor the text of an error."""
    tree = ast.parse(source)
    passed = {id(each) for node in ast.walk(tree) for each in _not_for_people(node)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in passed
        and PHRASE.search(node.value)
        and not STYLE.search(node.value)
    ]


def _not_for_people(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr | ast.Raise):
        yield from (each for each in ast.walk(node) if isinstance(node, ast.Raise) or each is node.value)
    if isinstance(node, ast.Subscript | ast.AnnAssign | ast.arg):  # types that stand in quotes
        yield from ast.walk(node.slice if isinstance(node, ast.Subscript) else node.annotation or node)


def shown_words(source: str) -> list[tuple[int, str]]:
    """Line and text of each word that is written into a call that shows it; the styles of parts are none."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and _name_of(call.func) in SHOWN:
            for argument in call.args:
                texts = argument.elts[:1] if isinstance(argument, ast.Tuple) else [argument]
                found += [each for text in texts for each in _literals(text)]
    return found


def _literals(text: ast.AST) -> Iterator[tuple[int, str]]:
    """Constants of a text, those of its f-strings too; what a call in it is told is not shown."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and WORD.search(part.value):
            yield part.lineno, part.value


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def silent_files() -> list[Path]:
    files = sorted((ROOT / "station").rglob("*.py"))
    return [path for path in files if not any(_is_in(path, room) for room in MAY_SAY)]


def _is_in(path: Path, room: str) -> bool:
    place = ROOT / room
    return path == place or place in path.parents


@pytest.mark.parametrize("path", silent_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_stands_outside_the_room(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert phrases(source) == []
    if _is_in(path, "station/ui"):
        assert shown_words(source) == []


@pytest.mark.parametrize(
    "planted",
    [
        'NOTE = "Put the parcel down"\n',
        'def prompt(grams: int) -> str:\n    return f"Too light: under {grams} g"\n',
        'def f() -> None:\n    x = {"clear": "Clear the scale"}\n',
    ],
)
def test_a_planted_sentence_is_found(planted: str) -> None:
    for path in ("station/core/decide.py", "station/core/lane/status.py", "station/ui/screens/scan.py"):
        source = (ROOT / path).read_text(encoding="utf-8")
        assert phrases(source) == []
        assert phrases(source + planted) != []


@pytest.mark.parametrize("planted", ['say(("Scale", "bold"))', 'say(f"{count} waiting")', 'self.notify("Resent")'])
def test_a_planted_word_is_found_on_a_screen(planted: str) -> None:
    source = (ROOT / "station/ui/screens/scan.py").read_text(encoding="utf-8")
    assert shown_words(f"{source}\n{planted}\n") != []


_MAKERS = {"Notice", "notice", "caused", "caused_by"}


def codes() -> Iterator[tuple[str, str]]:
    """File and code of each notice that names its code in full."""
    for package in ("station", "hardware"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                named = isinstance(node, ast.Call) and _name_of(node.func) in _MAKERS and node.args
                if isinstance(node, ast.Call) and named and isinstance(node.args[0], ast.Constant):
                    yield str(path.relative_to(ROOT)), str(node.args[0].value)


def test_every_code_that_the_station_tells_is_worded() -> None:
    known = {*ADVICE, *CAUSES, *PROMPTS, *NOTES, *TROUBLES, *DEFECTS, *ALARMS, *ERRORS, "as_told"}
    told = list(codes())

    assert len(told) > 50, "the codes are found"
    assert [(path, code) for path, code in told if code not in known] == []


def test_no_code_is_worded_that_nobody_tells() -> None:
    """Codes that are made of parts: faults and health of a device, the state of the clock, alarms of the record."""
    told = {code for _, code in codes()}
    made = re.compile(
        r"scale_\w+|camera_down|scanner_down|speaker_down|light_down|display_down|printer_\w+|clock_\w+|record_(?:copied|salvaged|taken|lost|gone)|centre_\w+|list_\w+"
    )
    errors = {code for code in ERRORS if code not in told and not code.startswith("printer_")}
    indirect = {"disk_full", "disk_filling", "seen_elsewhere", *PROMPTS, *_typing_codes()}

    assert {code for code in {*CAUSES, *NOTES, *TROUBLES, *DEFECTS} - told - indirect if not made.fullmatch(code)} == {
        "no_sort_plan"
    }, "it is the cause of NB, by its name in station.core.decide"
    assert errors == set()


def _typing_codes() -> set[str]:
    return {"digits_between_letters", "number_of_characters", "number_of_digits"}
