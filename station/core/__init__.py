"""Pure arithmetic of the station: no input or output, clock, thread, log or chance. Time arrives with the fact."""

from __future__ import annotations

from station.core.announced import Announced
from station.core.choose import EVERY_LANE, KEYED, NOTHING, ChoiceRules, bag_in_view, choose, claim, keyed_choice
from station.core.codes import Code
from station.core.decide import DecisionRules, decide, question_about
from station.core.durations import age, span
from station.core.entries import Entry, EntryDraft, EntryKind
from station.core.events import (
    DeviceChanged,
    DeviceKind,
    DeviceStatus,
    Event,
    Health,
    HourCounts,
    KeyedEnded,
    LaneStatus,
    ListStatus,
    Presence,
    RecentScan,
    RequestDone,
    ReviewAsked,
    ScanCommitted,
    StationFailed,
    Status,
    StoreTrouble,
    SyncMoved,
    SyncStatus,
    Trouble,
)
from station.core.facts import Elsewhere, Facts, PreviousScan, duplicates_since
from station.core.hold_list import Hold
from station.core.journal import Journal
from station.core.keying_errors import meant
from station.core.models import (
    Accept,
    Capture,
    Choice,
    ClockReading,
    Decision,
    Held,
    Identity,
    Kind,
    ReadVerdict,
    Receipt,
    Refusal,
    Review,
    Scan,
    ScanDraft,
    Sighting,
)
from station.core.moments import utc_text, utc_text_of
from station.core.no_read_counts import counted, usual
from station.core.partner_events import codes_of, event_code
from station.core.printable import printable
from station.core.screen_settings import ScreenSettings
from station.core.shift import NOBODY, OPERATIONS, Shift
from station.core.troubles import CLOCK, RECORD_FILE, list_troubles

__all__ = [
    "CLOCK",
    "EVERY_LANE",
    "KEYED",
    "NOBODY",
    "NOTHING",
    "OPERATIONS",
    "RECORD_FILE",
    "Accept",
    "Announced",
    "Capture",
    "Choice",
    "ChoiceRules",
    "ClockReading",
    "Code",
    "Decision",
    "DecisionRules",
    "DeviceChanged",
    "DeviceKind",
    "DeviceStatus",
    "Elsewhere",
    "Entry",
    "EntryDraft",
    "EntryKind",
    "Event",
    "Facts",
    "Health",
    "Held",
    "Hold",
    "HourCounts",
    "Identity",
    "Journal",
    "KeyedEnded",
    "Kind",
    "LaneStatus",
    "ListStatus",
    "Presence",
    "PreviousScan",
    "ReadVerdict",
    "Receipt",
    "RecentScan",
    "Refusal",
    "RequestDone",
    "Review",
    "ReviewAsked",
    "Scan",
    "ScanCommitted",
    "ScanDraft",
    "ScreenSettings",
    "Shift",
    "Sighting",
    "StationFailed",
    "Status",
    "StoreTrouble",
    "SyncMoved",
    "SyncStatus",
    "Trouble",
    "age",
    "bag_in_view",
    "choose",
    "claim",
    "codes_of",
    "counted",
    "decide",
    "duplicates_since",
    "event_code",
    "keyed_choice",
    "list_troubles",
    "meant",
    "printable",
    "question_about",
    "span",
    "usual",
    "utc_text",
    "utc_text_of",
]
