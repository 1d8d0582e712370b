"""Any name can be written into a PDF: by a font of the machine that has its letters, else with a clear replacement."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from station.reports.bags import begin, fonts, write

CHINESE, RUSSIAN, LATIN = "陈 Bo", "Анна", "José"


def test_each_script_has_a_font_that_has_its_letters() -> None:
    pdf = begin(210, 297, 10)
    assert fonts.font_for(pdf, LATIN) == (fonts.LATIN, LATIN)
    for text in (CHINESE, RUSSIAN):
        if not any(place.is_file() for place in fonts.PLACES):
            pytest.skip("no font on this machine")
        family, shown = fonts.font_for(pdf, text)
        assert (family == fonts.LATIN) == ("?" in shown)
    fonts.finished(pdf)


def test_without_a_font_or_with_a_damaged_one_it_is_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "PLACES", (tmp_path / "missing.ttf", tmp_path / "broken.ttf"))
    assert fonts.font_for(begin(210, 297, 10), CHINESE) == (fonts.LATIN, "? Bo")


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=40))
@example("\x1b[31m\u202e\ud800 陈 😀 Анна =1+1")
@example("")
def test_no_name_ends_a_document(name: str) -> None:
    pdf = begin(210, 297, 10)
    pdf.add_page()
    write(pdf, (10, 10), name, 9, bold=True)
    assert fonts.finished(pdf).startswith(b"%PDF")
