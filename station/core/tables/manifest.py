"""The manifest as a file: a line a parcel, with what is stored of it.

A million lines pass here, so they are taken in chunks and each different text of a column is converted once a chunk.
"""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from station.core.announced import STATUSES, Announced
from station.core.tables import cells
from station.core.tables.csv_table import good_cells, header_is_good, read_cells
from station.core.tables.postcodes import wrong_postcode
from station.core.tables.spreadsheet import damage
from station.core.tables.table import CellError, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Convert: TypeAlias = Callable[[str], str | None]

COLUMNS = tuple(field.name for field in fields(Announced))
Stored = tuple[int | str | None, ...]
"""The line of a parcel, then its values as texts in the order of the file, several of a kind with `|` between them."""
_CHUNK = 5000
_SAMPLE = 100
"""So many texts tell whether a column repeats itself."""
_NAME = 60
_YES = {"1", "yes", "y", "true", "x"}
_NO = {"0", "no", "n", "false"}
_HS = re.compile(r"[0-9]{4,12}")
_LOST_ZERO = (5, 7)
"""Digits of no HS code in use, but of one of 6 or 8 without its zero."""
_ONE_OR_TWO = re.compile(r"([A-Z0-9]{1,20})(?:\|([A-Z0-9]{1,20}))?")
_SHORT = re.compile(r"[A-Z0-9]{1,20}")
_PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_ROUNDED = "000"
"""In each number that a spreadsheet has rounded."""


def read_manifest(table: Table, lines: Iterable[str]) -> tuple[list[str], Iterator[list[Stored]]]:
    """The columns of the file, and its good lines in chunks; the problems of the others are in `table` at the end."""
    header, rows = read_cells(table, lines, COLUMNS, "parcel_id")
    return header, _chunks(table, header, rows)


def read_rows(table: Table, header: list[str], rows: Iterable[list[str]]) -> list[Stored]:
    """The good rows of a part of a manifest, numbered from 1; each has as many cells as `header` has columns."""
    if not header_is_good(table, header, COLUMNS, "parcel_id"):
        return []
    stripped = ([cell.strip() for cell in row] for row in rows)
    good = good_cells(table, enumerate(stripped, start=1), header, "parcel_id")
    return [row for chunk in _chunks(table, header, good) for row in chunk]


def _chunks(table: Table, header: list[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[Stored]]:
    converters = _converters(table)
    while chunk := list(islice(rows, _CHUNK)):
        numbers = [line for line, _ in chunk]
        wrong: list[tuple[int, str, str]] = []
        given = zip(header, zip(*(texts for _, texts in chunk), strict=True), strict=True)
        columns = {name: _column(name, texts, converters[name], numbers, wrong) for name, texts in given}
        wrong.extend(_holds_without_flag(columns, numbers))
        wrong.extend(_wrong_postcodes(columns, numbers))
        for problem in sorted(wrong):
            table.problem(*problem)
        bad = {line for line, *_ in wrong}
        stored = zip(numbers, *columns.values(), strict=True)
        yield [row for row in stored if row[0] not in bad] if bad else list(stored)


def _column(
    name: str, texts: tuple[str, ...], convert: Convert, numbers: list[int], wrong: list[tuple[int, str, str]]
) -> list[str | None]:
    if not any(texts):
        return [None] * len(texts)
    few = texts[:_SAMPLE]
    try:
        if len(set(few)) * 2 > len(few):
            return [convert(text) if text else None for text in texts]
        values = {text: convert(text) if text else None for text in set(texts)}
        return [values[text] for text in texts]
    except CellError:
        return list(_one_by_one(name, texts, convert, numbers, wrong))


def _one_by_one(
    name: str, texts: tuple[str, ...], convert: Convert, numbers: list[int], wrong: list[tuple[int, str, str]]
) -> Iterator[str | None]:
    for line, text in zip(numbers, texts, strict=True):
        try:
            yield convert(text) if text else None
        except CellError as error:
            wrong.append((line, f"{name}: {error.what}", error.cure))
            yield None


def _holds_without_flag(columns: dict[str, list[str | None]], numbers: list[int]) -> Iterator[tuple[int, str, str]]:
    nothing = [None] * len(numbers)
    named = (columns.get(name, nothing) for name in ("hold_flag", "hold_reason", "hold_until"))
    for line, flag, reason, until in zip(numbers, *named, strict=True):
        if (reason or until) and not flag:
            yield line, "a hold is described, but hold_flag is empty", "write yes or no there"


def _wrong_postcodes(columns: dict[str, list[str | None]], numbers: list[int]) -> Iterator[tuple[int, str, str]]:
    pairs = list(zip(columns.get("dest_country", ()), columns.get("dest_postcode", ()), strict=False))
    wrong = {pair: found for pair in set(pairs) if all(pair) and (found := wrong_postcode(*map(str, pair)))}
    for line, pair in zip(numbers, pairs, strict=False) if wrong else ():
        if pair in wrong:
            yield line, f"dest_postcode: {wrong[pair][0]}", wrong[pair][1]


def _converters(table: Table) -> dict[str, Convert]:
    name = cells.at_most(_NAME, "are kept")
    postcode = cells.at_most(20, "are kept")
    return {
        "parcel_id": _one_id,
        "alt_ids": _ids,
        "carrier": cells.carrier,
        "service": name,
        "origin_country": cells.country,
        "dest_country": cells.country,
        "dest_postcode": lambda text: cells.intact(postcode(text)),
        "bag_id": lambda text: cells.intact(name(text)).upper(),
        "despatch_id": lambda text: cells.intact(name(text)).upper(),
        "weight_g": _number("a weight", "write grams as a plain number, such as 2000", table),
        "value": _number("a value", "write a plain number, such as 12.50", table),
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


def _split(text: str) -> list[str]:
    """Several values of one cell: separated by `|`, or by blanks when there is none."""
    return [part for piece in text.split("|") if (part := piece.strip())] if "|" in text else text.split()


def _one_id(text: str) -> str:
    if cells.is_canonical(text):
        return text
    if len(text) > _NAME or "|" in text:
        raise CellError("not one parcel id", "write one; others of the same parcel go into alt_ids")
    return cells.parcel_id(text)


def _ids(text: str) -> str | None:
    usual = _ONE_OR_TWO.fullmatch(text)
    if usual is not None and usual[1] != usual[2] and not (_ROUNDED in text and any(map(damage, text.split("|")))):
        return text
    return "|".join(dict.fromkeys(map(_other_id, _split(text)))) or None


def _other_id(text: str) -> str:
    """An alternative number may be anything, an order number too: no check digit is asked of it."""
    if _SHORT.fullmatch(text) and not damage(text):
        return text
    if len(text) > _NAME:
        raise CellError(f"{text[:20]!r}... has {len(text)} characters", "separate several numbers with |")
    if not cells.is_canonical(text):
        cells.intact(text)
    try:
        return cells.parcel_id(text)
    except CellError:
        return text.upper()


def _number(words: str, cure: str, table: Table) -> Convert:
    number = cells.number(words, cure, decimal_comma=table.decimal_comma)
    plain = _WHOLE if table.decimal_comma else _PLAIN
    return lambda text: text if plain.fullmatch(text) else format(number(text), "f")


def _hs_codes(text: str) -> str | None:
    codes = [code.replace(".", "") for code in _split(text)]
    if not all(map(_HS.fullmatch, codes)):
        raise CellError(f"{text[:60]!r} is no HS code", "write 4 to 12 digits each, such as 851712")
    if any(len(code) in _LOST_ZERO for code in codes):
        raise CellError(f"{text[:60]!r} has lost a leading zero", "export the column as text, such as 090121")
    return "|".join(codes) or None


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise CellError(f"{text[:40]!r} is no currency", "write three letters by ISO 4217, such as EUR")
    return text.upper()


def _yes_or_no(text: str) -> str:
    word = text.lower()
    if word not in _YES | _NO:
        raise CellError(f"{text[:40]!r} is neither yes nor no", "write yes or no")
    return "yes" if word in _YES else "no"


def _status(text: str) -> str:
    if text.lower() not in STATUSES:
        raise CellError(f"{text[:40]!r} is no status", f"write {' or '.join(STATUSES)}")
    return text.lower()
