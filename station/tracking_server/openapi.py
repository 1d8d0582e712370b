"""The OpenAPI 3.1 document of the API. `docs/openapi.json` is a copy of it."""

from __future__ import annotations

import json
from typing import Any

from station import __version__
from station.tracking_server.batch import LARGEST_BODY, MOST_SCANS
from station.tracking_server.openapi_answers import completed, with_what_stations_do
from station.tracking_server.openapi_feed import feed_paths, feed_schemas
from station.tracking_server.openapi_lists import list_paths, list_schemas
from station.tracking_server.openapi_schemas import reference, schemas
from station.tracking_server.openapi_stations import station_paths, station_schemas
from station.tracking_server.problem import REASONS
from station.tracking_server.quarters import BUCKETS, BY, MOST_BUCKETS
from station.tracking_server.tokens import HUB, STATION

LONGEST_THROUGHPUT_H = 31 * 24
"""How far back the throughput is told, hours."""

Part = dict[str, Any]
INDEX = {
    "service": "Parcel Station central tracking API",
    "document": "/openapi.json",
    "health": "/healthz",
    "metrics": "/metrics",
}
"""The answer to `GET /`."""
_ROLES = (
    "A token has a role. station: stores scans and the status of its own station, and reads all but the feed. hub: "
    "reads of every station, all but the feed. feed: reads the feed alone. The single token of a centre that has but "
    "one is of every role. What an operation needs stands at it; another role is answered with 403."
)
_ANYBODY: Part = {"security": []}


def openapi() -> Part:
    """The document, as JSON values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Parcel Station central tracking API",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"bearer": [STATION]}, {"bearer": [HUB]}],
        "paths": completed(_paths()),
        "components": {
            "schemas": schemas() | feed_schemas() | station_schemas() | list_schemas(),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": _ROLES}},
        },
    }


def _paths() -> Part:
    return {
        "/v1/scan-batches": {"post": with_what_stations_do(_scan_batches())},
        "/v1/stations/{station_id}/{epoch}/gaps": {"get": _gaps()},
        "/v1/parcels/{parcel_id}": {"get": _parcel()},
        "/v1/throughput": {"get": _throughput()},
        **feed_paths(),
        **station_paths(),
        **list_paths(),
        "/healthz": {"get": _operation("health", "Whether the database answers.", "Health", 503) | _ANYBODY},
        "/metrics": {"get": _metrics()},
        "/openapi.json": {"get": _document()},
        "/": {"get": _index()},
    }


def openapi_text() -> str:
    """The document as it stands in `docs/openapi.json`."""
    return json.dumps(openapi(), indent=2) + "\n"


def _operation(name: str, summary: str, answer: str, *refusals: int) -> Part:
    content = {"application/json": {"schema": reference(answer)}}
    problem = {"application/problem+json": {"schema": reference("Problem")}}
    answers: Part = {"200": {"description": "OK", "content": content}}
    for status in sorted(refusals):
        answers[str(status)] = {"description": REASONS[status], "content": problem}
    return {"operationId": name, "summary": summary, "responses": answers}


def _scan_batches() -> Part:
    operation = _operation("storeScans", "Store scans, each once.", "BatchAnswer", 400, 401, 403, 408, 413, 415, 503)
    description = (
        f"At most {MOST_SCANS} scans and {LARGEST_BODY} bytes, inflated too; Content-Encoding gzip or none. The answer "
        "comes after the commit; the same batch may be sent again at any time."
    )
    body = {
        "required": True,
        "description": "Compressed where the header Content-Encoding: gzip says so.",
        "content": {"application/json": {"schema": reference("ScanBatch")}},
    }
    return operation | {
        "description": description,
        "requestBody": body,
        "security": [{"bearer": [STATION]}],
    }


def _gaps() -> Part:
    operation = _operation("gaps", "Which scans of an epoch are missing.", "Gaps", 401, 403, 503)
    return operation | {"parameters": [_in_path("station_id"), _in_path("epoch")]}


def _parcel() -> Part:
    operation = _operation("parcel", "What is held of a parcel, from every station.", "Parcel", 401, 403, 404, 503)
    return operation | {"parameters": [_in_path("parcel_id")]}


def _throughput() -> Part:
    operation = _operation("throughput", "Scans by station and hour of scanning.", "Throughput", 400, 401, 403, 503)
    description = (
        "With bucket or by: presented parcels by how they were read (Figures), from the whole bucket on in which "
        f"the first hour begins, at most {MOST_BUCKETS} rows. Days begin at midnight UTC. Without them: scans by hour."
    )
    content = {"application/json": {"schema": {"anyOf": [reference("Figures"), reference("Throughput")]}}}
    operation["responses"]["200"]["content"] = content
    hours = {"type": "integer", "minimum": 1, "maximum": LONGEST_THROUGHPUT_H, "default": 24}
    asked: dict[str, Part] = {
        "hours": hours,
        "bucket": {"enum": list(BUCKETS), "description": "hour where only by is told."},
        "by": {"enum": list(BY), "description": "What name tells of; without it the whole station."},
        "station_id": {"type": "string", "description": "Of this station alone."},
    }
    parameters = [{"name": name, "in": "query", "schema": schema} for name, schema in asked.items()]
    return operation | {"description": description, "parameters": parameters}


def _metrics() -> Part:
    operation = _operation(
        "metrics",
        "Metrics, as OpenMetrics for whoever accepts it.",
        "Problem",
        401,
        403,
        503,
    )
    kinds = ("text/plain", "application/openmetrics-text")
    operation["responses"]["200"]["content"] = {kind: {"schema": {"type": "string"}} for kind in kinds}
    return operation


def _document() -> Part:
    operation = _operation("document", "This document.", "Problem")
    operation["responses"]["200"]["content"] = {"application/json": {"schema": {"type": "object"}}}
    return operation | _ANYBODY


def _index() -> Part:
    operation = _operation("index", "Where this document, the health and the metrics are.", "Index")
    return operation | _ANYBODY


def _in_path(name: str) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
