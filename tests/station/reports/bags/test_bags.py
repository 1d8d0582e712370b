"""Labels and documents of bags: read back by the station's own reader, every parcel once, totals that add up."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from station.assembly.reading import open_reader
from station.cli.main import app
from station.core import Accept, Bag, BagState
from station.core.bag_requests import BagRequest, CloseBag, DispatchBags, NestBag, OpenBag
from station.record import Store
from station.reports.bags import Held, despatch_of, despatch_pdf, label_pdf, zpl_label
from tests.station.record.drafts import draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from pathlib import Path

S9 = "CNSHAABRRIOAACC60001001000123"
S8 = S9[:20]
PARCELS = [f"RR{n:08}0CN" for n in range(130)]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Despatch S8: a bag of 100 parcels in a container, a loose bag of 30, of which one has no weight."""
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        for request in (
            OpenBag("Ana", "A01", S9, "BRRIOA", "250"),
            OpenBag("Ana", "B02", "BAG-2", tare_g="200"),
            OpenBag("Ana", None, "CAGE-1"),
        ):
            do(store, request)
        for number, parcel in enumerate(PARCELS):
            bin_ = "A01" if number < 100 else "B02"
            grams = None if number == 129 else f"{100 + number}.5"
            store.commit(draft(parcel, decision=Accept(bin_, ""), grams=grams))
        closing: tuple[BagRequest, ...] = (
            CloseBag(S9, "Ana", "15200", "S-1"),
            CloseBag("BAG-2", "Ana", "7000", "S-2"),
            NestBag(S9, "CAGE-1", "Ana"),
            CloseBag("CAGE-1", "Ana", "95000"),
            DispatchBags(("CAGE-1", "BAG-2"), S8, "Ana"),
        )
        for each in closing:
            do(store, each)
    return path


def bag(db: Path, *words: str) -> Result:
    result = CliRunner().invoke(app, ["bag", *words, "--db", str(db)])
    assert result.exit_code == 0, result.output
    return result


def pages(content: bytes) -> list[np.ndarray]:
    """Each page as grey pixels at 200 dpi."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [np.array(page.render(scale=200 / 72, grayscale=True).to_numpy()).squeeze() for page in document]
    finally:
        document.close()


def texts(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def read(picture: np.ndarray) -> list[str]:
    """What the station's own reader sees."""
    pixels = np.repeat(picture[:, :, None], 3, axis=2)
    reading = open_reader(thorough=True, steady=False).read(np.ascontiguousarray(pixels))
    return [symbol.text for symbol in reading.symbols]


@pytest.mark.parametrize("number", [S9, "BAG-2", "CAGE-1"])
def test_a_label_is_read_back_and_says_what_is_in_the_bag(number: str, db: Path, tmp_path: Path) -> None:
    out = tmp_path / "label.pdf"
    bag(db, "label", number, "--format", "pdf", "--out", str(out))
    (page,) = pages(out.read_bytes())
    assert read(page) == [number]
    words = texts(out.read_bytes())
    assert S8 in words
    assert {S9: "100", "BAG-2": "30", "CAGE-1": "1"}[number] in words


def test_the_bill_is_read_back_and_has_every_parcel_once(db: Path) -> None:
    despatch = despatch_of(db, S8.lower())
    assert despatch is not None
    content = despatch_pdf(despatch)
    first, *others = pages(content)
    assert read(first) == [S8]
    assert len(others) > 1, "it goes on on the next page"
    words = texts(content).split()
    assert [words.count(parcel) for parcel in PARCELS] == [1] * 130


def test_totals_add_up_and_json_and_csv_say_the_same(db: Path) -> None:
    told = json.loads(bag(db, "despatch", S8, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(bag(db, "despatch", S8, "--format", "csv", "--raw").stdout)))
    assert [row["parcel_id"] for row in rows] == [
        parcel["parcel_id"] for each in told["receptacles"] for parcel in each["parcels"]
    ]
    assert sorted(row["parcel_id"] for row in rows) == PARCELS
    weights = [Decimal(row["grams"]) for row in rows if row["grams"]]
    assert told["totals"] == {
        "receptacles": 3,
        "bags": 2,
        "parcels": 130,
        "net_g": str(sum(weights)),
        "gross_g": "102000",
        "unweighed": 1,
    }
    assert {row["container"] for row in rows if row["bag"] == S9} == {"CAGE-1"}
    assert {(row["bag"], row["seal"], row["bag_gross_g"]) for row in rows} == {
        (S9, "S-1", "15200"), ("BAG-2", "S-2", "7000"),
    }  # fmt: skip


def test_a_table_for_people_is_safe_to_open(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        do(store, OpenBag("Ana", "A01", "BAG-1", "=1+1"))
        store.commit(draft("RR123456785CN"))
        do(store, CloseBag("BAG-1", "Ana"))
        do(store, DispatchBags(("BAG-1",), "D-0001", "Ana"))
    assert "'=1+1" in bag(path, "despatch", "D-0001", "--format", "csv").stdout
    exported = CliRunner().invoke(app, ["export", "bags", "--format", "jsonl", "--db", str(path)])
    assert json.loads(exported.stdout)["destination"] == "=1+1"


@pytest.mark.parametrize("words", [["label", "BAG-9", "--format", "zpl"], ["despatch", "D-9999", "--format", "json"]])
def test_what_is_not_there_is_told(words: list[str], db: Path) -> None:
    result = CliRunner().invoke(app, ["bag", *words, "--db", str(db)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "station bag list" in result.stderr


def test_a_label_of_an_open_bag_says_so(tmp_path: Path) -> None:
    held = Held(Bag("BAG-1", "A01", destination="São Paulo 陈", opened_at="2026-11-30T10:00:00.000Z"))
    words = texts(label_pdf(held, "lane-1"))
    assert "open" in words
    assert "São Paulo" in words


@given(
    text=st.text(max_size=60),
    number=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=35),
)
def test_nothing_that_somebody_typed_is_a_command_to_the_printer(text: str, number: str) -> None:
    held = Held(Bag(number.upper(), "A01", BagState.CLOSED, destination=text, seal=text, opened_at="x"))
    written = zpl_label(held, "lane-1")
    plain = zpl_label(Held(Bag("B" * len(number), "A01", BagState.CLOSED, seal="S", opened_at="x")), "lane-1")
    assert written.count("^FD") - plain.count("^FD") in {0, -1}, "a seal of no text has no row"
    assert (written.count("^XA"), written.count("^XZ"), written.count("~")) == (1, 1, 0)
    assert all(line.startswith("^") for line in written.splitlines())
    assert written.isascii()
