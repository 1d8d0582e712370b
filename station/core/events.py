"""What the station tells its listeners: facts as events, gauges as one frozen `Status` that is polled."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from station.core.counting.read_classes import ReadCounts
from station.core.operation_events import OperationEvent

if TYPE_CHECKING:
    from hardware.contract import CameraState, Defect, Notice, Weight
    from station.core.authority import Authority
    from station.core.bag import Bag
    from station.core.checking import Checking
    from station.core.devices import DeviceKind, Health
    from station.core.models import Choice, Decision, Scan
    from station.core.outcomes import Done, Nothing, Outcome
    from station.core.printing import PrinterSays
    from station.core.requests import Request
    from station.core.scanner_says import ScannerSays
    from station.core.troubles import RecordAlarm, Trouble


@dataclass(frozen=True, slots=True)
class ScanCommitted:
    """The scan is on disk. Nothing is green and no tone sounds before this."""

    scan: Scan


@dataclass(frozen=True, slots=True)
class ReviewAsked:
    """The operator has to separate, key in or re-present; nothing is stored for it yet."""

    choice: Choice
    decision: Decision


@dataclass(frozen=True, slots=True)
class KeyedEnded:
    """A keyed number was given up, nothing is booked for it. `cancelled`: by the worker; else no parcel came."""

    number: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device was lost or came back; sent on the change alone."""

    device: DeviceKind
    health: Health
    words: str
    about: Notice | None = None
    """What `words` say when it is lost, as a code with values; None: they have none."""
    label: str = ""
    """As of `DeviceStatus`."""


@dataclass(frozen=True, slots=True)
class SyncMoved:
    """Scans were acknowledged or refused by the centre, or the line changed."""

    acknowledged: int
    refused: int
    online: bool


@dataclass(frozen=True, slots=True)
class StoreTrouble:
    """Something is wrong with the record."""

    about: Notice
    stops: bool = True
    """The last scan could NOT be stored (disk full, damaged file): no parcel may be released on it."""


@dataclass(frozen=True, slots=True)
class StationFailed:
    """A thread died; the station ends and the process exits non-zero. Do not release parcels."""

    thread: str
    words: str


@dataclass(frozen=True, slots=True)
class RequestDone:
    """What a person asked was done, or there was nothing to do; it is on the disk."""

    request: Request
    outcome: Done | Nothing


@dataclass(frozen=True, slots=True)
class ControlRead:
    """A command barcode was read, or a number before the log-in. `word`: what it commands; empty: nobody knows."""

    word: str
    outcome: Outcome | None
    """What came of it; None: whoever stands at the screen has to act on it."""


Event = (ScanCommitted | ReviewAsked | KeyedEnded | RequestDone | ControlRead | OperationEvent) | (
    DeviceChanged | SyncMoved | StoreTrouble | StationFailed
)


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """One device as the screens show it."""

    kind: DeviceKind
    name: str
    health: Health
    words: str
    """When down: what, where, what to do. When up: what it is."""
    since: float
    """Monotonic seconds of the last change of health."""
    defects: tuple[Defect, ...] = ()
    """What is wrong with what it sends, while it is up."""
    about: Notice | None = None
    """What `words` say when it is down, as a code with values; None: they have none."""
    label: str = ""
    """Its name in the configuration, where there may be several of its kind."""

    @property
    def key(self) -> str:
        """By which its troubles are told: `scale`, `scanner-hand`."""
        return f"{self.kind.value}-{self.label}" if self.label else self.kind.value

    def after(
        self, health: Health, words: str, about: Notice | None, at: float
    ) -> tuple[DeviceStatus, DeviceChanged | None]:
        """The status once it told this at `at`, and the event where its health is another one."""
        if (self.health, self.words) == (health, words):
            return self, None
        since = self.since if self.health is health else at
        now = replace(self, health=health, words=words, since=since, about=about)
        changed = DeviceChanged(self.kind, health, words, about, self.label)
        return now, None if self.health is health else changed


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The line to the centre."""

    url: str
    online: bool | None
    """None: not tried yet."""
    words: str
    """When not online: why, and what happens next."""
    pending: int = 0
    oldest_pending: str | None = None
    """`scanned_at` of the oldest unsent scan."""
    dead: int = 0
    """Refused by the centre and kept."""
    alarm: bool = False
    """A person has to act: the token is refused, the address is wrong."""
    since: float = 0.0
    """Monotonic seconds at which it began to be away, useless or refused, while it is; 0: it is well."""
    about: Notice | None = None
    """What `words` say, as a code with values; None: they have none."""

    @property
    def is_well(self) -> bool:
        """Nothing is wrong that is known of; one that was not tried yet is well."""
        return not self.alarm and (self.online is None or (self.online and not self.words))


@dataclass(frozen=True, slots=True)
class ListStatus:
    """The sort plan, the hold list or the manifest: by whose word it is in force, and since when."""

    name: str
    at: str | None
    """UTC time at which the centre confirmed it last, or a person imported it; None: there is none, or not told."""
    age_s: float | None = None
    """Seconds since; None: not told, or the clock says that it is yet to come."""
    of_centre: bool = False
    """The centre's is in force; else one that a person imported."""
    kept_by_centre: bool = False
    """The centre was heard to keep such a list."""
    stale: bool = False
    """The centre keeps one, and `at` is too long ago."""
    words: str = ""
    """What the last question to the centre brought, if not the list."""
    refused: bool = False
    """The centre's newest one cannot be used, `words` say why; the older one stays in force."""
    about: Notice | None = None
    """What `words` say, as a code with values; None: they have none."""


@dataclass(frozen=True, slots=True)
class HourCounts:
    """Counts of the last 60 minutes."""

    scans: int = 0
    accepted: int = 0
    """Parcels: what was taken back does not count."""
    weighed: int = 0
    """Scans with a weight."""
    read: ReadCounts = field(default_factory=ReadCounts)
    """Presented parcels by how each was read."""
    exceptions: tuple[tuple[str, int], ...] = ()
    """(code, count), most first."""
    causes: tuple[tuple[str, int], ...] = ()
    """(why parcels were not read, count), most first."""


class Presence(StrEnum):
    """What lies under the camera or on the scale: nothing, a parcel to be decided on, or one that was decided on."""

    NONE = "none"
    OPEN = "open"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class LaneStatus:
    """What is on the station now."""

    at: float = 0.0
    """When it was so, monotonic seconds."""
    presence: Presence = Presence.NONE
    since: float = 0.0
    """Since when `presence` is what it is, monotonic seconds."""
    asking: bool = False
    """A question to the worker stands: two ids in view, or another one than the keyed."""
    weigh_required: bool = False
    weighs_bag: bool = False
    """Somebody weighs a bag: what lies there is no parcel."""
    weigh_phase: str = "empty"
    """blocked, empty, loading, captured, or none without a scale."""
    captured_grams: Decimal | None = None
    parcel_in_view: str | None = None
    prompt: Notice | None = None
    """What the worker should do now, when it is not obvious: `clear`, `weigh` ..."""
    prompt_kind: str = ""
    """`clear`: the scale; `weigh`: put the parcel on it; `scale`: it is not connected."""

    @property
    def is_clear(self) -> bool:
        """The last parcel was taken away; where there is a scale, that tells it before its codes are out of view."""
        return self.presence is Presence.NONE or self.weigh_phase == "empty"


@dataclass(frozen=True, slots=True)
class Status:
    """Every gauge of the station at one moment."""

    at: float
    station_id: str
    devices: tuple[DeviceStatus, ...]
    lane: LaneStatus
    live_weight: Weight | None
    """The newest message with a weight or a state, however old: compare `.at` with `.at` of the status."""
    camera: CameraState | None
    focus: float | None
    """Variance of the Laplacian of the newest frame; larger is sharper."""
    read_ms: float | None
    sync: SyncStatus
    hour: HourCounts = field(default_factory=HourCounts)
    plan_version: str | None = None
    lists: tuple[ListStatus, ...] = ()
    clock: str = "synced"
    record_alarms: tuple[RecordAlarm, ...] = ()
    """What happened to the record (damage, a copy, lost scans) and nobody has said to have seen; the newest first."""
    disk_hours: float | None = None
    """Hours of scans for which the disk has room at the rate of the last hour; None: nothing was scanned in it."""
    operation: str = ""
    operator: str = ""
    log_in_first: bool = False
    """Nothing is booked before somebody has logged in."""
    locked: bool = False
    """Because nobody was there: its holder or a supervisor logs in."""
    checking: Checking | None = None
    """The check for which the worker is asked."""
    stopped_by_check: bool = False
    """Nothing is booked before a check passes that failed."""
    word: Authority | None = None
    """Whose word counts at the screen."""
    failed: str | None = None
    """Set when a thread died."""
    troubles: tuple[Trouble, ...] = ()
    """What is wrong now, the grave first."""
    bags: tuple[Bag, ...] = ()
    """The open bags and containers, by number."""
    scanners: tuple[ScannerSays, ...] = ()
    """In the order of the configuration."""
    printers: tuple[PrinterSays, ...] = ()
