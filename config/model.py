"""The configuration as frozen values; unknown keys are refused. Every field says what it is and in what unit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from config.address import central_address
from config.alarm import AlarmSection
from config.bags import BagsSection
from config.camera import CameraSection
from config.checks import ChecksSection
from config.display import DisplaySection
from config.light import LightSection
from config.metrics import MetricsSection
from config.partner import BagUri, EventCodes, EventSet, ParcelUri, TimeZone, Uri, UrlPath
from config.peers import PeersSection
from config.printers import PrinterSection
from config.replay import ReplaySection
from config.scales import ScaleProtocol
from config.scanners import ScannerSection
from config.screen import ScreenSection
from config.section import OptionalFile, Section
from config.shift import ShiftSection
from config.sound import SoundSection
from config.verdicts import VerdictsSection

Name = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9._-]{1,64}$",
        json_schema_extra={"allowed": "1 to 64 letters, digits, dots, underscores or hyphens, in quotes"},
    ),
]
Grams = Annotated[Decimal, Field(gt=0)]
CentralAddress = Annotated[
    str,
    AfterValidator(central_address),
    Field(json_schema_extra={"allowed": '"https://HOST" (or http:// to this machine only), without a path'}),
]


Pin = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]


def _not_one(pins: tuple[str, ...]) -> tuple[str, ...]:
    """ValueError for a single key: when it is lost or replaced, no station could speak any more."""
    if len(set(pins)) == 1:
        raise ValueError("one key alone")
    return pins


Pins = Annotated[
    tuple[Pin, ...],
    AfterValidator(_not_one),
    Field(json_schema_extra={"allowed": "a list of two or more pins, each 44 characters of base64 that end in ="}),
]


class StationSection(Section):
    id: Name = "station-1"
    """Name of this station at the centre; unique in the network. Letters, digits, . _ -"""
    operation: Literal["arrival", "induct", "sort", "load", "dispatch", "return", "audit"] = "sort"
    """What a scan here means."""
    data_dir: Path = Path("/var/lib/parcel-station")
    """Folder of the database. Local disk, never a network share."""
    operator: str = Field(default="", max_length=64)
    """Default operator; empty: not recorded."""
    keep_days: int = Field(default=90, ge=0, le=36500)
    """Days that a scan is kept here after it was made, if the centre has it; 0: for ever. Others are never removed."""
    backup_dir: OptionalFile = None
    """Folder of the nightly backups, best on another disk. Empty: the folder `backups` in data_dir."""
    backup_keep: int = Field(default=7, ge=0, le=3650)
    """Nightly backups that are kept, as far as the disk has room for them; 0: none are made."""
    backup_at: int = Field(default=3, ge=0, le=23)
    """Hour of the day, local time, at which the backup is made; one that was missed is made after the start."""
    in_test: bool = False
    """true: a trial. Record, lists and backups lie in the folder `in-test` in data_dir, nothing is sent to the centre,
    no other station is told. The real record is left as it is."""


class ReaderSection(Section):
    engines: tuple[Literal["zxing", "zbar"], ...] = Field(default=("zxing", "zbar"), min_length=1)
    """Barcode engines, in the order in which they are asked."""
    text: bool = False
    """true: where bars cannot be read, the number printed at them is; it counts as docs/technician/camera.md says."""
    effort: Literal["quick", "thorough"] = "quick"
    """quick: for parcels that pass; thorough: more CPU for each picture, where labels are bad and time is left."""


class ScaleSection(Section):
    enabled: bool = True
    """false: the lane does not weigh."""
    port: str = "/dev/serial/by-id/"
    """Serial device by a stable path (/dev/serial/by-id/...), socket://HOST:PORT, or hid:VENDOR:PRODUCT (USB)."""
    protocol: ScaleProtocol = "mt-sics"
    """Language of the scale; `station scale detect` finds it."""
    settings: dict[str, str | bool | int] = Field(default_factory=dict)
    """What the scale does not say itself, such as { unit = "kg" }; docs/reference/scales.md lists them."""
    silent_s: float = Field(default=1.5, ge=0, le=86400)
    """Seconds of silence until the scale counts as lost. 0: never, for scales that speak only at a change."""
    baudrate: int = Field(default=9600, ge=300, le=921600)
    """Bits a second."""
    bytesize: Literal[7, 8] = 8
    """Data bits."""
    parity: Literal["none", "even", "odd"] = "none"
    """Parity."""
    stopbits: Literal[1, 2] = 1
    """Stop bits."""
    dtr: bool = True
    """Level of the DTR line; some scales want it low."""
    rts: bool = True
    """Level of the RTS line; some scales want it low."""


class WeighSection(Section):
    required: bool = True
    """true: a parcel without a stable weight stops with NW. false: it goes on unweighed."""
    min_load_g: Grams = Decimal(20)
    """Below this the scale counts as empty, grams."""
    division_g: Grams = Decimal(1)
    """Display step d of the scale, grams. Weights within one step of each other are the same."""
    timeout_s: float = Field(default=5, gt=0, le=60)
    """Seconds that an identified parcel waits for a stable weight."""
    fresh_s: float = Field(default=10, ge=1, le=60)
    """Seconds without the scale confirming it until a captured weight is not booked any more."""
    swap: bool = False
    """true: a clearly different load (5 divisions and 2 %) after a movement is the next parcel, although the scale was
    not empty in between. false: the scale has to be cleared."""
    unflagged_after_s: float = Field(default=0, ge=0, le=60)
    """For a scale that hardly ever says stable: a weight within one division for so many seconds counts as stable.
    0: never."""
    frozen_s: float = Field(default=600, ge=10, le=86400)
    """Seconds of the very same bytes under a load until the scale counts as stuck."""
    allow_net: bool = False
    """true: take a weight that the scale shows as net without telling the tare. Scales that call every weight net
    (MT-SICS, Dialog 06) need nothing here."""
    alibi: bool = False
    """true: each weight is stored in the scale's own alibi memory first, and its id goes with the parcel; a weight that
    the scale does not store is none. Dini Argeo."""
    max_scale_g: Decimal = Field(default=Decimal(0), ge=0)
    """Max of the scale, grams: a weight more than 9 divisions above it is an overload. 0: the scale says so itself."""
    max_weight_g: Grams = Decimal(31500)
    """Above this a parcel stops with OW, grams."""
    service_max_g: dict[str, Grams] = Field(default_factory=dict)
    """Heavier limits by service, grams: { "letter post tracked" = 2000 }. The key is what `station identify` prints."""
    country_max_g: dict[str, Grams] = Field(default_factory=dict)
    """Limits by country of destination, grams: { BR = 30000 }. The smallest limit counts."""
    billing_step_g: Decimal = Field(default=Decimal(100), ge=0)
    """Carriers bill the next full step of so many grams: a weight of another step than the manifest's stops with WM.
    0: weights are not compared."""
    billing_steps_g: dict[str, Decimal] = Field(default_factory=dict)
    """Steps of single carriers, grams: { usps = 28.349523125 }. The key is what `station identify` prints."""
    billing_tolerance_g: Decimal = Field(default=Decimal(10), ge=0)
    """Grams that the sender's scale and this one may differ without a word."""


class LaneSection(Section):
    carriers: tuple[Name, ...] = ()
    """Carriers whose parcel id is preferred when a label carries several; empty: no preference."""
    weak_carriers: tuple[Name, ...] = ()
    """Carriers whose bare numbers count as parcel ids here, such as fedex; random digits fit them one time in ten.
    sscc: logistic units are parcels, as with PostNord, Bring and Poczta Polska."""
    unannounced: Literal["accept", "stop_online", "stop"] = "accept"
    """A parcel that the manifest does not know: accept it, stop it with UK (while the line is down accept it
    provisionally), or always stop it. Without a manifest nothing is unannounced."""
    max_rounds: int = Field(default=3, ge=0, le=1000)
    """A parcel that was stopped here so often goes to the supervisor with RC; 0: no limit."""
    no_read_s: float = Field(default=4, gt=0, le=60)
    """Seconds that a parcel lies on the scale without a readable code until it is a no-read."""
    gone_s: float = Field(default=1, gt=0, le=60)
    """Seconds out of view until a parcel counts as taken away."""
    duplicate_hours: float = Field(default=24, ge=0, le=8760)
    """A parcel accepted here within these hours is a duplicate; 0: never."""
    reject_bin: str = Field(default="REJECT", min_length=1, max_length=12)
    """Where refused parcels go."""
    hold_bin: str = Field(default="HOLD", min_length=1, max_length=12)
    """Where held parcels go."""


class SyncSection(Section):
    enabled: bool = True
    """false: scans stay in the queue."""
    protocol: Literal["native", "epcis"] = "native"
    """native: the tracking API of this product. epcis: an EPCIS 2.0 repository, with the names of [epcis]."""
    url: CentralAddress = "http://127.0.0.1:8080"
    """Address of the central tracking API, without a path. https, or http to this machine only."""
    token_file: OptionalFile = None
    """File with the bearer token, for the station alone. Empty: $CREDENTIALS_DIRECTORY/tracking-token, or none."""
    hub_token_file: OptionalFile = None
    """File with a token of the role hub, by which F2 shows every station. Empty: token_file."""
    ca_file: OptionalFile = None
    """PEM bundle of a private certificate authority."""
    client_cert: OptionalFile = None
    """PEM file of this station's own certificate, for a centre that asks for one."""
    client_key: OptionalFile = None
    """PEM file of its key, without a password, readable by the station's user only. Empty: client_cert holds it too."""
    pins: Pins = ()
    """Keys that the centre may have, at least two (one in use, one kept safe): base64 of the SHA-256 of each public
    key. Empty: any key that the certificate authority vouches for."""
    batch_size: int = Field(default=500, ge=1, le=500)
    """Most scans in one request."""
    linger_s: float = Field(default=0.5, ge=0, le=10)
    """Seconds that a fresh scan waits for others, to go in one request; 50 go at once. 0: each goes alone."""
    heartbeat_s: float = Field(default=1.2, ge=0.2, le=3600)
    """Seconds between looks at the line while sending fails, or where the centre takes no status."""
    status_s: float = Field(default=15, ge=0, le=3600)
    """Seconds between two reports of the station's status; twice that while nothing changes. 0: none."""
    lists: bool = True
    """true: sort plan, hold list and manifest are fetched from the centre, if it keeps them."""
    lists_every_s: float = Field(default=60, ge=1, le=86400)
    """Seconds between two questions for each list."""
    lists_stale_h: float = Field(default=24, gt=0, le=8760)
    """Warn when the centre has not confirmed a list for this many hours."""


class EpcisSection(Section):
    parcel_uri: ParcelUri = "https://tracking.example/p/{id}"
    """URI of a parcel; {id} is its number, percent-encoded. An SSCC is always https://id.gs1.org/00/..."""
    bag_uri: BagUri = ""
    """URI of a bag; {id} is the receptacle of its label (S9), percent-encoded. With it each parcel that goes on is told
    to have left the bag whose label the camera saw last, or, at dispatch, to have gone into it; empty: not told."""
    read_point: Uri = ""
    """URI of this station, where the parcel was seen; empty: not told."""
    biz_location: Uri = ""
    """URI of the place where the parcel is from then on, such as this hub; empty: not told."""
    time_zone: TimeZone = "UTC"
    """Where this station stands, for the local time of an event."""
    root: UrlPath = ""
    """Path under sync.url at which the repository has /capture and /events."""


class EventsSection(Section):
    set: EventSet = "none"
    """What the partner calls an operation or an exception goes with each scan: codes of UPU EMSEVT for an outward, a
    transit or an inward office of exchange."""
    codes: EventCodes = Field(default_factory=dict)
    """Codes beside or instead of those of the set, by operation or exception: { sort = "S1", OW = "EXD" }. "": none."""


class Config(Section):
    """One station."""

    station: StationSection = StationSection()
    camera: CameraSection = CameraSection()
    reader: ReaderSection = ReaderSection()
    scale: ScaleSection = ScaleSection()
    scanner: tuple[ScannerSection, ...] = ()
    printer: tuple[PrinterSection, ...] = ()
    weigh: WeighSection = WeighSection()
    lane: LaneSection = LaneSection()
    bags: BagsSection = BagsSection()
    sync: SyncSection = SyncSection()
    peers: PeersSection = PeersSection()
    epcis: EpcisSection = EpcisSection()
    events: EventsSection = EventsSection()
    shift: ShiftSection = ShiftSection()
    checks: ChecksSection = ChecksSection()
    alarm: AlarmSection = AlarmSection()
    screen: ScreenSection = ScreenSection()
    sound: SoundSection = SoundSection()
    light: LightSection = LightSection()
    display: DisplaySection = DisplaySection()
    verdicts: VerdictsSection = VerdictsSection()
    metrics: MetricsSection = MetricsSection()
    replay: ReplaySection = ReplaySection()
