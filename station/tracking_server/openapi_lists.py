"""The lists for stations in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from station.core.sort_plan import HOLD_COLUMNS, PLAN_COLUMNS
from station.core.tables import COLUMNS
from station.tracking_server.lists import LARGEST_TEXT, MOST_LINES, MOST_RECALLS
from station.tracking_server.lists_store import MANIFEST, MOST_ROWS
from station.tracking_server.problem import REASONS
from station.tracking_server.recalls import MOST_SEEN

Part = dict[str, Any]
_TAG: Part = {"description": "Strong; the SHA-256 of the body in hex, in quotes.", "schema": {"type": "string"}}
_ASKED: Part = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "ETag of the list that the asker has.",
}
_SINCE: Part = {
    "name": "since",
    "in": "query",
    "schema": {"type": "string", "default": ""},
    "description": "Cursor of the last page; one that is not known gets the whole manifest from its start.",
}


def list_paths() -> Part:
    """The operations by path."""
    text: Part = {"text/csv": {"schema": {"type": "string"}}, "application/jsonl": {"schema": {"type": "string"}}}
    limits = f"The file as `station import` takes it; at most {LARGEST_TEXT} bytes and {MOST_LINES} lines."
    page: Part = {"application/json": {"schema": {"$ref": "#/components/schemas/ManifestPage"}}}
    recalls: Part = {"application/json": {"schema": {"$ref": "#/components/schemas/Recalls"}}}
    where = f"At most {MOST_RECALLS} parcels, of the file recalls.csv, which has the columns of holds.csv."
    plan, holds = _columns(PLAN_COLUMNS, "bin"), _columns(HOLD_COLUMNS, "parcel_id")
    follow = f"At most {MOST_ROWS} parcels and 1 MiB a page; `more` says that the next page is there."
    return {
        "/v1/sort-plan": {"get": _list("sortPlan", "The sort plan.", f"{limits} {plan}", text)},
        "/v1/holds": {"get": _list("holds", "The hold list.", f"{limits} {holds}", text)},
        "/v1/recalls": {"get": _list("recalls", "Recalled parcels, and where each was sorted.", where, recalls)},
        "/v1/manifest": {"get": _list("manifest", "What changed in the manifest.", follow, page, _SINCE)},
    }


def _columns(names: tuple[str, ...], required: str) -> str:
    return f"Columns: {', '.join(names)}; {required} has to be there, the others may be absent or empty."


def list_schemas() -> Part:
    """The schemas that they name."""
    texts: Part = {"type": "array", "items": {"type": "string"}}
    columns: Part = {"type": "array", "items": {"enum": list(COLUMNS)}}
    rows: Part = {"type": "array", "items": texts}
    snapshot: Part = {"type": "boolean", "description": "The page begins a whole manifest: forget what you have."}
    page: Part = {
        "list": {"const": MANIFEST},
        "snapshot": snapshot,
        "cursor": {"type": "string", "description": "Where the next page begins."},
        "more": {"type": "boolean"},
        "columns": columns,
        "rows": rows | {"description": "Parcels added or changed; a cell for each column, empty: not told."},
        "removed": texts | {"description": "Ids of parcels that are gone."},
    }
    return {"ManifestPage": {"type": "object", "required": list(page), "properties": page}, "Recalls": _recalls()}


def _recalls() -> Part:
    text: Part = {"type": "string"}
    words = {
        "station_id": "Where it was seen.",
        "kind": "scan, or override: a stop that was lifted.",
        "scanned_at": "UTC.",
        "scanned_at_corrected": "By a later look at the clocks of that boot.",
        "operation": "What the scan meant there.",
        "code": "Why it stopped; absent: it was accepted.",
        "bin": "Into which it went.",
        "bag": "In which it lies, as the entry tells.",
        "operator": "Who sorted it.",
    }
    place: Part = {
        "type": "object",
        "required": ["station_id", "kind"],
        "properties": {key: text | {"description": told} for key, told in words.items()},
    }
    recall: Part = {
        "parcel_id": text,
        "reason": text,
        "until": {"type": ["string", "null"], "description": "Date, inclusive; null: until it is taken off the list."},
        "seen": {"type": "array", "items": place, "maxItems": MOST_SEEN, "description": "The newest entries first."},
    }
    each: Part = {"type": "object", "required": list(recall), "properties": recall}
    return {"type": "object", "required": ["recalls"], "properties": {"recalls": {"type": "array", "items": each}}}


def _list(name: str, summary: str, description: str, content: Part, *more: Part) -> Part:
    problem: Part = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refusals = {str(code): {"description": REASONS[code], "content": problem} for code in (401, 403, 404, 503)}
    headers: Part = {"ETag": _TAG}
    answers: Part = {
        "200": {"description": "OK", "content": content, "headers": headers},
        "304": {"description": "The asker has it.", "headers": headers},
        **refusals,
    }
    told = {"operationId": name, "summary": summary, "description": description}
    return told | {"parameters": [_ASKED, *more], "responses": answers}
