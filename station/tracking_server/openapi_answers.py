"""What every operation of the document answers besides, and what a station does with each answer to a batch."""

from __future__ import annotations

from typing import Any

from station.tracking_server.problem import REASONS
from station.tracking_server.request_ids import HEADER

Part = dict[str, Any]
STATION_DOES = {
    200: "A scan leaves the station's queue when a result names it: stored and duplicate as held, rejected and "
    "conflict as refused, for a person to look at. A scan without a result stays. An answer that is not "
    "application/json, is compressed, has another batch_id, or a result of a scan that was not sent, counts as none.",
    400: "The station halves the batch until it finds the scan that is to blame, and sends the others.",
    401: "The station keeps everything and calls a person; it asks again every minute.",
    403: "As 401. From a gateway, without JSON, as 400.",
    404: "As 401: the address is wrong. So is 405.",
    408: "The station keeps everything and tries again later.",
    413: "The station sends fewer scans at once.",
    415: "The station keeps everything and tries again later.",
    429: "The station keeps everything and tries again after Retry-After (1 s to 15 min), else as 503.",
    500: "As 503.",
    503: "The station keeps everything and tries again: after Retry-After, else after 1 s, later every 30 s or so. So "
    "it does with any other status, with a redirect, and with silence.",
}
_ID: Part = {
    "description": "The name of the request: the one that was sent in this header (1 to 64 letters, digits, . _ -), "
    "else a new one.",
    "schema": {"type": "string"},
}
_RETRY: Part = {"description": "Seconds after which to ask again.", "schema": {"type": "string", "pattern": "^[0-9]+$"}}


def completed(paths: Part) -> Part:
    """The paths with what every operation may answer: 429 and 500, and the headers of each answer."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operation in (each for methods in paths.values() for each in methods.values()):
        answers = operation["responses"]
        more = (500,) if operation.get("security") == [] else (429, 500)
        for status in more:
            answers[str(status)] = {"description": REASONS[status], "content": problem}
        for status, answer in answers.items():
            headers = {HEADER: _ID} | ({"Retry-After": _RETRY} if status in ("429", "503") else {})
            answer["headers"] = answer.get("headers", {}) | headers
        operation["responses"] = dict(sorted(answers.items()))
    return paths


def with_what_stations_do(operation: Part) -> Part:
    """The operation of a batch, each answer with what a station does then."""
    operation["responses"].setdefault("404", {"description": REASONS[404]})
    for status, answer in operation["responses"].items():
        if (does := STATION_DOES.get(int(status))) is not None:
            answer["description"] = f"{answer['description']}. {does}"
    return operation
