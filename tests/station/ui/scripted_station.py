"""A station whose every answer is written down here, so that a screen of it is always the same picture."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from hardware.contract import CameraState, Frame, Notice, Scanned, Symbol, Weight, values_of
from hardware.picture_contract import PictureFigures
from station.core.devices import DeviceKind, Health
from station.core.events import DeviceStatus, LaneStatus, ListStatus, ReviewAsked, ScanCommitted, Status, SyncStatus
from station.core.exception_codes import Code
from station.core.models import (
    Accept,
    Capture,
    Choice,
    ClockReading,
    Decision,
    Identity,
    Kind,
    ReadVerdict,
    Refusal,
    Review,
    Scan,
    ScanDraft,
    Sighting,
)
from station.core.outcomes import Done, Nothing, Problem, Reason
from station.core.recent_scan import RecentScan
from station.core.requests import AcceptRejection, AcknowledgeAlarms, CorrectScan, ResendRejected
from station.core.troubles import Trouble, grave_first
from station.runtime.device_troubles import device_troubles
from station.runtime.lane_troubles import lane_troubles
from station.runtime.record_troubles import alarm_troubles
from station.sync.lists.list_troubles import list_troubles
from station.sync.upload.link_status import line_troubles
from tests.station.ui.shown_counts import ScriptedFigures, hour, recent_scans

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core import Leaving
    from station.core.authority import Act, StopToLift
    from station.core.bag import Bag
    from station.core.events import Event
    from station.core.outcomes import Outcome
    from station.core.requests import Request
    from station.ui.face import ConfigurationFace

NOW = datetime(2026, 11, 23, 14, 7, 30, tzinfo=UTC)
RIGHT_PIN = "482910"
AT = 10.0
"""Monotonic seconds: before any moment of a test, however short the machine has run."""
PARCEL = Identity(
    "RB123456785CN",
    Kind.PARCEL,
    carrier="China Post",
    country="CN",
    country_role="origin",
    service="registered",
    normalized="RB123456785CN",
    printed="RB 123 456 785 CN",
    check=True,
    reason="s10",
)
BAD_DIGIT = replace(PARCEL, raw="RB123456786CN", normalized=None, printed=None, check=False, hint=Notice("one_wrong"))
UNKNOWN = Identity("", Kind.UNKNOWN, reason="no_rule")


@dataclass(frozen=True)
class Refused:
    """One line of the refused table."""

    seq: int
    scanned_at: str
    parcel_id: str | None
    code: str
    message: str


def picture() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A label with bars on a brown parcel, BGR."""
    pixels = np.zeros((360, 640, 3), np.uint8)
    pixels[:] = (40, 60, 70)
    pixels[40:320, 120:520] = (110, 150, 190)
    pixels[90:270, 200:440] = (250, 250, 250)
    for number, x in enumerate(range(215, 425, 6)):
        pixels[150:230, x : x + 2 + number % 3] = 0
    return pixels


def weight(grams: str = "1234", *, stable: bool = True, at: float = AT) -> Weight:
    raw = f"S {'S' if stable else 'D'}   {grams:>9} g\r\n".encode()
    return Weight("weight", Decimal(grams), "g", stable, "gross", "ok", raw, at)


def devices(
    camera: Health = Health.UP, scale: Health = Health.UP, words: str = "", camera_words: str = ""
) -> tuple[DeviceStatus, ...]:
    return (
        DeviceStatus(DeviceKind.CAMERA, "/dev/video0", camera, camera_words, AT - 4000),
        DeviceStatus(DeviceKind.SCALE, "/dev/ttyUSB0", scale, words, AT - 130),
    )


def status(*others: Trouble, **changes: object) -> Status:
    """`others`: troubles that no other field shows."""
    whole = Status(
        at=AT,
        station_id="hub-7",
        devices=devices(),
        lane=LaneStatus(weigh_phase="captured", captured_grams=Decimal(1234)),
        live_weight=weight(),
        camera=CameraState(1280, 720, 29.9, 12, "MJPG"),
        focus=412.0,
        read_ms=18.4,
        sync=SyncStatus(
            "https://centre.example",
            online=True,
            words="",
            pending=3,
            oldest_pending="2026-11-23T14:07:12.000Z",
            dead=2,
        ),
        hour=hour(),
        operation="sort",
        operator="Ana",
        plan_version="plan-2026-11",
        lists=lists(),
        disk_hours=812.4,
    )
    return with_troubles(replace(whole, **changes), *others)  # type: ignore[arg-type]  # each test names fields of Status


def with_troubles(now: Status, *others: Trouble) -> Status:
    """As the parts of the station make the list; `others` are of parts that show nothing else in a status."""
    told = (
        *device_troubles(now.devices, now.at),
        *line_troubles(now.sync),
        *list_troubles(now.lists, now.at, online=bool(now.sync.online)),
        *alarm_troubles(now.record_alarms, now.at),
        *lane_troubles(now.clock, None, now.at, has_plan=True),
    )
    return replace(now, troubles=grave_first((*told, *others)))


def warning(key: str, about: Notice, *, grave: bool = False) -> Trouble:
    """A trouble that came now."""
    return Trouble(key, grave, about, AT)


def lists() -> tuple[ListStatus, ...]:
    return (
        ListStatus("sort plan", "2026-11-23T14:07:00.000Z", 40, of_centre=True, kept_by_centre=True),
        ListStatus("holds", "2026-11-23T14:07:00.000Z", 40, of_centre=True, kept_by_centre=True),
        ListStatus("manifest", "2026-11-23T11:00:00.000Z", 11_240, kept_by_centre=True),
    )


def refused_scans() -> tuple[Refused, ...]:
    return (
        Refused(812, "2026-11-23T13:44:10.000Z", "RB123456785CN", "unknown_station", "station hub-7 is not registered"),
        Refused(844, "2026-11-23T13:51:02.000Z", None, "bad_weight", "weight 0 g for a parcel"),
    )


def scan(decision: Decision, identity: Identity | None = PARCEL, cause: Notice | None = None) -> ScanCommitted:
    """A committed scan with this decision."""
    capture = Capture(1, Decimal(1234), Decimal(1234), "g", "gross", None, True, 420, 9, b"S S      1234 g\r\n", AT)
    draft = ScanDraft(
        clock=ClockReading("2026-11-23T14:07:25.000Z", 1, "boot", "synced"),
        operation="sort",
        identity=identity,
        symbol=None,
        frames=3,
        keyed=False,
        references=(),
        capture=capture,
        scale_serial="B123",
        decision=decision,
        cause=cause,
        plan_version="plan-2026-11",
        operator=None,
        verdict_ms=84.0,
    )
    return ScanCommitted(Scan("0192-1", 901, draft))


def accepted(place: str = "B12", label: str = "São Paulo, registered") -> ScanCommitted:
    return scan(Accept(place, label))


def held() -> ScanCommitted:
    return scan(Refusal(Code.HOLD, values_of(reason="customs"), "HOLD"))


def no_read() -> ScanCommitted:
    return scan(Refusal(Code.NO_READ, (), "REJECT"), None, Notice("glare"))


def review() -> ReviewAsked:
    symbol = Symbol(PARCEL.raw, PARCEL.raw.encode(), "Code128", "]C0", ((0, 0), (1, 0), (1, 1), (0, 1)), "zxing")
    choice = Choice(ReadVerdict.MULTI_READ, None, (Sighting(symbol, PARCEL),))
    return ReviewAsked(choice, Review(Code.MULTI_READ, values_of(ids=("RB 123 456 785 CN", "UA 938 222 195 PL"))))


@dataclass
class ScriptedBadges:
    """Knows who types the right PIN; keeps what it was told in `told`."""

    kiosk: bool = False
    allowed: bool = False
    """Somebody's word counts."""
    wanted: frozenset[str] = frozenset()
    left: int = 0
    told: list[tuple[str, ...]] = field(default_factory=list)

    def sign_in(self, number: str, pin: str) -> Outcome:
        self.told.append((number, pin))
        right = pin == RIGHT_PIN
        return Done(Reason.AUTHORISED) if right else Problem(Reason.PIN_WRONG)

    def want(self, roles: frozenset[str]) -> None:
        self.wanted = roles

    def leave(self) -> None:
        self.left += 1
        self.wanted = frozenset()

    def touched(self) -> None:
        """Nothing is locked here."""

    def take_over(self) -> Outcome:
        self.told.append(("take over",))
        return Done(Reason.SHIFT_HANDED_OVER, {"operator": "陈 Bo", "before": "Ana"})

    def tell_weight(self, text: str) -> Outcome:
        self.told.append(("grams", text))
        return Done(Reason.WEIGHT_TOLD, {"grams": text})

    def may(self, act: Act) -> Outcome:
        allowed = self.allowed or not self.kiosk
        self.allowed = False
        return Done(Reason.AUTHORISED) if allowed else Problem(Reason.ROLE_NEEDED, {"roles": ("supervisor", act.value)})


@dataclass
class ScriptedSupervisor:
    """What may be put right, as a test says."""

    override_reasons: tuple[str, ...] = ("weighed again", "label read by eye")
    reopen_reasons: tuple[str, ...] = ("a parcel too many", "wrong seal")
    difference_reasons: tuple[str, ...] = ("counted: complete", "wet")
    stop: StopToLift | None = None
    bags: tuple[Bag, ...] = ()
    filling: tuple[Bag, ...] = ()
    """The open ones."""

    def last_stops(self) -> tuple[StopToLift, ...]:
        return (self.stop,) if self.stop else ()

    def open_bags(self) -> tuple[Bag, ...]:
        return self.filling

    def closed_bags(self) -> tuple[Bag, ...]:
        return self.bags


@dataclass
class ScriptedSounds:
    """A speaker that is away unless it is told otherwise."""

    unheard: int = 0
    is_up: bool = False
    rung: list[int] = field(default_factory=list)

    def ring(self, times: int) -> bool:
        self.rung.append(times)
        return self.is_up


@dataclass
class ScriptedStation:
    """Answers with what it was given; keeps what it was told in `told`."""

    station_id: str = "hub-7"
    sound: bool = True
    theme: str = "hub-dark"
    language: str = "en"
    in_test: bool = False
    help: dict[str, str] = field(default_factory=dict)
    supervisor: ScriptedSupervisor = field(default_factory=ScriptedSupervisor)
    figures: ScriptedFigures = field(default_factory=ScriptedFigures)
    badges: ScriptedBadges = field(default_factory=ScriptedBadges)
    sounds: ScriptedSounds = field(default_factory=ScriptedSounds)
    recorder: Any = None
    settings: tuple[tuple[str, str], ...] = (
        ("station.id", "hub-7"),
        ("camera.source", "/dev/v4l/by-id/usb-Cam-video-index0"),
        ("scale.port", "/dev/serial/by-id/usb-Scale-if00"),
        ("scale.protocol", "mt-sics"),
        ("weigh.min_load_g", "20"),
        ("lane.reject_bin", "REJECT"),
        ("sync.url", "https://centre.example"),
    )
    now: Status = field(default_factory=status)
    scans: tuple[RecentScan, ...] = field(default_factory=recent_scans)
    dead: tuple[Refused, ...] = field(default_factory=refused_scans)
    configuration: ConfigurationFace | None = None
    figures_of_picture: PictureFigures | None = None
    frame: Frame | None = field(default_factory=lambda: Frame(picture(), 7, AT))
    told: list[tuple[str, ...]] = field(default_factory=list)
    scanned: list[str] = field(default_factory=list)
    """What of it a scanner typed."""
    asked: list[Request] = field(default_factory=list)
    leaves: Leaving | Nothing | Problem = field(default_factory=lambda: Nothing(Reason.NOTHING_LOADED))
    outcome: Outcome = field(default_factory=lambda: Done(Reason.RESENT, {"count": 1}))
    listeners: list[Callable[[Event], None]] = field(default_factory=list)
    polled: threading.Event = field(default_factory=threading.Event)

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def publish(self, event: Event) -> None:
        """From another thread, as the station's threads do."""
        thread = threading.Thread(target=lambda: [listener(event) for listener in tuple(self.listeners)])
        thread.start()
        thread.join()

    def screen_stands(self) -> None:
        """There is no device that waits for it."""

    def status(self) -> Status:
        self.polled.set()
        return self.now

    def recent(self, count: int) -> tuple[RecentScan, ...]:
        return self.scans[:count]

    def refused(self, count: int) -> tuple[Refused, ...]:
        return self.dead[:count]

    def newest_frame(self) -> Frame | None:
        return self.frame

    def picture_figures(self) -> PictureFigures | None:
        return self.figures_of_picture

    def check_keyed(self, text: str) -> Identity:
        known = {PARCEL.raw: PARCEL, BAD_DIGIT.raw: BAD_DIGIT}
        return known.get(text.upper(), replace(UNKNOWN, raw=text))

    def key_in(self, text: str, *, by_scanner: bool = False) -> None:
        self.told.append(("key_in", text))
        self.scanned += [text] if by_scanner else []

    def scans_for(self, screen_wants: Callable[[str], bool]) -> None:
        self.screen_wants = screen_wants

    def take_scan(self, scan: Scanned, by: str) -> None:
        self.told.append(("take_scan", scan.text, by))

    def acknowledge_stop(self) -> bool:
        self.told.append(("acknowledge_stop",))
        return True

    def cancel_keyed(self) -> None:
        self.told.append(("cancel_keyed",))

    def stop_by_hand(self, code: Code, *, last: bool = False) -> None:
        self.told.append(("stop_by_hand", code.value + " last" * last))

    def weigh_bag(self, *, on: bool) -> None:
        self.told.append(("weigh_bag", str(on)))

    def bins(self) -> tuple[str, ...]:
        return ("A01", "A02", "B07")

    def ask(self, request: Request) -> Outcome:
        self.asked.append(request)
        match request:
            case ResendRejected(seqs) | AcceptRejection(seqs):
                self._dealt_with(*(seqs or ()))
            case CorrectScan(seq):
                self._dealt_with(seq)
            case AcknowledgeAlarms():
                self.now = with_troubles(replace(self.now, record_alarms=()))
            case _:
                pass
        return self.outcome

    def _dealt_with(self, *seqs: int) -> None:
        self.dead = tuple(one for one in self.dead if one.seq not in seqs)

    def undo(self, seq: int | None = None) -> Outcome:
        self.told.append(("undo",) if seq is None else ("undo", str(seq)))
        return self.outcome

    def set_operation(self, operation: str) -> Outcome:
        self.told.append(("set_operation", operation))
        return self.outcome

    def answer_check(self, check: str, *, passed: bool) -> None:
        self.told.append(("answer_check", check, "passed" if passed else "failed"))

    def give_reason(self, parcel_id: str, reason: str | None) -> None:
        self.told.append(("give_reason", parcel_id, reason or ""))

    def leaving(self) -> Leaving | Nothing | Problem:
        return self.leaves

    def zero_scale(self) -> None:
        self.told.append(("zero_scale",))
