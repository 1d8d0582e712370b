"""What a configuration may say about scanners: hand scanners on a line of their own, fixed readers, DWS."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from config.section import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEMPLATE_FIELDS = frozenset(
    (
        "code", "*",
        "weight_g", "weight_kg", "weight_lb", "weight_oz",
        *(f"{side}_{unit}" for side in ("length", "width", "height") for unit in ("mm", "cm", "m", "in")),
    )
)  # fmt: skip
"""The drivers are the source of it; a test holds both together."""
SUFFIXES = {"auto": None, "cr": "\r", "lf": "\n", "crlf": "\r\n", "tab": "\t", "etx": "\x03", "none": ""}
_FIELD = re.compile(r"\{([a-z_*]+)\}")
_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})")
_LATIN = 0x100


def framing_bytes(text: str) -> bytes:
    r"""The bytes that a prefix or suffix means; `\x02` in it is one. ValueError when it has others than bytes."""
    plain = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return plain.encode("latin-1")


def _framing(text: str) -> str:
    framing_bytes(text)
    return text


def _template(text: str) -> str:
    """ValueError unless it is empty, or has the code once and no field that there is none of."""
    fields = _FIELD.findall(text)
    units = Counter(field.partition("_")[0] for field in fields if field != "*")
    if text and (units["code"] != 1 or max(units.values()) > 1 or not set(fields) <= TEMPLATE_FIELDS):
        raise ValueError("no template")
    return text


Name = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9._-]{1,32}$",
        json_schema_extra={"allowed": "1 to 32 letters, digits, dots, underscores or hyphens, in quotes"},
    ),
]
FramingText = Annotated[
    str,
    AfterValidator(_framing),
    Field(max_length=32, json_schema_extra={"allowed": r'text in quotes, control characters as "\u0002" or \x02'}),
]
Suffix = Annotated[
    str,
    AfterValidator(_framing),
    Field(
        min_length=1,
        max_length=32,
        json_schema_extra={"allowed": f"{', '.join(map(repr, SUFFIXES))}, or the characters themselves"},
    ),
]
TemplateText = Annotated[
    str,
    AfterValidator(_template),
    Field(
        json_schema_extra={
            "allowed": "text with {code} once, and {weight_UNIT} (g, kg, lb, oz), {length_UNIT}, {width_UNIT}, "
            '{height_UNIT} (mm, cm, m, in), {*}; or ""'
        }
    ),
]


class ScannerSection(Section):
    """One scanner; the table may stand several times."""

    name: Name = "hand"
    """How the screens and the log call it; each scanner has another one."""
    port: str = Field(default="/dev/serial/by-id/", min_length=1)
    """Serial device by a stable path (/dev/serial/by-id/...), socket://HOST:PORT (we connect), listen://HOST:PORT (the
    reader connects), evdev:/dev/input/by-id/... (a scanner that acts as a keyboard), hid:VENDOR:PRODUCT or
    hidraw:/dev/hidraw0 (USB, point-of-sale class), or replay:FILE."""
    prefix: FramingText = ""
    """What stands before each code; what comes before it is dropped. Empty: nothing."""
    suffix: Suffix = "auto"
    """What ends each code: cr, lf, crlf, tab, etx, none (silence), other characters; auto: CR, LF, TAB or silence."""
    gap_s: float = Field(default=0.06, ge=0.01, le=5)
    """Seconds of silence that end a code where no suffix does."""
    layout: Literal["us", "gb", "de", "fr", "es", "br"] = "us"
    """Keyboard to which a scanner at evdev: is set; the system's does not matter."""
    maker: Literal["none", "zebra-ssi", "datalogic", "honeywell"] = "none"
    """In whose bytes the hand is told good, stop and question; none: it is not told."""
    lock: bool = False
    """true: after a stop this scanner's next code is refused until somebody has acknowledged the stop; a scanner whose
    maker has a command for it does not scan until then."""
    template: TemplateText = ""
    """Message of a fixed reader or DWS, such as {code},{weight_kg},{length_cm}x{width_cm}x{height_cm}. Each message is
    one parcel. Empty: what comes is the code."""
    separator: str = Field(default=";", min_length=1, max_length=8)
    """What stands between several codes of one parcel."""
    no_reads: tuple[str, ...] = ("NOREAD", "NO READ", "NoRead", "No Read", "no read", "NR", "ERROR", "???", "?")
    """What a fixed reader sends in place of the code of a parcel that it could not read."""
    baudrate: int = Field(default=9600, ge=300, le=921600)
    """Bits a second."""
    bytesize: Literal[7, 8] = 8
    """Data bits."""
    parity: Literal["none", "even", "odd"] = "none"
    """Parity."""
    stopbits: Literal[1, 2] = 1
    """Stop bits."""
    dtr: bool = True
    """Level of the DTR line."""
    rts: bool = True
    """Level of the RTS line."""

    @property
    def weighs(self) -> bool:
        """Its messages carry a weight."""
        return "{weight_" in self.template

    @property
    def ends(self) -> bytes | None:
        """The suffix in bytes; None: CR, LF, TAB or silence."""
        named = SUFFIXES.get(self.suffix.lower(), self.suffix)
        return None if named is None else framing_bytes(named)


def scanner_contradictions(scanners: Sequence[ScannerSection], scale_port: str) -> Iterator[tuple[str, str]]:
    """Key and cure of what does not go together; `scale_port`: empty where there is no scale."""
    names, ports = Counter(each.name for each in scanners), Counter(each.port for each in scanners)
    for number, each in enumerate(scanners, 1):
        if each.lock and each.template:
            yield f"scanner.{number}.lock", "nobody acknowledges the stop of a machine with a template; write false"
        if names[each.name] > 1:
            yield f"scanner.{number}.name", f"{each.name} is the name of another scanner too; give each its own"
        named = not each.port.endswith("/")  # a folder names no device yet
        if named and (ports[each.port] > 1 or each.port == scale_port):
            other = "the scale" if each.port == scale_port else "another scanner"
            yield f"scanner.{number}.port", f"{each.port} is the port of {other} too; name the scanner's own"
