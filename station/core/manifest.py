"""The manifest as a file: a line a parcel, with what is stored of it. A million lines pass here, so little is made."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING

from station.core import cells
from station.core.announced import STATUSES, Announced
from station.core.csv_table import CellError, Table, read_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

COLUMNS = tuple(field.name for field in fields(Announced))
Stored = list[str | None]
"""The values of a parcel in the order of COLUMNS as texts, several of one kind with `|` between them."""
_NAME = 60
_YES = {"1", "yes", "y", "true", "x"}
_NO = {"0", "no", "n", "false"}
_HS = re.compile(r"[0-9]{4,12}")


def read_manifest(table: Table, lines: Iterable[str]) -> Iterator[tuple[int, Stored]]:
    """Number and values of every good line; the problems of the others are in `table` at the end."""
    header, rows = read_cells(table, lines, COLUMNS, "parcel_id")
    converters = _converters(table)
    wanted = [(at, COLUMNS.index(name), converters[name]) for at, name in enumerate(header)]
    flag, reason, until = (COLUMNS.index(name) for name in ("hold_flag", "hold_reason", "hold_until"))
    width = len(COLUMNS)
    for line, texts in rows:
        values: Stored = [None] * width
        problems = table.count
        for at, place, convert in wanted:
            text = texts[at]
            if text:
                try:
                    values[place] = convert(text)
                except CellError as error:
                    table.problem(line, f"{COLUMNS[place]}: {error.what}", error.cure)
        if (values[reason] or values[until]) and values[flag] is None:
            table.problem(line, "a hold is described, but hold_flag is empty", "write yes or no there")
        if table.count == problems:
            yield line, values


def _converters(table: Table) -> dict[str, Callable[[str], str]]:
    weight = cells.grams(decimal_comma=table.decimal_comma)
    money = cells.number("a value", "write a plain number, such as 12.50", decimal_comma=table.decimal_comma)
    name = cells.at_most(_NAME, "are kept")
    return {
        "parcel_id": _one_id,
        "alt_ids": _ids,
        "carrier": cells.carrier,
        "service": name,
        "origin_country": cells.country,
        "dest_country": cells.country,
        "dest_postcode": cells.at_most(20, "are kept"),
        "bag_id": _capitals,
        "despatch_id": _capitals,
        "weight_g": lambda text: format(weight(text), "f"),
        "value": lambda text: format(money(text), "f"),
        "currency": _currency,
        "hs_codes": _hs_codes,
        "contents": cells.at_most(200, "are kept"),
        "hold_flag": _yes_or_no,
        "hold_reason": name,
        "hold_until": cells.day,
        "customs_flag": cells.flag,
        "status": _status,
        "expected_at": cells.moment,
        "source": name,
    }


def split(text: str) -> list[str]:
    """Several values of one cell: separated by `|`, or by blanks when there is none."""
    return [part for piece in text.split("|") if (part := piece.strip())] if "|" in text else text.split()


def _one_id(text: str) -> str:
    if len(text) > _NAME or "|" in text:
        raise CellError("not one parcel id", "write one; others of the same parcel go into alt_ids")
    return cells.parcel_id(text)


def _ids(text: str) -> str:
    return "|".join(dict.fromkeys(map(_one_id, split(text))))


def _capitals(text: str) -> str:
    if len(text) > _NAME:
        raise CellError(f"{len(text)} characters, at most {_NAME} are kept", "shorten it")
    return text.upper()


@lru_cache(1024)
def _hs_codes(text: str) -> str:
    codes = [code.replace(".", "") for code in split(text)]
    if not all(map(_HS.fullmatch, codes)):
        raise CellError(f"{text[:60]!r} is no HS code", "write 4 to 12 digits each, such as 851712")
    return "|".join(codes)


@lru_cache(1024)
def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise CellError(f"{text[:40]!r} is no currency", "write three letters by ISO 4217, such as EUR")
    return text.upper()


@lru_cache(1024)
def _yes_or_no(text: str) -> str:
    word = text.lower()
    if word not in _YES | _NO:
        raise CellError(f"{text[:40]!r} is neither yes nor no", "write yes or no")
    return "yes" if word in _YES else "no"


@lru_cache(1024)
def _status(text: str) -> str:
    if text.lower() not in STATUSES:
        raise CellError(f"{text[:40]!r} is no status", f"write {' or '.join(STATUSES)}")
    return text.lower()
