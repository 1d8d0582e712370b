"""How what a person asks reaches the record: straight, or handed over to the station that runs."""

from __future__ import annotations

from station.record.log import StoreError, running_writer
from station.record.recovery import Anchor
from station.requests.asking import NotTakenError, ask, judge, named
from station.requests.backup_and_verify import back_up, count_anew, restore, verified
from station.requests.badges import Issued, Revoked, is_revoked, issued, note_issued, revoke, revoked
from station.requests.handover import folder_of, take_over
from station.requests.hub_key import HubKeyError, hub_key, hub_key_made
from station.requests.list_files import (
    HOLDS,
    PLAN,
    BadRowsError,
    beside_the_centre,
    import_manifest,
    list_text,
    read_plan,
)
from station.requests.pins import PinDesk, pin_hash
from station.requests.record_questions import (
    alarms,
    announced,
    backlog,
    bag,
    bag_parcels,
    bags,
    bags_inside,
    bags_loaded,
    checks,
    newest_scan,
    plan_of,
    recent,
    refused,
    shift,
    story,
)

__all__ = [
    "HOLDS",
    "PLAN",
    "Anchor",
    "BadRowsError",
    "HubKeyError",
    "Issued",
    "NotTakenError",
    "PinDesk",
    "Revoked",
    "StoreError",
    "alarms",
    "announced",
    "ask",
    "back_up",
    "backlog",
    "bag",
    "bag_parcels",
    "bags",
    "bags_inside",
    "bags_loaded",
    "beside_the_centre",
    "checks",
    "count_anew",
    "folder_of",
    "hub_key",
    "hub_key_made",
    "import_manifest",
    "is_revoked",
    "issued",
    "judge",
    "list_text",
    "named",
    "newest_scan",
    "note_issued",
    "pin_hash",
    "plan_of",
    "read_plan",
    "recent",
    "refused",
    "restore",
    "revoke",
    "revoked",
    "running_writer",
    "shift",
    "story",
    "take_over",
    "verified",
]
