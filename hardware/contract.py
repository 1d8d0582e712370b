"""The whole language between devices and the station. Standard library only.

A device raises only `DeviceError`; what it cannot tell is a value (`None`, an empty reading), never a guess.
Times are `time.monotonic()` seconds taken when the last byte or the frame arrived.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from hardware.error_texts import DEVICE_ERRORS, english

if TYPE_CHECKING:
    from decimal import Decimal

    from hardware.error_texts import Sentences
    from hardware.print_contract import PrintedLine

Point = tuple[int, int]
"""x, y in pixels of the frame, origin at the top left."""

Kind = Literal["weight", "status_only", "tare", "ack", "info", "error_reply", "count", "percent", "total"]
Mode = Literal["gross", "net", "tare"]
WeightStatus = Literal["ok", "motion", "overload", "underload", "zero_error", "error", "incomplete", "checksum"]


class CodedError(Exception):
    """An error that is told by a code with values; its text is their English."""

    sentences: ClassVar[Sentences] = {}
    """Its codes with their English."""

    def __init__(self, about: Notice | str) -> None:
        """`about`: one of its codes with values; a text where commands alone come upon it."""
        text = about if isinstance(about, str) else english(self.sentences, about.code, about.values)
        super().__init__(text)
        self.about = None if isinstance(about, str) else about


class DeviceError(CodedError):
    """A device is away, busy or broken. The text says what, where and what to do."""

    sentences = DEVICE_ERRORS


class RecordingOverError(DeviceError):
    """A recording that is played in place of a device has come to its end."""


Value = str | int | bool | tuple[str, ...]
"""A JSON scalar, or a list of texts. Decimals are text (weights in grams), and so are moments (UTC)."""
Values = tuple[tuple[str, Value], ...]
"""Named values in the order of their names: one spelling, so that they can be stored and compared."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told to a person, as a code with values; `station.language` makes the sentence of it."""

    code: str
    values: Values = ()


def values_of(**values: Value | Decimal | None) -> Values:
    """These values in their one spelling; None is left out."""
    told = ((name, value) for name, value in sorted(values.items()) if value is not None)
    return tuple((name, value if isinstance(value, str | int | tuple) else f"{value:f}") for name, value in told)


def notice(code: str, **values: Value | Decimal | None) -> Notice:
    """A notice with these values."""
    return Notice(code, values_of(**values))


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong with what a device sends, although it answers."""

    key: str
    """Such as `blurred`; the same defect has the same key."""
    grave: bool
    """Nothing can be read or weighed so; else it is worse than it could be."""
    about: Notice
    """What is seen."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: `pixels` is a uint8 array, height x width (grey) or height x width x 3 (BGR)."""

    pixels: Any
    number: int
    """Counts from 1 since the camera was opened; a gap means frames that were dropped for newer ones."""
    at: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """One barcode as an engine read it; FNC1 is kept as U+001D in `text` and 0x1D in `raw`."""

    text: str
    raw: bytes
    symbology: str
    """Code128, GS1-128, Code39, Code93, Codabar, ITF, EAN-13, EAN-8, UPC-E, DataBar, QRCode, DataMatrix, PDF417,
    Aztec, MaxiCode and so on."""
    aim: str
    """AIM symbology identifier (ISO/IEC 15424) such as `]C1`; empty when the engine cannot tell."""
    polygon: tuple[Point, ...]
    """Four corners, clockwise from the symbol's own top left."""
    engine: str
    """`zxing`, `zbar`, `sequence` (our own), or several joined by `+` when they agree."""


class Claim(IntEnum):
    """What a symbol says of itself, as far as the reader has to know."""

    NONE = 0
    """Not a parcel's number."""
    UNPROVEN = 1
    """It may be one; nothing in it proves it."""
    PROVEN = 2
    """A parcel's number with a check digit of its own that holds."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one frame gave."""

    symbols: tuple[Symbol, ...]
    cause: Notice | None
    """Why nothing was read; None when something was."""
    ms: float
    unsure: tuple[Symbol, ...] = ()
    """What one engine alone read and nothing proves: two agreeing frames make it certain."""
    unread: int = 0
    """Regions of bars that may be codes and gave nothing."""
    outshone: tuple[Symbol, ...] = ()
    """Numbers that may be references only, as a larger code or its place lies unread beside them: in neither of the
    others, and however many frames agree, no parcel.
    """
    left_out: int = 0
    """Places that may be codes as well and were not looked at: there are too many for the time."""
    printed: tuple[PrintedLine, ...] = ()
    """Lines of print in this picture, or in the ones before that show the same; empty where nothing reads print."""
    late: tuple[int, ...] = ()
    """At which looks at the clock the time for this picture was up; empty: there was enough."""
    looked: bool = True
    """False: the picture stayed as it was, and this is what the last look gave."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One message of a scale. `value` is None whenever the scale did not give a publishable weight."""

    kind: Kind
    value: Decimal | None
    unit: str | None
    """As on the wire, lower case: g, kg, lb, oz, t ..."""
    stable: bool | None
    """None: the protocol does not say."""
    mode: Mode | None
    """What the scale shows; see `mode_told`."""
    status: WeightStatus
    raw: bytes
    """As it came, without what a broken frame left before it; a line with CR LF, whatever ended it."""
    at: float
    tare: Decimal | None = None
    flags: tuple[str, ...] = ()
    """`x10`: shown with ten times the resolution, for diagnosis only and never to be booked; others by protocol."""
    text: str | None = None
    """Words of the device: a serial number, a model, an error detail."""
    alibi: str | None = None
    """The id under which the scale itself has stored this weight."""
    mode_told: bool = True
    """False: this protocol calls every weight net, tared or not, so that `mode` says nothing of the load."""


@dataclass(frozen=True, slots=True)
class CameraState:
    """What a technician wants to know of a camera. Rates are a second, of the last two seconds."""

    width: int
    height: int
    fps: float
    dropped: int
    fourcc: str


class Camera(Protocol):
    """Delivers the newest frame, never an old one. `open` may block for seconds; `close` may be called twice."""

    name: str
    """What a person would call it: `/dev/video0`, the URL without its password, the folder."""

    def open(self) -> None: ...

    def newest(self, after: int, timeout: float, pause: float = 0.0) -> Frame | None:
        """The newest frame with a number above `after`, waiting up to `timeout` seconds; None: nothing new.

        For `pause` seconds after a frame no other is needed, until this is called again; the camera need not decode it.

        DeviceError when the device is gone, hangs or repeats one frame for ever.
        """

    def state(self) -> CameraState: ...

    def close(self) -> None: ...


class Reader(Protocol):
    """Finds the barcodes of one picture. Never raises on any uint8 array, empty ones included."""

    warning: Notice | None
    """Why it reads less than it could; None: nothing is missing."""

    @property
    def pause(self) -> float:
        """Seconds after the last picture in which the next is not needed: nothing moves, and nothing is there."""

    def read(self, pixels: Any) -> Reading: ...


class Scale(Protocol):
    """A scale as a stream of messages."""

    name: str
    confirms: bool
    """Whether `zero` and `tare` are answered by `ack` or `error_reply`."""
    stores: bool
    """Whether it has an alibi memory that `store` reaches."""

    def open(self) -> None: ...

    def read(self, timeout: float) -> Weight | None:
        """The next message, waiting up to `timeout` seconds; None: none came. DeviceError when the scale is gone."""

    def zero(self) -> None:
        """Ask for zero; the answer comes as a message."""

    def tare(self) -> None:
        """Ask for tare; the answer comes as a message."""

    def store(self) -> None:
        """Have the scale store its weight in its alibi memory; a weight with the id comes as a message."""

    def serial_number(self) -> str | None:
        """The scale's own serial number, once it has told it."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scanner sent of one parcel: one code, or what a fixed reader knows besides."""

    text: str
    """The first code; FNC1 as U+001D. Empty: the reader saw a parcel and no code."""
    aim: str
    """AIM symbology identifier (ISO/IEC 15424) such as `]C1`; empty: the scanner does not send it."""
    raw: bytes
    """As it came, without prefix and suffix."""
    at: float
    others: tuple[str, ...] = ()
    """Further codes of the same parcel."""
    grams: Decimal | None = None
    size_mm: tuple[Decimal, Decimal, Decimal] | None = None
    """Length, width, height."""


Feedback = Literal["good", "stop", "question", "lock", "unlock"]
"""What the hand is told. Locked: the scanner takes no code until it is unlocked."""


class Scanner(Protocol):
    """A hand scanner or a fixed reader. A thread of its own uses it."""

    name: str
    answers: tuple[Feedback, ...]
    """What it can tell the hand; empty: nothing."""
    strange: int
    """Messages since it was made that have another form than was configured."""

    @property
    def connected(self) -> bool:
        """Whether it could send now; a port to which a reader connects waits for one."""

    def open(self) -> None: ...

    def read(self, timeout: float) -> Scanned | None:
        """The next scan, waiting up to `timeout` seconds; None: none came. DeviceError when the scanner is gone."""

    def answer(self, feedback: Feedback) -> None:
        """Tell the hand; what the scanner does not know is left out. DeviceError when the scanner is gone."""

    def close(self) -> None: ...
