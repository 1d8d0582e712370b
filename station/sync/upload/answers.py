"""What the centre's answer to a batch means. Pure, and never raises on any bytes.

A scan leaves the queue only when a well-formed answer names it. Everything else keeps it, whatever the status says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from hardware.contract import notice
from station.core import Receipt, line_text, printable
from station.sync.centre_holdings import LARGEST_SEQ, runs_of
from station.sync.strict_json import json_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from hardware.contract import Notice, Value

SHORTEST_WAIT_S, LONGEST_WAIT_S = 1.0, 900.0
"""What a Retry-After is clamped to."""
PROBLEM = "application/problem+json"
_TITLE = re.compile(rb"(?i)<title>\s*([^<]{1,200})")
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
class _Told:
    about: Notice

    @property
    def reason(self) -> str:
        """Its English."""
        return line_text(self.about)


@dataclass(frozen=True, slots=True)
class Later(_Told):
    """Keep everything, try again later."""

    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Alarm(_Told):
    """Keep everything; a person has to act (token, address)."""


@dataclass(frozen=True, slots=True)
class Bisect(_Told):
    """The batch as a whole is refused: find the scan that is to blame."""

    own: bool
    """The body is JSON, so the centre itself may have said it, and not a gateway on the way."""


@dataclass(frozen=True, slots=True)
class TooLarge(_Told):
    """Send fewer at once."""

    own: bool


Answer = Receipts | Later | Alarm | Bisect | TooLarge


def judge(status: int, headers: Mapping[str, str], body: bytes, batch_id: str, sent: frozenset[str]) -> Answer:
    """The meaning of one HTTP answer; `headers` have lower-case names, `body` is as it came over the wire."""
    if status == 200:
        return _results(headers, body, batch_id, sent)
    own = _is_json(headers)
    told: dict[str, Value] = {"status": status, "said": _detail(body)}
    if status == 403 and not own:
        return Bisect(notice("answered", **told), own=False)  # a firewall that dislikes one scan says so in HTML
    if status in (401, 403):
        return Alarm(notice("answered_no_token", **told))
    if status in (404, 405):
        return Alarm(notice("answered_no_address", **told))
    if status == 413:
        return TooLarge(notice("answered", **told), own)
    if status in (400, 422):
        return Bisect(notice("answered", **told), own)
    if 300 <= status < 400:
        return Later(notice("answered_elsewhere", **told))
    if status >= 500:
        return Later(notice("answered_failure", **told), retry_after(headers))
    return Later(notice("answered", **told), retry_after(headers))


def _results(headers: Mapping[str, str], body: bytes, batch_id: str, sent: frozenset[str]) -> Answer:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        return Later(notice("answer_not_json", kind=printable(kind, 40)))
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        return Later(notice("answer_compressed"))
    answer = json_of(body)
    if answer is None:
        return Later(notice("answer_garbled"))
    if not isinstance(answer, dict) or answer.get("batch_id") != batch_id:
        return Later(notice("answer_of_another"))
    results = answer.get("results")
    if not isinstance(results, list) or len(results) > len(sent):
        return Later(notice("answer_too_many"))
    receipts = [_receipt(one) for one in results]
    named = [receipt for receipt in receipts if receipt is not None]
    if len(named) < len(receipts) or not {receipt.scan_id for receipt in named} <= sent:
        return Later(notice("answer_unasked"))
    if len({receipt.scan_id for receipt in named}) < len(named):
        return Later(notice("answer_twice"))
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
    return printable(words, 200) if words else ""


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
