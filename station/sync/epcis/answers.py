"""What an EPCIS repository's answers mean. Pure, and never raises on any bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin, urlsplit

from station.core import printable
from station.sync.upload.answers import PROBLEM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.sync.epcis.events import Event

Raw = tuple[int, dict[str, str], bytes]
"""Status, headers with lower-case names, body of an HTTP answer."""
_FAULTS_OF_EVENTS = ("ValidationException", "CaptureLimitExceededException", "ResourceAlreadyExistsException")
_DEEPEST = 6
"""How far below the top of an answer its events may stand."""


@dataclass(frozen=True, slots=True)
class Job:
    """A capture job that has ended."""

    stored: bool
    """All of its events are; else, by the standard, none of them."""
    fault: Literal["none", "events", "repository", "not told"]
    """Who is to blame for its failure."""
    reason: str


def job_of(answer: Raw) -> Job | None:
    """What became of a capture job; None: not told, or not yet."""
    found = _json(answer)
    if answer[0] != 200 or not isinstance(found, dict) or found.get("running") is not False:
        return None
    if found.get("success") is True:
        return Job(stored=True, fault="none", reason="")
    listed = found.get("errors")
    errors = [error for error in listed if isinstance(error, dict)] if isinstance(listed, list) else []
    told = [error.get("detail") or error.get("title") or error.get("type") for error in errors]
    words = "; ".join(text for text in told if isinstance(text, str))
    return Job(stored=False, fault=_fault(errors), reason=printable(words or "no reason given", 300))


def _fault(errors: list[dict[str, Any]]) -> Literal["events", "repository", "not told"]:
    kinds = [str(error.get("type")) for error in errors]
    if any(kind.endswith(_FAULTS_OF_EVENTS) for kind in kinds):
        return "events"
    return "repository" if any(kind.endswith("ImplementationException") for kind in kinds) else "not told"


def job_path(answer: Raw, asked: str) -> str | None:
    """Path of the job that took a capture at the address `asked`; None: not named, or on another server."""
    try:
        there, here = urlsplit(urljoin(asked, answer[1].get("location", ""))), urlsplit(asked)
    except ValueError:
        return None
    if "location" not in answer[1] or (there.scheme, there.netloc) != (here.scheme, here.netloc):
        return None
    return there.path + (f"?{there.query}" if there.query else "")


def events_held(answer: Raw, event_id: str) -> tuple[Event, ...] | None:
    """The events of that name that the repository has, oldest first as told; None: the answer does not tell."""
    if answer[0] == 404:
        return ()
    found = _json(answer)
    if answer[0] != 200 or not isinstance(found, dict):
        return None
    listed = _event_list(found, _DEEPEST)
    if listed is None:
        return None
    held = tuple(event for event in listed if isinstance(event, dict) and event.get("eventID") == event_id)
    return held if held or not listed else None


def _event_list(found: dict[str, Any], depth: int) -> list[Any] | None:
    """The list of events of a document of any kind, or the one event that it is."""
    if "eventID" in found:
        return [found]
    if isinstance(found.get("eventList"), list):
        return list(found["eventList"])
    inner = [value for value in found.values() if isinstance(value, dict)] if depth else []
    lists = [listed for listed in (_event_list(value, depth - 1) for value in inner) if listed is not None]
    return lists[0] if lists else None


def limits(headers: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Most events and most bytes of one capture; None: not told."""
    return _count(headers.get("gs1-epcis-capture-limit")), _count(headers.get("gs1-epcis-capture-file-size-limit"))


def _count(text: str | None) -> int | None:
    return int(text[:12]) if text and text.isascii() and text.isdigit() and int(text[:12]) > 0 else None


def _json(answer: Raw) -> Any:
    """The JSON of an answer that says that it is; None: it is none."""
    kind = answer[1].get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        return None
    try:
        return json.loads(answer[2])
    except (ValueError, RecursionError):
        return None


def as_bytes(body: Event) -> bytes:
    """As it goes over the wire."""
    return json.dumps(body, separators=(",", ":")).encode()


def problem(status: int, words: str, kind: str = PROBLEM) -> Raw:
    """A problem document (RFC 9457), as the native centre would send it; of another kind, as somebody on the way."""
    return status, {"content-type": kind}, json.dumps({"detail": words}).encode()
