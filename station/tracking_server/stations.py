"""What a station tells of itself, and what the centre tells of its stations. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from station.tracking_server.problem import Problem
from station.tracking_server.scans import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LARGEST_STATUS = 1 << 16
"""Bytes of the body of a status."""
MOST_EPOCHS = 1000
"""Epochs of one station that are told, the latest ones that it names and those of which scans are held."""
LONGEST_SPAN_S = 86_400
SILENT_TIMES = 1.5
"""A station is silent that has not been heard of for so many times the `every_s` that it told."""
OLD_SILENT_S = 120.0
"""The same of a station of before `every_s`, which tells its status once a minute."""
SHARED_S = 600.0
"""So long before the last contact entries of an epoch that the station does not name are another computer's."""
HOUR_COUNTS = ("presented", "first_time", "after_retries", "keyed", "not_read", "accepted")
"""What a station counts of its last 60 minutes, in presentations."""
_EMPTY: dict[str, Any] = {
    "version": None,
    "operation": None,
    "operator": None,
    "plan_version": None,
    "clock": None,
    "backlog": None,
    "devices": [],
    "troubles": [],
    "hour": None,
}
"""What an answer tells of a station that does not say it."""


@dataclass(frozen=True, slots=True)
class HeldEpoch:
    """An epoch of which scans are held."""

    epoch: str
    high_water: int
    contact: str
    """When a batch of it came in last, ISO 8601, UTC; empty: not known."""


def read_status(body: bytes) -> str:
    """The status in a body, in its canonical spelling. Problem: it is none; unknown keys are kept."""
    try:
        status = json.loads(body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Problem(400, "the body is not JSON in UTF-8") from None
    if not isinstance(status, dict):
        raise Problem(400, "the body must be a JSON object")
    for key, (is_right, words) in _KNOWN.items():
        if status.get(key) is not None and not is_right(status[key]):
            raise Problem(400, f"{key} must be {words}")
    try:
        text = canonical(status)
        text.encode()
    except (ValueError, RecursionError):
        raise Problem(400, "the status holds a value that is no Unicode text or no finite number") from None
    return text


def _refuse_constant(word: str) -> None:
    raise ValueError(word)  # NaN and Infinity are Python's, not JSON's


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_count(value: Any) -> bool:
    whole = type(value) is int or (isinstance(value, float) and value.is_integer())
    return whole and value >= 0


def _is_dict(value: Any) -> bool:
    return isinstance(value, dict)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_object(**keys: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """An object in which these keys, where they are and not null, are right."""
    return lambda value: (
        isinstance(value, dict)
        and all(value.get(key) is None or is_right(value[key]) for key, is_right in keys.items())
    )


def _is_list_of(kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(kind, value))


def _is_span(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= LONGEST_SPAN_S


_DEVICE = _is_object(kind=_is_text, name=_is_text, health=_is_text, words=_is_text)
_TROUBLE = _is_object(key=_is_text, grave=_is_flag, code=_is_text, values=_is_dict, what=_is_text, text=_is_text)
_TEXT = (_is_text, "a text")
_KNOWN: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "at": _TEXT,
    "version": _TEXT,
    "operation": _TEXT,
    "operator": _TEXT,
    "plan_version": _TEXT,
    "clock": _TEXT,
    "backlog": (
        _is_object(pending=_is_count, refused=_is_count, oldest=_is_text),
        "an object whose pending and refused are whole numbers and whose oldest is a text",
    ),
    "devices": (_is_list_of(_DEVICE), "an array of objects whose kind, name, health and words are texts"),
    "troubles": (
        _is_list_of(_TROUBLE),
        "an array of objects whose key and code are texts, grave true or false, values an object",
    ),
    "hour": (_is_object(**dict.fromkeys(HOUR_COUNTS, _is_count)), "an object whose counts are whole numbers"),
    "every_s": (_is_span, f"a number of seconds above 0, at most {LONGEST_SPAN_S}"),
    "epochs": (_is_list_of(_is_text), "an array of texts"),
}
"""Keys of a status, what their value must be unless it is absent or null, and that in words."""


def station_answer(
    station_id: str, status: tuple[str, str] | None, held: Iterable[HeldEpoch], accounts: Iterable[dict[str, Any]] = ()
) -> dict[str, Any]:
    """One station as it is told. `status`: its newest one and when it came in; None: it never sent one.

    `accounts`: for each held epoch more about it, as of `Centre.gaps`.
    """
    body, status_at = status if status is not None else ("{}", None)
    held = sorted(held, key=lambda each: each.contact)
    told = {key: value for key, value in json.loads(body).items() if value is not None}
    named, there = told.pop("epochs", []), {each.epoch for each in held}
    epochs = [{"epoch": each.epoch, "high_water": each.high_water} for each in held]
    epochs += [{"epoch": each, "high_water": 0} for each in dict.fromkeys(named) if each not in there]
    more = {account["epoch"]: account for account in accounts}
    for each in epochs:
        each |= {key: value for key, value in more.get(each["epoch"], {}).items() if key != "station_id"}
    contacts = [each.contact for each in held] + ([status_at] if status_at is not None else [])
    return {
        **_EMPTY,
        **told,
        "station_id": station_id,
        "last_contact": max(filter(None, contacts), default=None),
        "status_at": status_at,
        "epochs": epochs[-MOST_EPOCHS:],
        "other_epochs": _of_others(held, named, contacts),
    }


def _of_others(held: Iterable[HeldEpoch], named: list[str], contacts: list[str]) -> list[str]:
    """Epochs of which entries came in lately though the newest status does not name them; none without a status."""
    if not named:
        return []
    last = datetime.fromisoformat(max(contacts))
    others = (each for each in held if each.contact and each.epoch not in named)
    return [each.epoch for each in others if (last - datetime.fromisoformat(each.contact)).total_seconds() < SHARED_S]


def with_contact(station: dict[str, Any], now: str) -> dict[str, Any]:
    """The station with `age_s`, seconds since its last contact, and `silent`; both None: not known.

    `now`: ISO 8601, UTC, by the clock that `last_contact` is of. Whoever tells no status cannot be called silent.
    """
    if station["last_contact"] is None:
        return station | {"age_s": None, "silent": None}
    age = datetime.fromisoformat(now) - datetime.fromisoformat(station["last_contact"])
    age_s = max(0.0, round(age.total_seconds(), 1))
    every_s = station.get("every_s")
    longest = OLD_SILENT_S if every_s is None else SILENT_TIMES * every_s
    return station | {"age_s": age_s, "silent": None if station["status_at"] is None else age_s > longest}
