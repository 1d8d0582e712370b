"""What the centre is told of a station, out of what the station says of itself. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.sync.upload.pauses import GATHER_MOST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PLAIN = ("version", "operation", "operator", "plan_version", "clock")
DEVICE = ("kind", "name", "health", "words")
TROUBLE = ("key", "grave", "code", "values")
HOUR = ("presented", "first_time", "after_retries", "keyed", "not_read", "accepted")


def status_of(report: Mapping[str, Any], epochs: Sequence[str]) -> dict[str, Any]:
    """The status of `POST /v1/stations/{id}/status` from the keys of docs/reference/status.md that change seldom.

    `epochs`: those of which scans are kept, the present one last. Ages, pictures and weights are not told: a status
    that has not changed is the same.
    """
    sync = report.get("sync") or {}
    backlog = {"pending": sync.get("pending"), "oldest": sync.get("oldest_pending"), "refused": sync.get("dead")}
    return {
        **{key: report.get(key) or None for key in PLAIN},
        "backlog": backlog,
        "devices": [_part(device, DEVICE) for device in report.get("devices", ())],
        "troubles": [_part(trouble, TROUBLE) for trouble in report.get("troubles", ())],
        "hour": _part(report.get("hour") or {}, HOUR),
        "epochs": list(epochs),
    }


def notable(status: Mapping[str, Any]) -> dict[str, Any]:
    """What is a change worth telling: of a backlog only how large it is, of a trouble and an hour not their figures."""
    pending, refused = (status["backlog"].get(key) or 0 for key in ("pending", "refused"))
    troubles = [{key: value for key, value in trouble.items() if key != "values"} for trouble in status["troubles"]]
    return {**status, "backlog": (pending // GATHER_MOST, refused), "troubles": troubles, "hour": None}


def _part(whole: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: whole.get(key) for key in keys}
