"""The lists for stations in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from station.core.tables import COLUMNS
from station.tracking_server.lists import LARGEST_TEXT, MOST_LINES
from station.tracking_server.lists_store import MANIFEST, MOST_ROWS
from station.tracking_server.problem import REASONS

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
    follow = f"At most {MOST_ROWS} parcels and 1 MiB a page; `more` says that the next page is there."
    return {
        "/v1/sort-plan": {"get": _list("sortPlan", "The sort plan.", limits, text)},
        "/v1/holds": {"get": _list("holds", "The hold list.", limits, text)},
        "/v1/manifest": {"get": _list("manifest", "What changed in the manifest.", follow, page, _SINCE)},
    }


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
    return {"ManifestPage": {"type": "object", "required": list(page), "properties": page}}


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
