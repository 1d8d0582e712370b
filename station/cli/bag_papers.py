"""`station bag label` and `station bag despatch`: what is printed about bags."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from station.cli.label_queue import to_queue
from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

OutOption = Annotated[Path | None, typer.Option(dir_okay=False, help="File; else standard output.")]


class LabelForm(StrEnum):
    """How a label is written."""

    PDF = "pdf"
    ZPL = "zpl"


class DespatchForm(StrEnum):
    """How a despatch is written."""

    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


def label(
    bag: Annotated[str, typer.Argument(metavar="BAG", help="Number of the bag.")],
    form: Annotated[
        LabelForm | None, typer.Option("--format", help="pdf, or zpl for a label printer of 203 dpi.")
    ] = None,
    out: OutOption = None,
    to_printer: Annotated[bool, typer.Option("--print", help="Print it on the label printer of this station.")] = False,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Write or print the label of a bag, 4 x 6 inches, with its number as Code 128. Exit code 1: no such bag."""
    from station.reports import held_in, label_pdf, zpl_label

    if to_printer == (form is not None):
        raise typer.BadParameter("give one of both: --format FORM to write it, --print to print it")
    database, _ = record_of(config, db)
    found = held_in(database, bag)
    if found is None:
        _refuse(f"there is no bag {bag}: station bag list shows them")
    held, station_id = found
    if to_printer:
        typer.echo(to_queue(config, "bag", held.bag.number, zpl_label(held, station_id)))
        return
    content = label_pdf(held, station_id) if form is LabelForm.PDF else zpl_label(held, station_id).encode()
    _write(content, out, database, printed=form is LabelForm.PDF)


def despatch(
    number: Annotated[str, typer.Argument(metavar="DESPATCH", help="Its number.")],
    form: Annotated[
        DespatchForm, typer.Option("--format", help="pdf: bill and manifest; csv: a row a parcel; json: all of it.")
    ],
    out: OutOption = None,
    raw: Annotated[bool, typer.Option("--raw", help="CSV for programs, as of station export.")] = False,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Write the documents of a despatch that has left: every parcel once, with totals. Exit code 1: nothing left so."""
    from station.reports import despatch_json, despatch_of, despatch_pdf, manifest_csv

    database, _ = record_of(config, db)
    found = despatch_of(database, number)
    if found is None:
        _refuse(f"nothing left with despatch {number}: station bag list --state dispatched shows what did")
    match form:
        case DespatchForm.PDF:
            content = despatch_pdf(found)
        case DespatchForm.CSV:
            content = manifest_csv(found, raw=raw).encode()
        case DespatchForm.JSON:
            content = (json.dumps(despatch_json(found), ensure_ascii=False) + "\n").encode()
    _write(content, out, database, printed=form is DespatchForm.PDF)


def _refuse(words: str) -> NoReturn:
    from station.core import printable

    typer.echo(printable(words, 300), err=True)
    raise typer.Exit(1)


def _write(content: bytes, out: Path | None, database: Path, *, printed: bool) -> None:
    from station.reports import export_to

    if out is not None:
        export_to(out, database, lambda text: text.buffer.write(content))
        return
    if printed and sys.stdout.isatty():
        raise typer.BadParameter("a PDF does not go to a terminal: name a file", param_hint="--out")
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
