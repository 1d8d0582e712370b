"""The documents hang together: every link has a target, every page is found, the front page stays short."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.value_hints import tables
from tests.docs.pages import DOCS, PAGES, anchors, links, name_of
from tests.places import ROOT


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_has_a_target(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        assert "://" not in path, f"{link}: no address is known that will be there tomorrow"
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_found_from_the_front_page() -> None:
    found, new = set[Path](), {ROOT / "README.md"}
    while new:
        found |= new
        targets = {(page.parent / link.partition("#")[0]).resolve() for page in new for link in links(page)}
        new = {page for page in targets if page.suffix == ".md"} - found

    assert set(PAGES) - found == set()


def test_the_front_page_has_at_most_120_lines_and_the_picture() -> None:
    lines = (ROOT / "README.md").read_text().splitlines()

    assert len(lines) <= 120
    assert "docs/screen.svg" in links(ROOT / "README.md")


def test_the_picture_is_the_screen_of_the_worker() -> None:
    picture = (DOCS / "screen.svg").read_text()

    assert all(text in picture for text in ("ACCEPT", "demo-1", "F1", "F10"))


KEYS = {f"{table}.{key}" for table, keys in tables().items() for key in keys}
KEY = re.compile(rf"`((?:{'|'.join(tables())})\.[a-z_]+)(?: = [^`]*)?`")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_key_of_the_configuration_that_is_named_is_there(page: Path) -> None:
    assert {key for key in KEY.findall(page.read_text()) if not key.endswith((".db", ".toml"))} - KEYS == set()
