"""The shapes of the API's JSON, as JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

from station.tracking_server.batch import LONGEST_NAME, MOST_SCANS
from station.tracking_server.chain import STATES
from station.tracking_server.openapi_scan import EXAMPLE, described
from station.tracking_server.quarters import BUCKETS, BY
from station.tracking_server.results import MOST_GAPS, MOST_PARCEL_SCANS
from station.tracking_server.scans import LARGEST_SEQ, LONGEST_PARCEL_ID
from station.tracking_server.verdicts import STATUSES

Schema = dict[str, Any]
OPERATIONS = ("arrival", "induct", "sort", "load", "dispatch", "return", "audit")
CHAIN = (
    "The hash chain's link at last_seq, 64 hex digits. link(0) = SHA-256(UTF-8 of station_id + newline + epoch); "
    "link(n) = SHA-256(link(n-1) as 32 bytes + canonical JSON of the n-th scan of the epoch). Canonical: exactly the "
    "keys that were sent, sorted by code point, no spaces (',' and ':' alone), UTF-8 with nothing escaped that JSON "
    "does not want escaped, numbers as they were sent. A station leaves it out where it does not know it."
)

_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "pattern": "^[ -~]+$"}
_SEQ: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_SEQ}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_MOMENT: Schema = {"type": "string", "format": "date-time", "description": "ISO 8601, UTC"}
_TEXT: Schema = {"type": "string"}
_LINK: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


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


_RUNS = _array(_array(_SEQ, minItems=2, maxItems=2), description="First and last missing seq, lowest first.")


def schemas() -> dict[str, Schema]:
    """Every schema by its name."""
    return {
        "Scan": _scan(),
        "ScanBatch": _batch(),
        "Result": _result(),
        "BatchAnswer": _batch_answer(),
        "Gaps": _gaps(),
        "HeldScan": {
            "allOf": [
                reference("Scan"),
                _object(
                    {"station_id": _TEXT, "epoch": _TEXT, "received_at": _MOMENT},
                    {"scanned_at_corrected": _MOMENT | {"description": "By a later look at the clocks of that boot"}},
                ),
            ]
        },
        "Parcel": _object(
            {"parcel_id": _TEXT, "scans": _array(reference("HeldScan"), minItems=1, maxItems=MOST_PARCEL_SCANS)},
            description=f"The scans of a parcel by time, at most the {MOST_PARCEL_SCANS} that came in last.",
        ),
        "Throughput": _object({"buckets": _array(_bucket())}),
        "Figures": _object(
            {"bucket": {"enum": list(BUCKETS)}, "by": {"enum": [*BY, None]}, "buckets": _array(_figures())}
        ),
        "Health": _object({"status": {"const": "ok"}}),
        "Index": _object({"service": _TEXT, "document": _TEXT, "health": _TEXT, "metrics": _TEXT}),
        "Problem": _object(
            {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
            description="RFC 9457: the request as a whole is refused.",
        ),
    }


def _batch_answer() -> Schema:
    return _object(
        {"batch_id": _NAME, "results": _array(reference("Result")), "high_water": _COUNT},
        {"resend_from": _SEQ, "missing": _RUNS},
        "One result a scan, in their order. high_water: the highest seq held of the epoch, 0: none. missing: runs of "
        "numbers directly below scans of this batch that are not held, resend_from the lowest of them: a centre that "
        "was restored from a backup asks so for what it had acknowledged. Absent: there are none.",
    )


def _gaps() -> Schema:
    head = _object({"seq": _SEQ, "head": _LINK}, description="The newest link of the hash chain that was told.")
    return _object(
        {
            "station_id": _TEXT,
            "epoch": _TEXT,
            "stored": _COUNT,
            "high_water": _COUNT,
            "gaps": _RUNS | {"maxItems": MOST_GAPS},
            "head": {"anyOf": [head, {"type": "null"}]},
            "chain": {
                "enum": list(STATES),
                "description": (
                    "ok: the newest head follows from the one before it by the scans sent. unknown: the scans between "
                    "them did not come in one batch in order. broken: it does not follow, now or once before."
                ),
            },
        },
        description=f"What is held of an epoch, and the lowest {MOST_GAPS} runs of seqs below high_water that are not.",
    )


def _scan() -> Schema:
    return _object(
        {
            "scan_id": {"type": "string", "format": "uuid"},
            "seq": _SEQ,
            "scanned_at": _MOMENT,
            "operation": {"type": "string", "minLength": 1, "examples": list(OPERATIONS)},
        },
        {
            "parcel_id": _nullable({"type": "string", "minLength": 1, "maxLength": LONGEST_PARCEL_ID}),
            "decision": _nullable(
                {"type": "string", "description": "accept or exception", "examples": ["accept", "exception"]}
            ),
            **described(),
        },
        "One scan. Keys beyond the first six are kept as they are sent, others too; a station leaves out what it does "
        "not know. Old times are welcome.",
    ) | {"examples": [EXAMPLE]}


def _batch() -> Schema:
    told = {
        "batch_id": "Names this sending; the answer has to repeat it.",
        "station_id": "The station, unique in the network.",
        "epoch": "The station's database: a new one has a new epoch, and counts seq from there on.",
    }
    names = {key: _NAME | {"description": about} for key, about in told.items()}
    words = "One that is no Scan is rejected, the others stored."
    scans = _array({"anyOf": [reference("Scan"), {}]}, maxItems=MOST_SCANS, description=words)
    beside = {
        "first_seq": _nullable(_SEQ),
        "last_seq": _nullable(_SEQ),
        "head": {"description": CHAIN},
        "clock": {
            "description": "The station's clocks at sending: {utc, mono_ns, boot_id, state}; kept if state is synced."
        },
    }
    about = "Scans of one station's database (epoch). A head or clock that is not so counts as absent."
    batch = {
        "batch_id": "0f2c8a52", "station_id": "lane-1", "epoch": "0c9d5a1e-1c1f-4b5e-9a37-0d6d3f0d2f11",
        "first_seq": EXAMPLE["seq"], "last_seq": EXAMPLE["seq"], "scans": [EXAMPLE],
    }  # fmt: skip
    return _object({**names, "scans": scans}, beside, about) | {"examples": [batch]}


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


def _figures() -> Schema:
    taken = "what was taken back is taken off where that is stored; below 0 where more was taken back"
    counts = {
        "presented": "Parcels; the sum of read, keyed and not_read.",
        "first_read": "Read by camera or scanner the first time.",
        "read": "Read by them at all.",
        "keyed": "Typed by a person.",
        "not_read": "No number at all.",
    }
    signed = {"accepted": f"Parcels in their bin: {taken}.", "stopped": f"Scans that ended in an exception: {taken}."}
    return _object(
        {
            "station_id": _TEXT,
            "begins": _MOMENT,
            "name": _TEXT | {"description": "By what was asked; empty: not told, or nothing was asked."},
            **{key: _COUNT | {"description": words} for key, words in counts.items()},
            **{key: {"type": "integer", "description": words} for key, words in signed.items()},
        },
        description=(
            "One station in one bucket of the time of scanning. A parcel that is shown again counts once, where it was "
            "shown first; its classes move with each look. A rate of few parcels says little: compute its interval."
        ),
    ) | {
        "examples": [
            {
                "station_id": "lane-1", "begins": "2026-01-31T10:15:00Z", "name": "A01", "presented": 412,
                "first_read": 398, "read": 404, "keyed": 5, "not_read": 3, "accepted": 401, "stopped": 9,
            }
        ]
    }  # fmt: skip


def _bucket() -> Schema:
    accepted = {
        "type": "integer",
        "description": "Accepted scans and lifted stops, less what was taken back; below 0 where more was taken back.",
    }
    counts = {"scans": _COUNT, "parcels": _COUNT, "exceptions": _COUNT, "accepted": accepted}
    return _object(
        {"station_id": _TEXT, "hour": _MOMENT, **counts},
        description="One station in one hour of scanning. Entries that are no scans count in accepted alone.",
    )
