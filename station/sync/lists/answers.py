"""What the centre's answer to a question for a list means. Pure, and never raises on any bytes.

The ETag of a list is the SHA-256 of its body. So what was cut off, changed on the way, or comes from somebody else is
told from a list before anything of it is read.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hardware.contract import Notice, notice
from station.core import printable
from station.core.tables import Table, lines_of, read_rows
from station.record.lists import Page
from station.sync.upload.answers import PROBLEM, Alarm, Later, judge

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA = {"text/csv": "csv", "application/jsonl": "jsonl"}
MOST_LINES = 100_000
MOST_ROWS = 20_000
LONGEST_CURSOR = 200
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The centre's list is the one that was asked with."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The centre keeps no such list."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A list as a file; what is in it is not checked yet."""

    lines: tuple[str, ...]
    etag: str
    ending: str
    """csv or jsonl."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The centre's own list, and it cannot be used: asking again brings the same."""

    about: Notice
    etag: str


Meaning = Unchanged | Absent | Later | Alarm


def judge_text(status: int, headers: Mapping[str, str], body: bytes, asked: str | None) -> Meaning | Sent | Refused:
    """The meaning of an answer to a question for a plan or a hold list; `asked`: the ETag that was asked with."""
    if status != 200:
        return _without_list(status, headers, body, asked)
    etag = _proven(headers, body)
    if isinstance(etag, Later):
        return etag
    ending = MEDIA.get(_media(headers))
    if ending is None:
        return Refused(notice("list_no_csv", kind=printable(_media(headers), 40)), etag)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Refused(notice("list_no_text"), etag)
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MOST_LINES:  # before any of them is made
        return Refused(notice("list_too_long", most=f"{MOST_LINES:,}"), etag)
    return Sent(tuple(lines_of(text)), etag, ending)


def judge_page(
    status: int, headers: Mapping[str, str], body: bytes, asked: str | None, cursor: str
) -> Meaning | Page | Refused:
    """The meaning of an answer to a question for what the manifest has after `cursor`."""
    if status != 200:
        return _without_list(status, headers, body, asked)
    etag = _proven(headers, body)
    if isinstance(etag, Later):
        return etag
    found = _page(headers, body, etag)
    if isinstance(found, Notice):
        return Refused(found, etag)
    if not cursor and not found.snapshot:
        return Refused(notice("manifest_not_from_start"), etag)
    if found.more and (found.cursor == cursor or not (found.rows or found.removed)):
        return Refused(notice("manifest_stands_still"), etag)
    return found


def _without_list(status: int, headers: Mapping[str, str], body: bytes, asked: str | None) -> Meaning:
    if status == 304:
        if asked is not None and headers.get("etag", asked) == asked:
            return Unchanged()
        return Later(notice("list_unasked"))
    meaning = judge(status, headers, body, "", frozenset())
    if status == 404 and _media(headers) == PROBLEM:
        return Absent()
    if isinstance(meaning, Alarm) and status in (401, 403):
        return meaning
    return meaning if isinstance(meaning, Later) else Later(notice("list_not_given", status=status))


def _proven(headers: Mapping[str, str], body: bytes) -> str | Later:
    """The ETag, if the body is what it names."""
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        return Later(notice("list_compressed"))
    etag = headers.get("etag", "")
    if etag != f'"{hashlib.sha256(body).hexdigest()}"':
        return Later(notice("list_garbled"))
    return etag


def _media(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").split(";")[0].strip().lower()


def _page(headers: Mapping[str, str], body: bytes, etag: str) -> Page | Notice:
    """The page, or what is wrong with it."""
    try:
        answer = json.loads(body) if _media(headers) == "application/json" else None
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or answer.get("list") != "manifest":
        return notice("manifest_no_page")
    snapshot, more, cursor = (answer.get(key) for key in ("snapshot", "more", "cursor"))
    if type(snapshot) is not bool or type(more) is not bool or not _is_text(cursor, LONGEST_CURSOR):
        return notice("manifest_without_place")
    header, rows, removed = _texts(answer.get("columns")), answer.get("rows"), _texts(answer.get("removed"))
    if header is None or removed is None or not isinstance(rows, list) or len(rows) + len(removed) > MOST_ROWS:
        return notice("manifest_page_malformed")
    cells = [row for row in map(_texts, rows) if row is not None and len(row) == len(header)]
    if len(cells) < len(rows):
        return notice("manifest_row_malformed")
    table = Table("manifest", kept=1)
    stored = read_rows(table, header, cells)
    if table.count or len(stored) < len(rows):
        return notice("manifest_bad_rows", first=str(table.problems[0]) if table.problems else None)
    key = header.index("parcel_id") + 1
    named = [row[key] for row in stored] + removed
    if len(set(named)) < len(named) or not all(_is_text(name, _LONGEST_ID) for name in removed):
        return notice("manifest_parcel_twice")
    return Page(snapshot, str(cursor), more, tuple(header), tuple(stored), tuple(removed), etag)


def _texts(value: Any) -> list[str] | None:
    return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()
