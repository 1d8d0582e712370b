"""Whether what stands at `sync.url` answers as a centre does. Pure: answers in, what is wrong out.

A scan never waits for any of this: what is wrong with the centre stops no work at the station.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from station.core import printable
from station.sync.centre_holdings import held_of
from station.sync.upload.answers import Alarm, judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SLOW_S = 1.0
CLOCK_WARN_S, CLOCK_FAULT_S = 5.0, 60.0
CERTIFICATE_DAYS = 14
_AWAY = (429, 502, 503, 504)
"""It says itself that this passes."""
_TITLE = re.compile(rb"(?i)<title>\s*([^<]{1,80})")
WAIT = "scans wait on disk"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer over HTTP."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    took_s: float
    at: datetime
    """When it had come, by this station's clock."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong with the centre; `grave`: a person has to act."""

    grave: bool
    text: str


def judge_answers(look: Answer, own: Answer, epoch: str | None) -> list[Complaint]:
    """`look`: to the question whether it is well; `own`: to one that needs the token, on the scans of `epoch` (None: in
    another protocol, whose answer is not looked into).
    """
    for answer in (own, look):
        if (wrong := _wrong_status(answer)) is not None:
            return [wrong]
    if epoch is not None and own.status == 200 and held_of(own.body, epoch) is None:
        text = f"it answers {printable(own.body[:40].decode(errors='replace'))!r}, which is not the tracking API's"
        return [Complaint(grave=True, text=f"{text}: something else stands there; check sync.url")]
    return [*_slow(look), *_other_time(look)]


def judge_certificate(last_day: datetime, now: datetime) -> list[Complaint]:
    """A certificate that the station took, by the last moment at which it is valid."""
    days = (last_day - now).total_seconds() / 86400
    if days >= CERTIFICATE_DAYS:
        return []
    text = (
        f"its certificate ends on {last_day:%Y-%m-%d %H:%M} UTC, in {max(0.0, days):.0f} days: renew it at the centre"
    )
    return [Complaint(grave=days < 0, text=text)]


def _wrong_status(answer: Answer) -> Complaint | None:
    status, headers = answer.status, answer.headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    meaning = judge(status, headers, answer.body, "", frozenset())
    if status in (401, 403):
        text = meaning.reason if isinstance(meaning, Alarm) else "a firewall refuses the question; check sync.url"
        return Complaint(grave=True, text=text)
    if 300 <= status < 400:
        to = printable(headers.get("location", "another address"), 200)
        return Complaint(grave=True, text=f"it answers {status} and points to {to}: write that server in sync.url")
    if status in _AWAY:
        return Complaint(
            grave=False, text=f"it answers {status}, overloaded or being maintained; {WAIT} until it is back"
        )
    if status >= 500:
        return Complaint(
            grave=True, text=f"it answers {status}{_title(answer.body)}: look at its log; {WAIT} meanwhile"
        )
    if kind == "text/html" or answer.body.lstrip()[:1] == b"<":
        what = f"it answers {status} with a web page{_title(answer.body)}"
        return Complaint(grave=True, text=f"{what}: a proxy, a log-in page or another server; check sync.url")
    return None


def _title(body: bytes) -> str:
    page = _TITLE.search(body[:4096])
    return f" ({printable(page[1].decode(errors='replace').strip(), 80)})" if page else ""


def _slow(answer: Answer) -> Iterator[Complaint]:
    if answer.took_s > SLOW_S:
        text = f"slow, it took {answer.took_s:.1f} s to answer: check the network, and what loads the centre"
        yield Complaint(grave=False, text=text)


def _other_time(answer: Answer) -> Iterator[Complaint]:
    there = _date(answer.headers.get("date", ""))
    if there is None:
        return
    ahead = (there - answer.at).total_seconds()
    ahead = min(ahead + answer.took_s, 0.0) if ahead < 0 else ahead
    if abs(ahead) > CLOCK_WARN_S:
        direction = "behind" if ahead > 0 else "ahead of"
        text = f"this station's clock is {_span(abs(ahead))} {direction} the centre's ({there:%Y-%m-%d %H:%M:%S} UTC)"
        cure = "sudo timedatectl set-ntp true, on the one that is wrong"
        yield Complaint(grave=abs(ahead) > CLOCK_FAULT_S, text=f"{text}: {cure}")


def _span(seconds: float) -> str:
    return (
        f"{seconds:.0f} s"
        if seconds < 120
        else f"{seconds / 60:.0f} min"
        if seconds < 7200
        else f"{seconds / 3600:.1f} h"
    )


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else None
