"""The catalogues are whole, up to date, and hold the places of their messages."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from station.language import ENGLISH, LANGUAGES, PLACE, language
from tests.places import ROOT

OTHERS = [name for name in LANGUAGES if name != ENGLISH]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / ".ci" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = script()


@pytest.mark.parametrize("name", OTHERS)
def test_a_catalogue_is_what_make_catalogues_writes_and_nothing_is_left_to_translate(name: str) -> None:
    assert SCRIPT.outdated() == [], "run make catalogues"
    assert SCRIPT.untranslated(name) == []


def broken(catalogue: list[tuple[str, str]]) -> list[str]:
    """Messages whose translation has other places, or the same in another form."""
    return [
        message for message, translated in catalogue if set(PLACE.findall(message)) != set(PLACE.findall(translated))
    ]


@pytest.mark.parametrize("name", OTHERS)
def test_a_translation_has_the_places_of_its_message(name: str) -> None:
    file = ROOT / "station" / "language" / "catalogues" / f"{name}.po"
    pairs: list[tuple[str, str]] = []
    with file.open("rb") as source:
        catalogue = read_po(source, locale=name)
    for each in catalogue:
        if each.id:
            forms = [each.string] if isinstance(each.string, str) else list(each.string or ())
            plural = each.id if isinstance(each.id, str) else each.id[1]
            pairs += [(plural, form) for form in forms]

    assert broken(pairs) == []
    assert broken([("{at:moment}, {bin}", "{at:day}, {bin}")]), "a wrong form is found"


def test_the_script_finds_messages_plurals_and_what_they_are_about() -> None:
    source = """A = message("one")
B = plural("n", "{n} a", "{n} b")
C = (message("x " "y", about="key"),)
D = other("no")
"""

    assert list(SCRIPT.messages(source)) == [(1, "one", None), (2, ("{n} a", "{n} b"), None), (3, "x y", "key")]


def test_each_language_is_one_of_the_configuration() -> None:
    from config.screen import ScreenSection

    schema = ScreenSection.model_json_schema()["properties"]["language"]
    assert schema["enum"] == list(LANGUAGES)
    assert [language(name).name for name in LANGUAGES] == list(LANGUAGES)
