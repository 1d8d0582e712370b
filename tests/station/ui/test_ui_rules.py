"""Rules of the screens' code that can be checked by reading it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import station.ui

if TYPE_CHECKING:
    from collections.abc import Iterator

UI = Path(station.ui.__file__).parent
SOURCES = sorted(UI.rglob("*.py"))
THREAD_MAY_TOUCH = {"station", "app", "post_message"}
SAYS_CONTENT = {"safe_text.py"}


def classes() -> Iterator[type[DOMNode]]:
    for module_info in pkgutil.walk_packages([str(UI)], "station.ui."):
        module = importlib.import_module(module_info.name)
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == module.__name__:
                yield value


def test_every_binding_says_what_it_does_and_none_on_a_screen_is_a_control_chord() -> None:
    bound = [(cls, binding) for cls in classes() for binding in vars(cls).get("BINDINGS", [])]

    assert len(bound) > 10
    for cls, binding in bound:
        assert isinstance(binding, Binding), cls
        assert binding.description, (cls, binding.key)
        chords = {key for key in binding.key.split(",") if "ctrl" in key}
        assert chords <= {"ctrl+j"}, (cls, binding.key)


def thread_bodies(source: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "work":
                    yield node


def touched(function: ast.FunctionDef) -> set[str]:
    return {
        node.attr
        for statement in function.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    }


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(UI)))
def test_worker_threads_touch_no_widget(path: Path) -> None:
    for function in thread_bodies(path.read_text()):
        assert touched(function) <= THREAD_MAY_TOUCH, function.name


def test_there_are_worker_threads_to_check() -> None:
    assert sum(1 for path in SOURCES for _ in thread_bodies(path.read_text())) >= 4


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(UI)))
def test_text_becomes_content_only_through_the_gate(path: Path) -> None:
    """Elsewhere `Content(...)` takes only what was drawn from our own characters."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and path.name not in SAYS_CONTENT:
            if node.func.id == "Content":
                assert ast.unparse(node.args[0]) in {"row", "''"}, ast.unparse(node)
            assert node.func.id != "Text", ast.unparse(node)
            if node.func.id == "Static":
                keywords = {keyword.arg for keyword in node.keywords}
                assert "markup" in keywords or not node.args, ast.unparse(node)


def test_colours_are_theme_variables_only() -> None:
    css = re.sub(r"/\*.*?\*/", "", (UI / "station.tcss").read_text(), flags=re.DOTALL)
    values = re.findall(r"(?:color|background|background-tint|border)[a-z-]*:\s*([^;]+);", css)

    assert values
    for value in values:
        assert re.fullmatch(r"(heavy )?\$[a-z-]+( \d+%)?", value.strip()), value
