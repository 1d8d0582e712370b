"""The report as PDF: whole for any figures, with hostile names, and signed once by somebody."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from hypothesis import given, settings
from typer.testing import CliRunner

from station.cli.main import app
from station.core.check_requests import SignShift
from station.core.outcomes import Reason
from station.core.requests import CloseShift, OpenShift
from station.record import Reads, Store
from station.reports import figures_json, figures_of_shift, figures_pdf
from tests.station.record.shift_steps import WHAT, Shift, Step, steps
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from collections.abc import Sequence


def shift(path: Path, story: Sequence[Step], operator: str = "Ana", *, close: bool = True) -> None:
    with Store.open(path, "lane-1") as store:
        do(store, OpenShift(operator))
        Shift(store).live([step for step in story if step.what != "shift"])
        if close:
            do(store, CloseShift(operator))


@settings(max_examples=20)
@given(steps(WHAT))
def test_any_shift_makes_a_document(story: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        shift(path, story, "陈 =HYPERLINK(1)")
        found = figures_of_shift(path)
    assert found is not None
    document = figures_pdf(figures_json(found))
    assert document.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", document)) >= 1


def test_the_document_tells_the_figures(tmp_path: Path) -> None:
    path, out = tmp_path / "station.db", tmp_path / "shift.pdf"
    shift(path, [Step("read")] * 5 + [Step("unread", minutes=20), Step("heavy")])
    done = CliRunner().invoke(app, ["report", "shift", "--db", str(path), "--pdf", str(out), "--sign", "Bo"])
    assert done.exit_code == 0, done.output
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out))
    assert re.search(r"presented\s+7", text)
    assert "signed by Bo" in text
    assert "too dark" in text


def test_a_shift_is_signed_once_and_when_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    shift(path, [Step("read"), Step("keyed")], close=False)
    with Store.open(path, "lane-1") as store:
        assert do(store, SignShift(1, "Bo")).reason is Reason.SHIFT_STILL_OPEN
        do(store, CloseShift("Ana"))
        assert do(store, SignShift(2, "Bo")).reason is Reason.NO_SUCH_SHIFT
        assert do(store, SignShift(1, "Bo")).reason is Reason.SHIFT_SIGNED
        assert do(store, SignShift(1, "Cy")).reason is Reason.SHIFT_IS_SIGNED
    with Reads(path) as reads:
        *_, entry = list(reads.exported())
    assert entry["details"] == {
        "is": "signed", "opened": 1, "presented": 2, "read": 1, "keyed": 1, "not_read": 0,
    }  # fmt: skip
    assert entry["operator"] == "Bo"
    found = figures_of_shift(path)
    assert found is not None
    assert found.signed is not None
    assert found.signed.who == "Bo"
