"""The documents as data: pages, headings, links and example lines."""

from __future__ import annotations

import re
from pathlib import Path

from tests.places import ROOT

DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    """Its path from the root of the project."""
    return str(page.relative_to(ROOT))


def example_lines(page: Path) -> list[str]:
    """Each line of the blocks marked `sh`, without comments."""
    blocks = (block for language, block in _FENCE.findall(page.read_text()) if language == "sh")
    lines = (re.sub(r"\s+# .*", "", line).strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line]


def links(page: Path) -> list[str]:
    """Each target of a link or picture, outside of code."""
    return _LINK.findall(_prose(page))


def anchors(page: Path) -> set[str]:
    """Where a link may point to in the page: its headings, as GitHub spells them."""
    headings = re.findall(r"^#+ (.*)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def _prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text())
