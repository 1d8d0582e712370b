"""The stations in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from station.tracking_server.batch import LONGEST_NAME
from station.tracking_server.chain import STATES
from station.tracking_server.problem import REASONS
from station.tracking_server.results import MOST_GAPS
from station.tracking_server.stations import (
    LARGEST_STATUS,
    LONGEST_SPAN_S,
    MOST_EPOCHS,
    OLD_SILENT_S,
    SHARED_S,
    SILENT_TIMES,
)
from station.tracking_server.tokens import STATION

Part = dict[str, Any]
_NAME: Part = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "pattern": "^[ -~]+$"}
_STATION: Part = {"name": "station_id", "in": "path", "required": True, "schema": _NAME}
_MOMENT: Part = {"type": "string", "format": "date-time", "description": "ISO 8601, UTC"}
_COUNT: Part = {"type": "integer", "minimum": 0}
_RUN: Part = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2, "maxItems": 2}
_HEAD: Part = {
    "type": ["object", "null"],
    "required": ["seq", "head"],
    "properties": {"seq": {"type": "integer", "minimum": 1}, "head": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
    "description": "The newest link of the hash chain that was told.",
}
_ABOUT = {
    "version": "Of the station's program.",
    "operation": "What a scan means there: sort, dispatch ...",
    "operator": "Who is at the station.",
    "plan_version": "Of the sort plan in force there.",
    "clock": "What the station's time is worth: synced, unsynced or stepped.",
}


_HOUR = {
    "presented": "Parcels; the sum of the next four.",
    "first_time": "Read by camera or scanner the first time.",
    "after_retries": "Read by them, but not the first time.",
    "keyed": "Typed by a person.",
    "not_read": "No number at all.",
    "accepted": "In their bin.",
}
_SILENT = (
    f"No contact for {SILENT_TIMES} times the every_s that it told, or for {OLD_SILENT_S:.0f} s where it told none; "
    "null: it never sent a status, so that nobody knows."
)
_OTHERS = (
    f"Epochs of which entries came in within {SHARED_S:.0f} s of the last contact though the newest status does not "
    "name them: another computer scans under this id."
)
_EXAMPLE: Part = {
    "at": "2026-01-31T10:20:40.000Z",
    "stations": [
        {
            "station_id": "lane-1",
            "last_contact": "2026-01-31T10:20:30.000Z",
            "status_at": "2026-01-31T10:20:25.000Z",
            "age_s": 10.0,
            "silent": False,
            "every_s": 30,
            "version": "0.1.0",
            "operation": "sort",
            "operator": "op-17",
            "plan_version": "2026-01-31 early",
            "clock": "synced",
            "backlog": {"pending": 3, "oldest": "2026-01-31T10:20:29.123Z", "refused": 0},
            "hour": {
                "presented": 412, "first_time": 398, "after_retries": 6, "keyed": 5, "not_read": 3, "accepted": 401,
            },
            "devices": [{"kind": "scale", "name": "B912", "health": "up", "words": None}],
            "troubles": [{"key": "disk", "grave": False, "code": "disk_low", "values": {"hours": 9}}],
            "epochs": [{"epoch": "0c9d5a1e-1c1f-4b5e-9a37-0d6d3f0d2f11", "high_water": 81234}],
            "other_epochs": [],
        }
    ],
}  # fmt: skip


def station_paths() -> Part:
    """The paths by their spelling."""
    every = _operation("stations", "Every station that ever sent something.", "Stations", 401, 403, 503)
    single = _operation(
        "station", "One station, with what is missing of its epochs.", "Station", 400, 401, 403, 404, 503
    )
    refusals = (400, 401, 403, 408, 413, 415, 503)
    told = _operation("tellStatus", "A station tells of itself.", "StatusAnswer", *refusals)
    told["description"] = (
        f"At most {LARGEST_STATUS} bytes; Content-Encoding gzip or none. The newest one counts. A station sends it at "
        "its start, when something has changed, and now and then; where it is answered with 404 or 405, the station "
        "asks /healthz instead and tries again later."
    )
    told["security"] = [{"bearer": [STATION]}]
    told["requestBody"] = {"required": True, "content": {"application/json": {"schema": _reference("Status")}}}
    return {
        "/v1/stations": {"get": every},
        "/v1/stations/{station_id}": {"get": single | {"parameters": [_STATION]}},
        "/v1/stations/{station_id}/status": {"post": told | {"parameters": [_STATION]}},
    }


def station_schemas() -> Part:
    """The shapes by their name."""
    known = {**{key: _nullable("string", words) for key, words in _ABOUT.items()}, "backlog": _backlog()}
    known["hour"] = _hour()
    lists = {"devices": _list(_device()), "troubles": _list(_trouble())}
    epochs = {
        "type": ["array", "null"],
        "items": {"type": "string"},
        "description": "Kept there, the present one last.",
    }
    every_s = _nullable("number", "It tells its status again within so many seconds, as long as its line is up.")
    every_s |= {"exclusiveMinimum": 0, "maximum": LONGEST_SPAN_S}
    sent = {"at": _nullable("string", "The station's own time, UTC."), "every_s": every_s, **known}
    sent |= {key: value | {"type": ["array", "null"]} for key, value in lists.items()} | {"epochs": epochs}
    held = {"type": "array", "items": _reference("StationEpoch"), "maxItems": MOST_EPOCHS}
    contacts = {
        "last_contact": _nullable_moment("When a status or a batch with something new came in last."),
        "status_at": _nullable_moment("When the newest status came in; null: it never sent one."),
    }
    contacts |= {
        "age_s": _nullable("number", "Seconds since the last contact, by the centre's clock.") | {"minimum": 0},
        "silent": _nullable("boolean", _SILENT),
    }
    others = {"type": "array", "items": {"type": "string"}, "description": _OTHERS}
    answer: Part = {"station_id": {"type": "string"}, **contacts, **known, **lists, "epochs": held}
    answer["other_epochs"] = others
    return {
        "Status": {"type": "object", "properties": sent, "description": "Other keys are kept as they are sent."},
        "StatusAnswer": _object({"received_at": _MOMENT}),
        "Station": _object(answer) | {"description": "Other keys of its newest status stand beside these."},
        "Stations": _object({"at": _MOMENT, "stations": _list(_reference("Station"))}) | {"examples": [_EXAMPLE]},
        "StationEpoch": _epoch(),
    }


def _epoch() -> Part:
    epoch = _object({"epoch": {"type": "string"}, "high_water": _COUNT})
    more = {
        "stored": _COUNT,
        "gaps": {"type": "array", "items": _RUN, "maxItems": MOST_GAPS},
        "head": _HEAD,
        "chain": {"enum": list(STATES)},
    }
    epoch["properties"] |= more
    words = "An epoch that the station names or of which scans are held, the latest last; high_water 0: none is held."
    return epoch | {"description": f"{words} What is missing stands where one station is asked for."}


def _backlog() -> Part:
    keys = {
        "pending": _nullable("integer", "Scans that wait to be sent.") | {"minimum": 0},
        "oldest": _nullable("string", "scanned_at of the oldest of them."),
        "refused": _nullable("integer", "Scans that the centre refused.") | {"minimum": 0},
    }
    return {"type": ["object", "null"], "properties": keys}


def _hour() -> Part:
    keys = {key: _nullable("integer", words) | {"minimum": 0} for key, words in _HOUR.items()}
    words = "The last 60 minutes, counted by presentations: one parcel until it is done with."
    return {"type": ["object", "null"], "properties": keys, "description": words}


def _device() -> Part:
    keys = {
        "kind": _nullable("string", "camera, scale, scanner ..."),
        "name": _nullable("string", "Its name there."),
        "health": _nullable("string", "up, down ..."),
        "words": _nullable("string", "What it says of itself."),
    }
    return {"type": "object", "properties": keys}


def _trouble() -> Part:
    keys = {
        "key": _nullable("string", "Which part it is of."),
        "grave": _nullable("boolean", "A person has to act."),
        "code": _nullable("string", "What is wrong: a code of the station."),
        "values": _nullable("object", "The figures and names that the code carries; `detail` is what a part said."),
        "what": _nullable("string", "What it is about, in words; of stations that tell no code."),
        "text": _nullable("string", "What is wrong and what to do; of stations that tell no code."),
    }
    return {"type": "object", "properties": keys}


def _operation(name: str, summary: str, answer: str, *refusals: int) -> Part:
    content = {"application/json": {"schema": _reference(answer)}}
    problem = {"application/problem+json": {"schema": _reference("Problem")}}
    answers: Part = {"200": {"description": "OK", "content": content}}
    answers |= {str(status): {"description": REASONS[status], "content": problem} for status in refusals}
    return {"operationId": name, "summary": summary, "responses": answers}


def _reference(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Part) -> Part:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Part) -> Part:
    return {"type": "array", "items": items}


def _nullable(kind: str, words: str) -> Part:
    return {"type": [kind, "null"], "description": words}


def _nullable_moment(words: str) -> Part:
    return _MOMENT | {"type": ["string", "null"], "description": words}
