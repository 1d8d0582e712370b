"""The change feed in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from station.tracking_server.feed import FED, MOST_FED
from station.tracking_server.openapi_schemas import reference
from station.tracking_server.problem import REASONS
from station.tracking_server.tokens import FEED

Part = dict[str, Any]
_CURSOR: Part = {
    "type": "string",
    "maxLength": 60,
    "description": "Where a reader stands. Only the centre knows what it means; it is kept as it came.",
}
_DESCRIPTION = (
    "Every entry of every station once, in the order in which the centre stored them, which is not that of scanned_at. "
    "Begin without `after`, do what has to be done with the page, keep its `cursor`, and ask on with it: at once where "
    "`more` is true, else after some seconds. What is stored later always stands behind every cursor that was given, "
    "so that no entry is passed by, also while several servers write. An entry is told once its commit and all that "
    "began before it have ended. 410: the database was restored and holds less than the cursor has seen; read anew "
    "from the beginning, an entry is known by its scan_id."
)
_EXAMPLE: Part = {
    "scans": [
        {
            "scan_id": "3d0c5c2e-7d0a-4b53-9a3c-0f5a5b1f7a01",
            "seq": 81235,
            "kind": "scan",
            "scanned_at": "2026-01-31T10:20:30.123Z",
            "operation": "sort",
            "parcel_id": "LX123456785CN",
            "decision": "accept",
            "bin": "A12",
            "presentation_id": "3d0c5c2e-7d0a-4b53-9a3c-0f5a5b1f7a01",
            "station_id": "lane-1",
            "epoch": "0c9d5a1e-1c1f-4b5e-9a37-0d6d3f0d2f11",
            "received_at": "2026-01-31T10:20:31.003Z",
        }
    ],
    "cursor": "7313.4.81235",
    "more": False,
}


def feed_paths() -> Part:
    """The path by its spelling."""
    answers: Part = {"200": {"description": "OK", "content": {"application/json": {"schema": reference("Feed")}}}}
    problem = {"application/problem+json": {"schema": reference("Problem")}}
    answers |= {str(code): {"description": REASONS[code], "content": problem} for code in (400, 401, 403, 410, 503)}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_FED, "default": FED}
    parameters = [
        {"name": "after", "in": "query", "schema": _CURSOR},
        {"name": "limit", "in": "query", "schema": limit, "description": "Entries of a page, at most."},
    ]
    operation: Part = {
        "operationId": "feed",
        "summary": "All entries as they were stored.",
        "description": _DESCRIPTION,
    }
    operation |= {"parameters": parameters, "responses": answers, "security": [{"bearer": [FEED]}]}
    return {"/v1/scans": {"get": operation}}


def feed_schemas() -> Part:
    """The shape by its name."""
    scans = {"type": "array", "items": reference("HeldScan"), "maxItems": MOST_FED}
    properties = {
        "scans": scans,
        "cursor": _CURSOR,
        "more": {"type": "boolean", "description": "There is more already."},
    }
    feed: Part = {"type": "object", "required": list(properties), "properties": properties, "examples": [_EXAMPLE]}
    return {"Feed": feed}
