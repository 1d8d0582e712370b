"""What the centre's answer to a batch means. Pure: an answer may hold anything, and nothing here raises.

A scan counts as acknowledged only when a well-formed answer to this very batch names it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NoReturn

from station.core.models import Receipt
from station.core.printable import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MAX_ANSWER = 1024 * 1024
"""Bytes of the largest answer that is read."""
LONGEST_WAIT_S = 900.0
SHORTEST_WAIT_S = 1.0
_VERDICTS = ("stored", "duplicate", "rejected", "conflict")
_CODE, _MESSAGE = 64, 500


@dataclass(frozen=True, slots=True)
class Receipts:
    """The centre's word on some or all scans of the batch; a scan that is not named stays queued."""

    receipts: tuple[Receipt, ...]
    high_water: int | None
    """Highest seq that the centre holds of this station and epoch; None: not told."""


@dataclass(frozen=True, slots=True)
class Later:
    """No word on any scan: send again after a while."""

    words: str
    retry_after: float | None = None
    """Seconds that the centre asked for, between 1 s and 15 min."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The centre refuses the token: a person has to act."""

    words: str


@dataclass(frozen=True, slots=True)
class WrongEndpoint:
    """There is no tracking API at the address: a person has to act."""

    words: str


@dataclass(frozen=True, slots=True)
class Split:
    """The centre refuses the batch as a whole: find the scan that it means."""

    words: str
    code: str


@dataclass(frozen=True, slots=True)
class Halve:
    """The batch is too large."""

    words: str
    code: str = "too_large"


Answer = Receipts | Later | Pause | WrongEndpoint | Split | Halve


def judge(status: int, headers: Mapping[str, str], body: bytes, batch_id: str, sent_ids: Collection[str]) -> Answer:
    """What an answer to the batch `batch_id` with the scans `sent_ids` means.

    `body`: as it came over the line, and one byte more than MAX_ANSWER when it was longer than that.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    if status == 200:
        return _receipts(lower, body, batch_id, frozenset(sent_ids))
    words = f"the centre answered {status}{_detail(lower, body)}"
    match status:
        case 401 | 403:
            return Pause(words)
        case 404 | 405:
            return WrongEndpoint(words)
        case 413:
            return Halve(words)
        case 400 | 422:
            return Split(words, f"http_{status}")
        case _:
            return Later(words, _retry_after(lower))


def _receipts(headers: Mapping[str, str], body: bytes, batch_id: str, sent_ids: frozenset[str]) -> Receipts | Later:
    document = _document(headers, body)
    if isinstance(document, str):
        return Later(f"something else than the centre answered: {document}")
    if document.get("batch_id") != batch_id:
        return Later("the centre answered to another batch")
    results = document.get("results")
    if not isinstance(results, list):
        return Later("the centre's answer has no results")
    named: dict[str, Receipt | None] = {}
    for result in results:
        scan_id = result.get("scan_id") if isinstance(result, dict) else None
        if not isinstance(scan_id, str):
            continue
        if scan_id not in sent_ids:
            return Later("the centre's answer names scans that were not sent")
        receipt = _receipt(scan_id, result)
        if receipt is not None:
            contradicted = scan_id in named and (named[scan_id] is None or named[scan_id].status != receipt.status)  # type: ignore[union-attr]
            named[scan_id] = None if contradicted else receipt
    receipts = tuple(receipt for receipt in named.values() if receipt is not None)
    if not receipts:
        return Later(f"the centre's answer says nothing about the {len(sent_ids)} scans sent")
    high_water = document.get("high_water")
    return Receipts(receipts, high_water if type(high_water) is int and high_water >= 0 else None)


def _receipt(scan_id: str, result: dict[str, Any]) -> Receipt | None:
    """None: no verdict that we know."""
    status = result.get("status")
    if not isinstance(status, str) or status not in _VERDICTS:
        return None
    return Receipt(scan_id, status, _text(result.get("code"), _CODE), _text(result.get("message"), _MESSAGE))


def _text(value: Any, longest: int) -> str | None:
    return value[:longest] if isinstance(value, str) else None


def _document(headers: Mapping[str, str], body: bytes) -> dict[str, Any] | str:
    """The JSON object of an answer, or in words why there is none."""
    if headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        return "it is compressed although that was not asked for"
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return f"{printable(kind, 60) or 'something without a type'} and not JSON (a login page of the network?)"
    if len(body) > MAX_ANSWER:
        return "it is too long"
    try:
        document = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return "its JSON is broken"
    return document if isinstance(document, dict) else "its JSON is no object"


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _detail(headers: Mapping[str, str], body: bytes) -> str:
    """`: ` and what a problem document says (RFC 9457), or nothing."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "application/problem+json") or len(body) > MAX_ANSWER:
        return ""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    said = (document.get("detail") or document.get("title")) if isinstance(document, dict) else None
    return f": {printable(said, 200)}" if isinstance(said, str) else ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a Retry-After asks for; a date counts against the answer's own Date, our clock may be wrong."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        seconds = float(value) if len(value) < 9 else LONGEST_WAIT_S
    else:
        try:
            until, now = parsedate_to_datetime(value), parsedate_to_datetime(headers.get("date", ""))
            seconds = (until - now).total_seconds()
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
    return min(max(seconds, SHORTEST_WAIT_S), LONGEST_WAIT_S)
