"""What the centre's answer to a batch means. Pure, and never raises on any bytes.

A scan leaves the queue only when a well-formed answer names it. Everything else keeps it, whatever the status says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from station.core import Receipt, printable
from station.sync.centre_holdings import LARGEST_SEQ, runs_of
from station.sync.strict_json import json_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SHORTEST_WAIT_S, LONGEST_WAIT_S = 1.0, 900.0
"""What a Retry-After is clamped to."""
PROBLEM = "application/problem+json"
_TITLE = re.compile(rb"(?i)<title>\s*([^<]{1,200})")
CHECK_LINE = "check sync.url, and whether the network wants a log-in"
HELD = ("stored", "duplicate")
STATUSES = (*HELD, "rejected", "conflict")


@dataclass(frozen=True, slots=True)
class Receipts:
    """Verdicts on scans that were in the batch; a scan without one stays queued."""

    receipts: tuple[Receipt, ...]
    high_water: int | None = None
    """The highest number that the centre holds of the batch's epoch; None: not told."""
    missing: tuple[tuple[int, int], ...] = ()
    """First and last of runs of numbers below the batch that the centre does not hold; it may have lost them."""

    def holds_all(self, scans: int) -> bool:
        """The centre holds each of so many scans and asks for nothing."""
        return not self.missing and sum(receipt.status in HELD for receipt in self.receipts) == scans


@dataclass(frozen=True, slots=True)
class Later:
    """Keep everything, try again later."""

    reason: str
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Keep everything; a person has to act (token, address)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Bisect:
    """The batch as a whole is refused: find the scan that is to blame."""

    reason: str
    own: bool
    """The body is JSON, so the centre itself may have said it, and not a gateway on the way."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """Send fewer at once."""

    reason: str
    own: bool


Answer = Receipts | Later | Alarm | Bisect | TooLarge


def judge(status: int, headers: Mapping[str, str], body: bytes, batch_id: str, sent: frozenset[str]) -> Answer:
    """The meaning of one HTTP answer; `headers` have lower-case names, `body` is as it came over the wire."""
    if status == 200:
        return _results(headers, body, batch_id, sent)
    words = f"the centre answered {status}{_detail(body)}"
    if status == 403 and not _is_json(headers):
        return Bisect(words, own=False)  # a firewall that dislikes one scan says so in HTML
    if status in (401, 403):
        return Alarm(f"check sync.token_file: the token is refused, {words}")
    if status in (404, 405):
        return Alarm(f"check sync.url: wrong address, {words}")
    if status == 413:
        return TooLarge(words, _is_json(headers))
    if status in (400, 422):
        return Bisect(words, _is_json(headers))
    if 300 <= status < 400:
        return Later(f"{words}: something redirects to another address, which is not followed; {CHECK_LINE}")
    cure = "; its own log tells why, it is tried again by itself" if status >= 500 else ""
    return Later(f"{words}{cure}", retry_after(headers))


def _results(headers: Mapping[str, str], body: bytes, batch_id: str, sent: frozenset[str]) -> Answer:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        kind = printable(kind or "no content type", 40)
        return Later(f"the line answers with {kind}, not with the centre's JSON; {CHECK_LINE}")
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        return Later("the answer is compressed though none was asked for; it is not trusted")
    answer = json_of(body)
    if answer is None:
        return Later("the answer is cut off or garbled")
    if not isinstance(answer, dict) or answer.get("batch_id") != batch_id:
        return Later("the answer belongs to another request")
    results = answer.get("results")
    if not isinstance(results, list) or len(results) > len(sent):
        return Later("the answer is malformed or has more results than scans were sent")
    receipts = [_receipt(one) for one in results]
    named = [receipt for receipt in receipts if receipt is not None]
    if len(named) < len(receipts) or not {receipt.scan_id for receipt in named} <= sent:
        return Later("the answer is malformed or names scans that were not sent")
    if len({receipt.scan_id for receipt in named}) < len(named):
        return Later("the answer names one scan twice")
    high_water = answer.get("high_water")
    told = type(high_water) is int and 0 <= high_water <= LARGEST_SEQ
    return Receipts(tuple(named), high_water if told else None, runs_of(answer.get("missing")))


def _is_json(headers: Mapping[str, str]) -> bool:
    return headers.get("content-type", "").split(";")[0].strip().lower() in ("application/json", PROBLEM)


def _receipt(result: Any) -> Receipt | None:
    if not isinstance(result, dict):
        return None
    scan_id, status = result.get("scan_id"), result.get("status")
    if not isinstance(scan_id, str) or not isinstance(status, str) or status not in STATUSES:
        return None
    return Receipt(scan_id, status, _text(result.get("code"), 64), _text(result.get("message"), 500))


def _text(value: Any, longest: int) -> str | None:
    return printable(value, longest) if isinstance(value, str) else None


def _detail(body: bytes) -> str:
    """The words of a problem document (RFC 9457), or the title of a page, if the body is one."""
    problem = json_of(body)
    words = (problem.get("detail") or problem.get("title")) if isinstance(problem, dict) else None
    if not isinstance(words, str):
        page = _TITLE.search(body[:4096])
        words = page[1].decode(errors="replace") if page else None
    return f" ({printable(words, 200)})" if words else ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds by `Retry-After` (RFC 9110), clamped; a date counts against the answer's own. None: not told."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:9])
    else:
        until, now = _date(text), _date(headers.get("date", ""))
        if until is None or now is None:
            return None
        seconds = (until - now).total_seconds()
    return min(max(seconds, SHORTEST_WAIT_S), LONGEST_WAIT_S)


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else None
