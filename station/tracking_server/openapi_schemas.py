"""The shapes of the API's JSON, as JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

from station.tracking_server.batch import LONGEST_NAME, MOST_SCANS
from station.tracking_server.scans import LARGEST_SEQ, LONGEST_PARCEL_ID
from station.tracking_server.store import MOST_PARCEL_SCANS
from station.tracking_server.verdicts import STATUSES

Schema = dict[str, Any]

_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "pattern": "^[ -~]+$"}
_SEQ: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_SEQ}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_MOMENT: Schema = {"type": "string", "format": "date-time", "description": "ISO 8601, UTC"}
_TEXT: Schema = {"type": "string"}


def reference(name: str) -> Schema:
    """A reference to the schema `name`."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: Schema, optional: Schema | None = None, description: str = "") -> Schema:
    schema: Schema = {"type": "object", "required": list(required), "properties": {**required, **(optional or {})}}
    return schema | ({"description": description} if description else {})


def _array(items: Schema, **limits: Any) -> Schema:
    return {"type": "array", "items": items, **limits}


def _nullable(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def schemas() -> dict[str, Schema]:
    """Every schema by its name."""
    return {
        "Scan": _scan(),
        "ScanBatch": _batch(),
        "Result": _result(),
        "BatchAnswer": _object(
            {"batch_id": _NAME, "results": _array(reference("Result")), "high_water": _COUNT},
            description="One result a scan, in their order. high_water: the highest seq held of the epoch, 0: none.",
        ),
        "Gaps": _object(
            {
                "station_id": _TEXT,
                "epoch": _TEXT,
                "stored": _COUNT,
                "high_water": _COUNT,
                "gaps": _array(_array(_SEQ, minItems=2, maxItems=2), description="First and last missing seq."),
            },
            description="What is held of an epoch, and which seqs below high_water are not.",
        ),
        "HeldScan": {
            "allOf": [
                reference("Scan"),
                _object({"station_id": _TEXT, "epoch": _TEXT, "received_at": _MOMENT}),
            ]
        },
        "Parcel": _object(
            {"parcel_id": _TEXT, "scans": _array(reference("HeldScan"), minItems=1, maxItems=MOST_PARCEL_SCANS)},
            description=f"The scans of a parcel by time, at most the {MOST_PARCEL_SCANS} that came in last.",
        ),
        "Throughput": _object({"buckets": _array(_bucket())}),
        "Health": _object({"status": {"const": "ok"}}),
        "Problem": _object(
            {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
            description="RFC 9457: the request as a whole is refused.",
        ),
    }


def _scan() -> Schema:
    return _object(
        {
            "scan_id": {"type": "string", "format": "uuid"},
            "seq": _SEQ,
            "scanned_at": _MOMENT,
            "operation": {"type": "string", "minLength": 1},
        },
        {
            "parcel_id": _nullable({"type": "string", "minLength": 1, "maxLength": LONGEST_PARCEL_ID}),
            "decision": _nullable({"type": "string", "description": "accept or exception"}),
        },
        "One scan. Every other key is kept as it is sent. Old times are welcome.",
    )


def _batch() -> Schema:
    names = {"batch_id": _NAME, "station_id": _NAME, "epoch": _NAME}
    scans = _array({}, maxItems=MOST_SCANS, description="Each a Scan; one that is not is rejected, the others stored.")
    head = {"description": "The hash chain's link at last_seq, 64 hex digits."}
    bounds = {"first_seq": _nullable(_SEQ), "last_seq": _nullable(_SEQ), "head": head}
    return _object({**names, "scans": scans}, bounds, "Scans of one station's database (epoch).")


def _result() -> Schema:
    return _object(
        {
            "scan_id": _nullable({"type": "string"}),
            "status": {"enum": list(STATUSES)},
            "code": _nullable({"type": "string"}),
            "message": _nullable({"type": "string"}),
        },
        description=(
            "stored: held now. duplicate: the same scan was held already. conflict: another scan is held under its "
            "scan_id or its seq. rejected: not a valid scan. code and message tell why of the last two."
        ),
    )


def _bucket() -> Schema:
    counts = {"scans": _COUNT, "parcels": _COUNT, "exceptions": _COUNT}
    return _object({"station_id": _TEXT, "hour": _MOMENT, **counts}, description="One station in one hour of scanning.")
