"""`station read`: what the labels on pictures and videos say."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hardware.contract import Notice, Reader, Symbol
    from station.core import Choice, Identity

AGREEING_FRAMES = 2
"""Frames of a video that have to agree on an id without a check digit; with one, the first is enough."""


def read(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Pictures with all their pages, videos, folders of pictures."),
    ],
    text: Annotated[
        bool, typer.Option("--text", help="Read the printed number too where bars cannot be read (extra ocr).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Read barcodes from files. Exit code 1 when a file gave nothing or could not be read."""
    from station.assembly import open_reader
    from station.language import ENGLISH, language, trouble_texts

    reader = open_reader(thorough=True, text=text)
    if (warning := reader.warning) is not None:
        typer.echo(trouble_texts(warning, language(ENGLISH)).technician, err=True)
    lines = [_told(line, as_json=as_json) for path in files for line in _lines(path, reader, text=text)]
    if not all(line.get("symbols") for line in lines):
        raise typer.Exit(1)


def _told(line: dict[str, Any], *, as_json: bool) -> dict[str, Any]:
    if as_json:
        typer.echo(json.dumps(line))
    else:
        typer.echo(_sentence(line), err="error" in line)
    return line


def _lines(path: Path, reader: Reader, *, text: bool) -> Iterator[dict[str, Any]]:
    """One line for a file, one for each picture of a folder."""
    from hardware.contract import DeviceError
    from hardware.images import is_video, pictures_of

    try:
        paths = pictures_of(path) if path.is_dir() else [path]
    except DeviceError as error:
        yield {"file": str(path), "error": str(error)}
        return
    if not paths:
        yield {"file": str(path), "error": "the folder holds no pictures"}
    for one in paths:
        try:
            yield from [_video(one, text=text)] if is_video(one) else _pages(one, reader)
        except DeviceError as error:
            yield {"file": str(one), "error": str(error)}


def _pages(path: Path, reader: Reader) -> Iterator[dict[str, Any]]:
    """A line for each page that shows something of its own; when none does, one for the first."""
    from hardware.images import MOST_PAGES, load_pages

    pages = load_pages(path)
    first, told = _picture(path, pages[0], reader), set[str]()
    for number, pixels in enumerate(pages[:MOST_PAGES], start=1):
        line = first if number == 1 else _picture(path, pixels, reader)
        texts = {symbol["text"] for symbol in line["symbols"]}
        if texts - told:
            told |= texts
            yield line | ({"page": number} if len(pages) > 1 else {})
    if not told:
        yield first
    if len(pages) > MOST_PAGES:
        yield {"file": str(path), "error": f"it has more than {MOST_PAGES} pages, and the rest was not read: split it"}


def _picture(path: Path, pixels: Any, reader: Reader) -> dict[str, Any]:
    from station.core import choose, with_print
    from station.language import ENGLISH, cause_of, language

    reading = reader.read(pixels)
    symbols = with_print(reading)
    choice = choose(symbols, outshone=reading.outshone)
    return {
        "file": str(path),
        "width": pixels.shape[1],
        "height": pixels.shape[0],
        "ms": round(reading.ms, 1),
        "verdict": choice.verdict.value,
        "parcel": _parcel(choice.parcel.identity) if choice.parcel else None,
        "cause": cause_of(_cause(choice, reading.cause), language(ENGLISH)) or None,
        "symbols": [_symbol(symbol) for symbol in symbols],
    } | ({"left_out": reading.left_out} if reading.left_out else {})


def _video(path: Path, *, text: bool) -> dict[str, Any]:
    """Every frame is read; `parcels` tells where each id was first certain, `parcel` is the one when it is alone."""
    from hardware.images import video_frames
    from station.assembly import open_reader
    from station.core import ReadVerdict, choose, with_print

    tally, reader = _VideoTally(), open_reader(text=text)
    ms, size = 0.0, (0, 0)
    for number, (pixels, at_s) in enumerate(video_frames(path), start=1):
        reading = reader.read(pixels)
        symbols = with_print(reading)
        choice = choose(symbols, outshone=reading.outshone)
        tally.add(number, at_s, choice, symbols, reading.cause)
        tally.doubt(reading.outshone)
        ms, size = ms + reading.ms, pixels.shape[:2]
    parcels = tally.parcels()
    multi = tally.multi_read and not parcels
    verdict = ReadVerdict.READ if parcels else ReadVerdict.MULTI_READ if multi else ReadVerdict.NO_READ
    alone = {key: parcels[0][key] for key in _PARCEL_KEYS} if len(parcels) == 1 else None
    return {
        "file": str(path),
        "width": size[1],
        "height": size[0],
        "ms": round(ms, 1),
        "verdict": verdict.value,
        "parcel": alone,
        "cause": None if parcels else tally.cause(),
        "symbols": list(tally.symbols.values()),
        "parcels": parcels,
    }


class _VideoTally:
    """What the frames of a video have said so far."""

    def __init__(self) -> None:
        self._parcels: list[dict[str, Any]] = []
        self._beside: set[str] = set()
        self._outshone: set[str] = set()
        self.symbols: dict[tuple[str, str], dict[str, Any]] = {}
        self.multi_read = False
        self._frames_of: Counter[str] = Counter()
        self._causes: Counter[str] = Counter()
        self._said: dict[str, Notice] = {}

    def add(self, number: int, at_s: float, choice: Choice, symbols: tuple[Symbol, ...], cause: Notice | None) -> None:
        """Count one frame (from 1, seconds from the start)."""
        from station.core import ReadVerdict

        for symbol in symbols:
            self.symbols.setdefault((symbol.symbology, symbol.text), _symbol(symbol))
        self.multi_read |= choice.verdict is ReadVerdict.MULTI_READ
        told = _cause(choice, cause)
        if told is not None:
            self._causes[told.code] += 1
            self._said.setdefault(told.code, told)
        if choice.parcel is None:
            return
        identity = choice.parcel.identity
        name = identity.normalized or identity.raw
        self._frames_of[name] += 1
        self._beside |= {symbol.text for symbol in symbols if symbol.text != choice.parcel.symbol.text}
        known = any(parcel["id"] == name for parcel in self._parcels)
        if not known and self._frames_of[name] >= (1 if identity.check else AGREEING_FRAMES):
            self._parcels.append(_parcel(identity) | {"frame": number, "at_s": round(at_s, 3)})

    def doubt(self, outshone: tuple[Symbol, ...]) -> None:
        """These may be references only: no frame before or after makes them parcels."""
        self._outshone |= {symbol.text for symbol in outshone}

    def parcels(self) -> list[dict[str, Any]]:
        """Each parcel once; a number without a check digit that lay beside a parcel's id is that one's reference."""
        references = self._beside | self._outshone
        return [parcel for parcel in self._parcels if parcel["check"] or parcel["id"] not in references]

    def cause(self) -> str | None:
        """The sentence of the most frequent one."""
        from station.language import ENGLISH, cause_of, language

        return cause_of(self._said[self._causes.most_common(1)[0][0]], language(ENGLISH)) if self._causes else None


_PARCEL_KEYS = ("id", "kind", "carrier", "country", "service", "postal_code", "check")


def _parcel(identity: Identity) -> dict[str, Any]:
    return {
        "id": identity.normalized or identity.raw,
        "kind": identity.kind.value,
        "carrier": identity.carrier,
        "country": identity.country,
        "service": identity.service,
        "postal_code": identity.postal_code,
        "check": identity.check,
    }


def _symbol(symbol: Symbol) -> dict[str, Any]:
    from station.core import PRINTED

    return {
        "symbology": symbol.symbology,
        "aim": symbol.aim,
        "text": symbol.text,
        "hex": symbol.raw.hex(),
        "polygon": [list(corner) for corner in symbol.polygon],
        "engine": symbol.engine,
        "source": "ocr" if symbol.engine == PRINTED else "camera",
    }


def _cause(choice: Choice, unread: Notice | None) -> Notice | None:
    """Why there is no parcel: the reader's word when it saw no code, else that of the choice."""
    return None if choice.parcel else unread or choice.cause


def _sentence(line: dict[str, Any]) -> str:
    """The line for a person."""
    from station.core import printable

    name = printable(line["file"]) + (f", page {line['page']}" if "page" in line else "")
    if "error" in line:
        return f"{name}: {printable(line['error'])}"
    said = line["verdict"].replace("_", " ")
    parcels = line.get("parcels") or ([line["parcel"]] if line["parcel"] else [])
    if parcels:
        said = ", ".join(_parcel_words(parcel) for parcel in parcels)
    elif line["cause"]:
        said = f"{said}: {printable(line['cause'])}"
    if not parcels and line["symbols"]:
        said += "; " + ", ".join(f"{symbol['symbology']} {printable(symbol['text'], 60)}" for symbol in line["symbols"])
    if "left_out" in line:
        said += f"; {line['left_out']} more places that may be codes were not looked at"
    return f"{name}: {said} ({line['width']}x{line['height']}, {line['ms']:.0f} ms)"


def _parcel_words(parcel: dict[str, Any]) -> str:
    from station.core import printable

    about = [parcel[key] for key in ("carrier", "service", "country", "postal_code") if parcel[key]]
    if "at_s" in parcel:
        about.append(f"at {parcel['at_s']:.1f} s")
    words = f" ({printable(', '.join(about))})" if about else ""
    return printable(parcel["id"]) + words
