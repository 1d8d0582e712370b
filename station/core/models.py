"""The values that travel through the station, all frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Literal

from station.core.exception_codes import Code

if TYPE_CHECKING:
    from decimal import Decimal

    from hardware.contract import Notice, Symbol, Values
    from station.core.announced import Announced
    from station.core.bag import Bag
    from station.core.counting.read_classes import ReadClass

SettledBy = Literal["flag", "window", "fallback"]
"""What made a weight count as settled: the scale's own flag, a window of samples, or a long wait."""


class Kind(StrEnum):
    """What a scanned text is."""

    PARCEL = "parcel_id"
    PRODUCT = "product_id"
    LOGISTIC_UNIT = "logistic_unit_id"
    SHIPMENT = "shipment_id"
    RECEPTACLE = "receptacle_id"
    DESPATCH = "despatch_id"
    MAIL_ITEM = "mail_item_id"
    INDICIA = "mail_indicia"
    LOCATION = "location"
    ROUTING = "routing"
    REFERENCE = "reference"
    URL = "url"
    UNKNOWN = "unknown"


class Strength(IntEnum):
    """How much a match proves; a larger one wins."""

    NONE = 0
    WEAK = 1
    """A bare number that fits a carrier's form; random digits fit it one time in ten."""
    PREFIX = 2
    """A prefix of its own, but no check digit (Cainiao LP)."""
    CHECKED = 3
    """A form of its own and a check digit that holds."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What one text is, by the rules of `station.core.identify`."""

    raw: str
    kind: Kind
    carrier: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2; `country_role` says whose."""
    country_role: str | None = None
    service: str | None = None
    postal_code: str | None = None
    normalized: str | None = None
    printed: str | None = None
    """With the carrier's own spacing."""
    check: bool | None = None
    """None: the format has no check digit."""
    reason: str = ""
    """A code such as `s10`, `check_digit_failed`, `product`, `no_rule`."""
    hint: Notice | None = None
    strength: Strength = Strength.NONE
    first_mile: bool = False
    """A first-mile reference (Cainiao LP): gives way to a last-mile id on the same label."""
    refused: bool = False
    """A parcel id that may not be booked although nothing contradicts it: two readings are possible, or the reader
    changed the text; `reason` says which."""

    @property
    def accepted(self) -> bool:
        """A parcel id that may be booked on its own word: its check holds or its format has none, and it is neither
        refused nor weak.

        A lane that names its carrier or a manifest that has it raises the strength of a weak one.
        """
        proven = self.kind is Kind.PARCEL and self.check is not False
        return proven and not self.refused and self.strength is not Strength.WEAK


class ReadVerdict(StrEnum):
    """Datalogic's read classes without `partial`: one parcel id, none, or several."""

    READ = "read"
    NO_READ = "no_read"
    MULTI_READ = "multi_read"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One symbol and what it says."""

    symbol: Symbol
    identity: Identity


@dataclass(frozen=True, slots=True)
class Choice:
    """Which code of one parcel is the parcel."""

    verdict: ReadVerdict
    parcel: Sighting | None
    """The chosen one; None on a no-read and on a multi-read."""
    candidates: tuple[Sighting, ...] = ()
    """The different parcel ids of a multi-read, or the ones whose check digit failed on a no-read."""
    references: tuple[Identity, ...] = ()
    """What else the label carried."""
    cause: Notice | None = None
    """Why there is no parcel id."""
    announced: Announced | None = None
    """What the manifest says of the chosen one."""


MANUAL, FORCED = "manual", "forced"
"""How a weight is marked (`Capture.mode`) that no scale measured: told by a worker, or on a supervisor's word."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One weight, captured once for one parcel on the scale."""

    capture_id: int
    """Counts up; one parcel on the scale is one capture."""
    grams: Decimal
    value: Decimal
    unit: str
    mode: str | None
    tare: Decimal | None
    stable: bool | None
    settle_ms: int
    """From the first load above the minimum, or from when it was disturbed, to the capture."""
    samples: int
    raw: bytes
    at: float
    """Monotonic seconds of the frame that was captured."""
    settled_by: SettledBy = "flag"
    """Why it counts as stable."""
    alibi: str | None = None
    """The id under which the scale itself has stored it."""


@dataclass(frozen=True, slots=True)
class Accept:
    """It goes into this bin."""

    bin: str
    label: str
    notes: tuple[Notice, ...] = ()
    """What the worker is told beside the bin, such as `provisional`."""


@dataclass(frozen=True, slots=True)
class Review:
    """The operator has to answer before it goes on."""

    code: Code
    values: Values = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """It stops here; `bin` is where it is put."""

    code: Code
    values: Values
    bin: str


Decision = Accept | Review | Refusal


@dataclass(frozen=True, slots=True)
class ClockReading:
    """When something happened, and how far that can be trusted."""

    utc: str
    """ISO 8601, UTC, milliseconds, `Z`: the text that is stored and sent."""
    mono_ns: int
    boot_id: str
    state: str
    """synced, unsynced or stepped."""


@dataclass(frozen=True, slots=True)
class ScanDraft:
    """A scan before the store has numbered it."""

    clock: ClockReading
    operation: str
    identity: Identity | None
    symbol: Symbol | None
    frames: int
    keyed: bool
    references: tuple[str, ...]
    capture: Capture | None
    scale_serial: str | None
    decision: Decision
    cause: Notice | None
    """Why no id was read."""
    plan_version: str | None
    operator: str | None
    verdict_ms: float | None
    """From the first frame that showed the label to the decision, or None for keyed entry."""
    event_code: str | None = None
    """What the partner calls this operation or exception."""
    corrects: str | None = None
    """`scan_id` of the refused scan in whose place this one stands."""
    bag: str | None = None
    """The receptacle whose label the camera saw last."""
    is_put: bool = True
    """False: where it is put is confirmed by a label; until then it is in no bag."""
    presentation: str | None = None
    """`scan_id` of the first scan of its presentation; None: it is the first."""
    read_before: ReadClass | None = None
    """How its parcel was read before it; None: it is the first."""
    reason: str | None = None
    """Why the parcel came back, by the word of a person."""
    scanner: str | None = None
    """Name of the scanner that read it, or saw it and read nothing; None: none did."""
    size_mm: tuple[Decimal, Decimal, Decimal] | None = None
    """Length, width, height, as a machine measured them."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan on disk: the draft with the names that the store gave it."""

    scan_id: str
    seq: int
    draft: ScanDraft
    bag: Bag | None = None
    """The bag into which it goes, with it in it; None: into none."""

    @property
    def parcel_id(self) -> str | None:
        identity = self.draft.identity
        return identity.normalized if identity and identity.accepted else None

    @property
    def bin(self) -> str | None:
        decision = self.draft.decision
        return None if isinstance(decision, Review) else decision.bin

    @property
    def code(self) -> str | None:
        decision = self.draft.decision
        return None if isinstance(decision, Accept) else decision.code.value


@dataclass(frozen=True, slots=True)
class Held:
    """How far the centre holds the scans of an epoch."""

    epoch: str
    high_water: int
    """The highest number."""
    missing: tuple[tuple[int, int], ...] = ()
    """First and last of runs of numbers that it asks for: it may have lost what it had acknowledged."""
    gone: int = 0
    """So many of these were looked for already and are no longer here."""
    in_general: bool = False
    """Asked for beside any batch: numbers that are not here need not have been at the centre, and are no loss."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The centre's word on one scan."""

    scan_id: str
    status: str
    """stored, duplicate, rejected or conflict."""
    code: str | None = None
    message: str | None = None
