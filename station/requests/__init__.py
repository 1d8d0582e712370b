"""How what a person asks reaches the record: straight, or handed over to the station that runs."""

from __future__ import annotations

from station.record.log import StoreError, running_writer
from station.record.recovery import Anchor
from station.requests.backup_and_verify import back_up, restore, verified
from station.requests.handover import fix_of, fix_request, take_over
from station.requests.record_requests import (
    BadRowsError,
    NotTakenError,
    Resent,
    accept,
    alarms_seen,
    announced,
    backlog,
    fix,
    import_holds,
    import_manifest,
    import_plan,
    plan_of,
    read_plan,
    refused,
    resend,
    story,
)

__all__ = [
    "Anchor",
    "BadRowsError",
    "NotTakenError",
    "Resent",
    "StoreError",
    "accept",
    "alarms_seen",
    "announced",
    "back_up",
    "backlog",
    "fix",
    "fix_of",
    "fix_request",
    "import_holds",
    "import_manifest",
    "import_plan",
    "plan_of",
    "read_plan",
    "refused",
    "resend",
    "restore",
    "running_writer",
    "story",
    "take_over",
    "verified",
]
