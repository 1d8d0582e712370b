"""A request as the JSON of a file, for every kind by its dataclass alone."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from station.core import requests as asked
from station.core.outcomes import Done, Nothing, Outcome, Problem, Reason
from station.core.requests import Asked, Request

KINDS: dict[str, type[Request]] = {kind.__name__: kind for kind in get_args(asked.Request)}
_OUTCOMES: dict[str, type[Outcome]] = {"done": Done, "nothing": Nothing, "problem": Problem}


class _WrongValueError(Exception):
    """A value is not of the type of its field."""


def encode(wish: Asked) -> bytes:
    """`{"id", "kind", "request": {...}}`."""
    kind = type(wish.request).__name__
    return json.dumps({"id": wish.id, "kind": kind, "request": asdict(wish.request)}).encode()


def decode(content: bytes) -> Asked | Problem:
    """The request, or why there is none."""
    try:
        told = json.loads(content)
        name = str(uuid.UUID(told["id"]))
        kind, values = told["kind"], told["request"]
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return Problem(Reason.NOT_READABLE, {"cause": "no JSON object with id, kind and request"})
    if not isinstance(kind, str) or kind not in KINDS:
        return Problem(Reason.UNKNOWN_KIND, {"kind": str(kind)})
    request = decode_fields(KINDS[kind], values)
    return request if isinstance(request, Problem) else Asked(name, request)


def decode_fields(kind: type[Request], values: object) -> Request | Problem:
    """A request of this kind from the values of its fields."""
    if not isinstance(values, dict):
        return Problem(Reason.NOT_READABLE, {"cause": "its fields are no JSON object"})
    hints, known = get_type_hints(kind, vars(asked)), {each.name: each for each in fields(kind)}
    if newer := next((key for key in values if key not in known), None):
        return Problem(Reason.NEWER_FIELD, {"kind": kind.__name__, "field": newer})
    taken = {}
    for name, each in known.items():
        if name not in values:
            if each.default is MISSING:
                return Problem(Reason.MISSING_FIELD, {"kind": kind.__name__, "field": name})
            continue
        try:
            taken[name] = _typed(values[name], hints[name])
        except _WrongValueError:
            return Problem(Reason.WRONG_VALUE, {"kind": kind.__name__, "field": name})
    return kind(**taken)


def _typed(value: object, hint: Any) -> Any:
    """The JSON value as the field has it: a list is a tuple there."""
    if isinstance(hint, UnionType):
        for each in get_args(hint):
            try:
                return _typed(value, each)
            except _WrongValueError:
                continue
        raise _WrongValueError
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise _WrongValueError
        return tuple(_typed(each, get_args(hint)[0]) for each in value)
    if type(value) is not (NoneType if hint is None else hint):
        raise _WrongValueError
    return value


def encode_outcome(outcome: Outcome) -> str:
    """`{"how": done|nothing|problem, "reason", "values": {...}}`."""
    how = next(how for how, kind in _OUTCOMES.items() if isinstance(outcome, kind))
    return json.dumps({"how": how, "reason": outcome.reason.value, "values": dict(outcome.values)})


def decode_outcome(text: str | bytes) -> Outcome | None:
    """The outcome; None: this program does not know it."""
    try:
        told = json.loads(text)
        values: Mapping[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in told["values"].items()
        }
        return _OUTCOMES[told["how"]](Reason(told["reason"]), values)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
