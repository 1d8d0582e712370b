"""Pictures after public reports of what readers fail at, each with what it says; see README.md there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hardware.contract import DeviceError
from hardware.images import load_pages
from hardware.reading import LabelReader
from station.core import claim
from tests.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CASES = ROOT.parent / "shared" / "data" / "reading"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="no cases beside the checkout")

REFUSED = {"heic.heic": "HEIC", "pdf_label.pdf": "PDF"}
ALSO_PRINTED = {"ref_above_id_thin.jpg": {"ORDER-1234567890-AB"}, "c128_mirrored.png": {"RL542938256DE"}}
"""Beside what has to be read."""


def pictures() -> list[Path]:
    return sorted(path for path in CASES.iterdir() if path.suffix not in {".txt", ".md"} and path.name not in REFUSED)


def test_every_case_says_what_its_text_says() -> None:
    reader, wrong = LabelReader(effort="thorough", claim=claim), {}
    for path in pictures():
        wanted = set(path.with_suffix(".txt").read_text(encoding="utf-8").split("\n")) - {""}
        read = {symbol.text for page in load_pages(path) for symbol in reader.read(page).symbols}
        if not wanted <= read <= wanted | ALSO_PRINTED.get(path.name, set()):
            wrong[path.name] = (wanted - read, read - wanted)

    assert len(pictures()) > 80
    assert wrong == {}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(DeviceError, match=REFUSED[name]):
        load_pages(CASES / name)
